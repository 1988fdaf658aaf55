"""The implicit function in a step of mode `solve`: its stage equations solved."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

Solver = Callable[[Callable[[Tensor], Tensor], Tensor, float, int], Tensor]


class Solve(nn.Module):
    """The slopes k = stages(k, known), by `solver`, with implicit differentiation.

    `stages` maps `count` slopes, each shaped as known[0], and the known values to the
    slopes. They are solved without a graph; the gradient solves the adjoint equation
    w = v + (∂stages/∂k)ᵀ w to the same tolerance (Bai et al. 2019, arXiv 1909.01377).
    Raises RuntimeError where `iterations` do not suffice.
    """

    def __init__(
        self,
        stages: nn.Module,
        solver: Solver,
        count: int,
        tolerance: float,
        iterations: int,
    ) -> None:
        super().__init__()
        self.stages = stages
        self.solver = solver
        self.count = count
        self.tolerance = tolerance
        self.iterations = iterations

    def forward(self, *known: Tensor) -> tuple[Tensor, ...]:
        def update(k: Tensor) -> Tensor:
            return torch.stack(self.stages(*k.unbind(), *known))

        with torch.no_grad():
            zero = known[0].new_zeros(self.count, *known[0].shape)
            root = self.solver(update, zero, self.tolerance, self.iterations)
        slopes = update(root)
        if slopes.grad_fn is not None:
            at = root.clone().requires_grad_()
            value = update(at)

            def adjoint(gradients: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
                (v,) = gradients

                def pull(w: Tensor) -> Tensor:
                    return v + torch.autograd.grad(value, at, w, retain_graph=True)[0]

                return (self.solver(pull, v, self.tolerance, self.iterations),)

            slopes.grad_fn.register_prehook(adjoint)
        return slopes.unbind()
