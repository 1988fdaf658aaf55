"""Heads: what leads from the states to the logits.

Constructed as `Head(channels, classes, *, …)`. A head whose `channels` is an int is
given the last state; one whose `channels` is a sequence, that of every period.
"""

from pathlib import Path

from tableau2net.components.carried import Carried
from tableau2net.components.contract import Ending
from tableau2net.components.option_words import Worded
from tableau2net.plugins import Kind

KIND = Kind(
    name="head",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Ending(
            ("channels: int, classes: int", "channels: Sequence[int], classes: int")
        ),
        Carried(),
        Worded(),
    ),
)
