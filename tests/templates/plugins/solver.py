"""What the method is called."""

from collections.abc import Callable

from torch import Tensor


def example_name(
    g: Callable[[Tensor], Tensor],
    z: Tensor,
    tolerance: float,
    iterations: int,
) -> Tensor:
    """z with ‖g(z) − z‖ ≤ tolerance·(1 + ‖z‖), and how it is found.

    Raises RuntimeError where it does not converge.
    """
    raise NotImplementedError("example-name is not written yet")
