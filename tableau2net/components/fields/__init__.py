"""Fields: the vector field f, the residual branch of the network.

Constructed as `Field(inputs, channels, *, stride, operator, …)`. Its spatial convolutions
are made by `operator(inputs, channels)`, with `stride=stride` or the number of `groups`, each
call alone on the right of an assignment, its widths integer formulas in the parameters and
in local variables; see `components.convolutions`. A field that needs the operator's transpose
is given that too; see `components.partners`.
"""

from pathlib import Path

from tableau2net.components.carried import Carried
from tableau2net.components.contract import Ending
from tableau2net.components.convolutions import Convolutions
from tableau2net.components.option_words import Worded
from tableau2net.components.partners import Given
from tableau2net.plugins import Kind

KIND = Kind(
    name="field",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Ending(("inputs: int, channels: int",), ("stride",)),
        Carried(),
        Worded(),
        Convolutions(),
        Given(),
    ),
)
