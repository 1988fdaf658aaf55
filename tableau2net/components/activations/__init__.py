"""Activations: what a step ends in, if a network says so (`after`).

Constructed as `Activation(*, …)`, and given a state of any shape; the result has the same.
"""

from pathlib import Path

from tableau2net.components.carried import Carried
from tableau2net.components.contract import Ending
from tableau2net.components.option_words import Worded
from tableau2net.plugins import Kind

KIND = Kind(
    name="activation",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Ending(("",)), Carried(), Worded()),
)
