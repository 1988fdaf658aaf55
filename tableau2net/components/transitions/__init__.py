"""Transitions: what leads from one period to the next, at half the resolution.

Constructed as `Transition(inputs, channels, *, …)`.
"""

from pathlib import Path

from tableau2net.components.carried import Carried
from tableau2net.components.contract import Ending
from tableau2net.components.option_words import Worded
from tableau2net.plugins import Kind

KIND = Kind(
    name="transition",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Ending(("inputs: int, channels: int",)),
        Carried(),
        Worded(),
    ),
)
