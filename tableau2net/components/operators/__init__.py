"""Operators: the spatial convolution inside a field.

Called as `operator(inputs, channels, *, stride, …)`: 3×3, padded, without bias. A function
that only returns another call is written in the field in place of its own call; a class is
carried into the emitted file. What it needs of the widths it says in its CONSTRAINTS, which are
read and not emitted; see `components.constraints`. A linear operator has its transpose, and what
else goes with it, in functions after it; see `components.partners`.
"""

from pathlib import Path

from tableau2net.components.carried import Carried
from tableau2net.components.contract import Ending
from tableau2net.components.convolutions import Returned
from tableau2net.components.option_words import Worded
from tableau2net.components.partners import Linear
from tableau2net.plugins import Kind

KIND = Kind(
    name="operator",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Ending(("inputs: int, channels: int",), ("stride",), function=True),
        Carried(),
        Worded(),
        Returned(),
        Linear(),
    ),
)
