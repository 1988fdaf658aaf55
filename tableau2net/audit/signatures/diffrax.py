"""Explicit solvers of diffrax, classes or objects, by their `step`. What jax would trace is called back to in order."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from tableau2net.audit.child.arrays import Traced
from tableau2net.audit.child.refusal import Refusal, reason
from tableau2net.audit.child.subject import Subject
from tableau2net.audit.child.tape import Tape

EXPECTED = "an explicit solver of diffrax, such as diffrax:Tsit5"
IMPLICIT = ("AbstractImplicitSolver", "AbstractDIRK", "AbstractSDIRK", "AbstractESDIRK")


def recognises(value: Any) -> bool:
    """Whether it is a solver of ordinary equations, or a class of one."""
    return "AbstractSolver" in {
        each.__name__ for each in _above(value) if each.__module__.startswith("diffrax")
    }


def subjects(value: Any, options: dict[str, Any]) -> Iterator[Subject]:
    """The one step."""
    if not recognises(value):
        raise Refusal("this is no solver of diffrax", type(value).__name__, EXPECTED)
    jax, diffrax = import_module("jax"), import_module("diffrax")
    ordered: Any = import_module("jax.experimental").io_callback
    try:
        solver: Any = value() if isinstance(value, type) else value
    except Exception as error:
        raise Refusal("this class cannot be made without arguments", reason(error), EXPECTED) from error
    names = {each.__name__ for each in _above(value)}
    if names & set(IMPLICIT):
        raise Refusal(
            "implicit solvers of diffrax are not run with probe fields", type(solver).__name__, EXPECTED
        )

    def probed(tape: Tape) -> Any:
        field = tape.field()
        shape = jax.ShapeDtypeStruct((tape.size,), "float64")

        def evaluate(t: Any, y: Any) -> Any:
            return ordered(lambda t, y: field(float(t), y), shape, t, y, ordered=True)

        return diffrax.ODETerm(lambda t, y, args: evaluate(t, y))

    def run(tape: Tape) -> list[Any]:
        terms = probed(tape)
        start, end, y = tape.start, tape.end, tape.input()
        state = solver.init(terms, start, end, y, None)
        found, error, *_ = solver.step(terms, start, end, y, None, state, made_jump=False)
        jax.effects_barrier()
        return [found] if error is None else [found, error]

    order = solver.order(None)
    claims = {"order": order} if isinstance(order, int) else {}
    yield Subject(type(solver).__name__, ("y",), Traced(), run, keyed=(False,), claims=claims)


def _above(value: Any) -> tuple[type, ...]:
    return (value if isinstance(value, type) else type(value)).__mro__
