"""The implicit function in a step of mode `solve`: its stage equations solved."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

Solver = Callable[[Callable[[Tensor], Tensor], Tensor, float, int], Tensor]


def rewinding(like: Tensor) -> Callable[[], None]:
    """What brings the random generators back to where they stand now."""
    state = torch.get_rng_state()
    states = [torch.cuda.get_rng_state(like.device)] if like.is_cuda else []

    def rewind() -> None:
        torch.set_rng_state(state)
        for each in states:
            torch.cuda.set_rng_state(each, like.device)

    return rewind


class Solve(nn.Module):
    """The slopes k = stages(k, known), by `solver`, with implicit differentiation.

    `stages` maps `count` slopes, each shaped as known[0], and the known values to the
    slopes. They are solved without a graph, all with the same random draws, in single
    precision or better, to the tolerance or to what the fields' precision can tell.
    The gradient solves the adjoint equation w = v + (∂stages/∂k)ᵀ w (Bai et al. 2019,
    arXiv 1909.01377); it has none itself. Raises RuntimeError where `iterations` do not
    suffice.
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
        state, rewind = known[0], rewinding(known[0])
        device = state.device.type
        device = device if torch.amp.is_autocast_available(device) else "cpu"
        mixed = torch.is_autocast_enabled(device)
        fields = torch.get_autocast_dtype(device) if mixed else state.dtype
        tolerance = max(self.tolerance, 4 * torch.finfo(fields).eps)
        precision = torch.promote_types(state.dtype, torch.float32)

        def update(k: Tensor) -> Tensor:
            rewind()
            with torch.autocast(device, enabled=mixed):
                slopes = self.stages(*k.to(state.dtype).unbind(), *known)
            return torch.stack([each.to(precision) for each in slopes])

        def solve(g: Callable[[Tensor], Tensor], z: Tensor) -> Tensor:
            with torch.autocast(device, enabled=False):
                return self.solver(g, z, tolerance, self.iterations)

        with torch.no_grad():
            zero = state.new_zeros(self.count, *state.shape, dtype=precision)
            root = solve(update, zero)
        slopes = update(root)
        if slopes.grad_fn is not None:
            at = root.clone().requires_grad_()
            value = update(at)

            def adjoint(gradients: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
                if torch.is_grad_enabled():
                    raise RuntimeError(
                        "solved stages are differentiated once, without create_graph"
                    )
                tiny = torch.finfo(precision).tiny
                size: Tensor = gradients[0].norm().clamp_min(tiny)
                v = gradients[0] / size

                def pull(w: Tensor) -> Tensor:
                    return v + torch.autograd.grad(value, at, w, retain_graph=True)[0]

                return (size * solve(pull, v),)

            slopes.grad_fn.register_prehook(adjoint)
        return slopes.to(state.dtype).unbind()
