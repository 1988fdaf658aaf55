"""Solvers of scipy.integrate, classes such as RK45: one step of the size that they are told, with errors that are never
too large. Those that choose their order or step themselves, BDF and LSODA, are no single method."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tableau2net.audit.child.arrays import Arrays
from tableau2net.audit.child.refusal import Refusal
from tableau2net.audit.child.subject import Subject
from tableau2net.audit.child.tape import Tape

EXPECTED = "a solver class of scipy.integrate with a fixed formula, such as scipy.integrate:RK45"
VARIABLE = ("BDF", "LSODA")
LOOSE = 1e30  # an error that no step reaches
CLAIMS = {"order": "order", "error_estimator_order": "embedded_order"}


def recognises(value: Any) -> bool:
    """Whether it is a class of solvers."""
    above = value.__mro__[1:] if isinstance(value, type) else ()
    return any(each.__name__ == "OdeSolver" and each.__module__.startswith("scipy.") for each in above)


def subjects(value: Any, options: dict[str, Any]) -> Iterator[Subject]:
    """The one step."""
    if not recognises(value):
        raise Refusal(
            "this is not a solver of scipy", getattr(value, "__name__", type(value).__name__), EXPECTED
        )
    if any(each.__name__ in VARIABLE for each in value.__mro__):
        raise Refusal("this solver varies its order, so it is not a single method", value.__name__, EXPECTED)

    def run(tape: Tape) -> list[Any]:
        field = tape.field()
        solver = value(
            field, tape.start, tape.input(), tape.start + 1000.0, first_step=tape.step, rtol=1e-3, atol=LOOSE
        )
        solver.step()
        if solver.status != "running" or abs(solver.t - tape.end) > 1e-12:
            raise Refusal(
                "the solver did not take the step that was set", f"status {solver.status}", EXPECTED
            )
        return [solver.y]

    orders = {claim: getattr(value, name, None) for name, claim in CLAIMS.items()}
    claims = {claim: order for claim, order in orders.items() if isinstance(order, int)}
    yield Subject(value.__name__, ("y",), Arrays(), run, claims=claims)
