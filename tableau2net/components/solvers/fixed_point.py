"""Picard iteration."""

from collections.abc import Callable

from torch import Tensor


def fixed_point(
    g: Callable[[Tensor], Tensor], z: Tensor, tolerance: float, iterations: int
) -> Tensor:
    """z with ‖g(z) − z‖ ≤ tolerance·(1 + ‖z‖), by z ← g(z).

    Raises RuntimeError where it does not converge.
    """
    for _ in range(iterations):
        value = g(z)
        residual, z = float((value - z).norm()), value
        if residual <= tolerance * (1 + float(z.norm())):
            return z
    raise RuntimeError(
        f"stages not solved in {iterations} iterations: residual {residual:.2e}"
    )
