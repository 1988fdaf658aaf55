"""Solvers of the stage equations.

`solver(g, z, tolerance, iterations)` returns z = g(z), from the guess z.
"""

from pathlib import Path

from tableau2net.components.carried import Carried
from tableau2net.components.contract import Ending
from tableau2net.plugins import Kind

KIND = Kind(
    name="solver",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Ending(
            (
                "g: Callable[[Tensor], Tensor], z: Tensor, tolerance: float, iterations: int",
            ),
            function=True,
        ),
        Carried(),
    ),
)
