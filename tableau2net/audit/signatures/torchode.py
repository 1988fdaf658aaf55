"""torchode: its step methods, classes such as Dopri5 or objects, by their `step`, of a batch of one problem."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from tableau2net.audit.child.arrays import Tensors
from tableau2net.audit.child.refusal import Refusal, reason
from tableau2net.audit.child.subject import Subject
from tableau2net.audit.child.tape import Tape

EXPECTED = "a step method of torchode, such as torchode:Dopri5"


def recognises(value: Any) -> bool:
    """Whether it is a step method of the package, or a class of one."""
    above = (value if isinstance(value, type) else type(value)).__mro__
    return any(each.__module__.startswith("torchode.") and hasattr(each, "step") for each in above)


def subjects(value: Any, options: dict[str, Any]) -> Iterator[Subject]:
    """The one step."""
    if not recognises(value):
        raise Refusal("this is not a step method of torchode", type(value).__name__, EXPECTED)
    torch: Any = sys.modules["torch"]  # the package has loaded it
    try:
        method: Any = value(None) if isinstance(value, type) else value
    except Exception as error:
        raise Refusal(
            "this class cannot be constructed from a term alone", reason(error), EXPECTED
        ) from error

    def run(tape: Tape) -> list[Any]:
        field = tape.field()

        def slope(t: Any, y: Any, stats: Any, args: Any) -> Any:
            return field(float(t.reshape(1)[0]), y).reshape(1, -1)

        y = tape.input().reshape(1, -1)
        start, end = (y.new_tensor([time]) for time in (tape.start, tape.end))
        term: Any = SimpleNamespace(vf=slope)
        problem = SimpleNamespace(
            y0=y, t_start=start, t_end=end, device=y.device, data_dtype=y.dtype, time_dtype=y.dtype
        )
        given: dict[str, Any] = {"stats": {}, "args": None}
        with torch.no_grad():
            state = method.init(term, problem, None, **given)
            running = torch.ones(1, dtype=torch.bool)
            found, *_ = method.step(term, running, y, start, end - start, state, **given)
        return [found.y] if found.error_estimate is None else [found.y, found.error_estimate]

    order = method.convergence_order() if hasattr(method, "convergence_order") else None
    claims = {"order": order} if isinstance(order, int) else {}
    yield Subject(type(method).__name__, ("y",), Tensors(), run, keyed=(False,), claims=claims)
