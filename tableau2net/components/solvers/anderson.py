"""Anderson acceleration of the fixed-point iteration."""

from collections.abc import Callable

import torch
from torch import Tensor


def anderson(
    g: Callable[[Tensor], Tensor], z: Tensor, tolerance: float, iterations: int
) -> Tensor:
    """z with ‖g(z) − z‖ ≤ tolerance·(1 + ‖z‖), mixing the last five iterates.

    (Walker and Ni, SIAM J. Numer. Anal. 49 (2011) 1715–1735.) Raises RuntimeError where
    it does not converge.
    """
    values: list[Tensor] = []
    residuals: list[Tensor] = []
    for _ in range(iterations):
        value = g(z)
        residual = value - z
        if float(residual.norm()) <= tolerance * (1 + float(value.norm())):
            return value
        values, residuals = [*values, value][-5:], [*residuals, residual][-5:]
        z = value
        if len(values) > 1:
            steps = torch.stack([(residual - r).flatten() for r in residuals[:-1]], 1)
            weights = torch.linalg.pinv(steps) @ residual.flatten()
            for weight, earlier in zip(weights, values[:-1], strict=True):
                z = z - weight * (value - earlier)
    size = float(residual.norm())
    raise RuntimeError(
        f"stages not solved in {iterations} iterations: residual {size:.2e}"
    )
