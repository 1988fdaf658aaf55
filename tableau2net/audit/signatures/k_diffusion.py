"""k-diffusion: samplers, `sample_…(model, x, sigmas)`, as integrators of dx/dσ = (x − model(x, σ)) / σ over steps of
one size. Samplers that draw noise, or take steps in log σ, are no such method."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from tableau2net.audit.child.arrays import Tensors
from tableau2net.audit.child.refusal import Refusal
from tableau2net.audit.child.subject import Subject
from tableau2net.audit.child.tape import Tape

EXPECTED = "a sampler(model, x, sigmas), such as k_diffusion.sampling:sample_lms"
FIRST = ("model", "x", "sigmas")


def recognises(value: Any) -> bool:
    """Whether its first parameters are those of a sampler."""
    try:
        return tuple(inspect.signature(value).parameters)[: len(FIRST)] == FIRST
    except (TypeError, ValueError):
        return False


def subjects(value: Any, options: dict[str, Any]) -> Iterator[Subject]:
    """The sequence of its steps, from a large σ to a smaller one."""
    if not recognises(value):
        raise Refusal("this is not a sampler", getattr(value, "__name__", type(value).__name__), EXPECTED)
    torch: Any = import_module("torch")

    def run(tape: Tape) -> list[Any]:
        slope = tape.field()

        def model(x: Any, sigma: Any, **_: Any) -> Any:
            """That which is denoised, of which the sampler takes the slope."""
            return x - sigma.reshape(-1, 1) * slope(float(sigma[0]), x).reshape(1, -1)

        grid = torch.tensor(tape.grid, dtype=torch.float64)
        return [value(model, tape.input().reshape(1, -1), grid, **_quiet(value))]

    order = inspect.signature(value).parameters.get("order")
    claims = {"order": order.default} if order is not None and isinstance(order.default, int) else {}
    code = inspect.unwrap(value).__code__
    yield Subject(
        value.__name__,
        ("x",),
        Tensors(),
        run,
        keyed=(False,),
        claims=claims,
        line=code.co_firstlineno,
        sequence=True,
        backward=True,
    )


def _quiet(sampler: Any) -> dict[str, Any]:
    """Without a bar of progress, where there is an option for it."""
    return {"disable": True} if "disable" in inspect.signature(sampler).parameters else {}
