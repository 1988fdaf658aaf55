"""Newton's method without a Jacobian, its linear systems solved by GMRES."""

from collections.abc import Callable

import torch
from torch import Tensor


def newton_krylov(
    g: Callable[[Tensor], Tensor], z: Tensor, tolerance: float, iterations: int
) -> Tensor:
    """z with ‖g(z) − z‖ ≤ tolerance·(1 + ‖z‖), by Newton's method with GMRES.

    Jacobian products are difference quotients (Knoll and Keyes, J. Comput. Phys. 193
    (2004) 357–397). Raises RuntimeError where `iterations` Newton steps do not suffice.
    """
    step = max(torch.finfo(z.dtype).eps, tolerance) ** 0.5
    for _ in range(iterations):
        value = g(z)
        residual = value - z
        size = float(residual.norm())
        if size <= tolerance * (1 + float(value.norm())):
            return value
        basis, columns = [residual / size], []
        for _ in range(min(20, z.numel())):
            scale = step * (1 + float(z.norm()))
            direction = basis[-1] - (g(z + scale * basis[-1]) - value) / scale
            column = []
            for vector in basis:
                column.append((direction * vector).sum())
                direction = direction - column[-1] * vector
            length = direction.norm()
            columns.append(torch.stack([*column, length]))
            if float(length) <= step:
                break
            basis.append(direction / length)
        hessenberg = z.new_zeros(len(columns) + 1, len(columns))
        for j, entries in enumerate(columns):
            hessenberg[: j + 2, j] = entries
        target = z.new_zeros(len(columns) + 1)
        target[0] = size
        for weight, vector in zip(
            torch.linalg.pinv(hessenberg) @ target, basis, strict=False
        ):
            z = z + weight * vector
    raise RuntimeError(
        f"stages not solved in {iterations} iterations: residual {size:.2e}"
    )
