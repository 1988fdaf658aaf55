"""Stems: what leads from the images to the first state.

Constructed as `Stem(inputs, channels, *, …)`.
"""

from pathlib import Path

from tableau2net.components.carried import Carried
from tableau2net.components.contract import Ending
from tableau2net.components.option_words import Worded
from tableau2net.plugins import Kind

KIND = Kind(
    name="stem",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Ending(("inputs: int, channels: int",)),
        Carried(),
        Worded(),
    ),
)
