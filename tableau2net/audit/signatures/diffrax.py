"""Solvers of diffrax, classes or objects, by their `step`. What jax would trace is called back to, in order; to the
derivative of a probe field an implicit solver sees 0, so that each of its stages is solved by one step of Newton's
method. Of a solver for two fields, such as KenCarp4, each has its slopes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any

from tableau2net.audit.child.arrays import Traced
from tableau2net.audit.child.refusal import Refusal, reason
from tableau2net.audit.child.subject import Subject
from tableau2net.audit.child.tape import Tape

EXPECTED = "a Runge–Kutta solver of diffrax, such as diffrax:Tsit5"
SOLVED = 1e-9  # of the change of a slope, after which it is solved for
PAIR = ("f_explicit", "f_implicit")


def recognises(value: Any) -> bool:
    """Whether it is a solver of ordinary equations, or a class of one."""
    return "AbstractSolver" in {
        each.__name__ for each in _above(value) if each.__module__.startswith("diffrax")
    }


def subjects(value: Any, options: dict[str, Any]) -> Iterator[Subject]:
    """The one step."""
    if not recognises(value):
        raise Refusal("this is not a solver of diffrax", type(value).__name__, EXPECTED)
    jax, diffrax = import_module("jax"), import_module("diffrax")
    try:
        solver: Any = value() if isinstance(value, type) else value
    except Exception as error:
        raise Refusal(
            "this class cannot be constructed without arguments", reason(error), EXPECTED
        ) from error
    implicit = "AbstractImplicitSolver" in {each.__name__ for each in _above(value)}
    if implicit:
        solver = _solving(solver)
    tableaux = getattr(getattr(solver, "tableau", None), "tableaus", (None,))

    def run(tape: Tape) -> list[Any]:
        made = [
            _term(tape, name, implicit=name == PAIR[1] or (implicit and not name))
            for name in _names(tableaux)
        ]
        terms = diffrax.MultiTerm(*made) if len(made) > 1 else made[0]
        start, end = (jax.numpy.array(time, dtype="float64") for time in (tape.start, tape.end))
        y = tape.input()
        state = solver.init(terms, start, end, y, None)
        found, error, *_ = solver.step(terms, start, end, y, None, state, made_jump=False)
        jax.effects_barrier()
        return [found] if error is None else [found, error]

    order = solver.order(None)
    claims = {"order": order} if isinstance(order, int) else {}
    name, keyed = type(solver).__name__, (implicit,)
    yield Subject(name, ("y",), Traced(), run, keyed=keyed, claims=claims, staged=implicit)


def _solving(solver: Any) -> Any:
    """The solver with tolerances of its own, where it would have taken those of a step size controller."""
    finder = getattr(solver, "root_finder", None)
    tolerances = {"rtol": SOLVED, "atol": SOLVED, "norm": import_module("optimistix").max_norm}
    if finder is None or isinstance(getattr(finder, "rtol", 0.0), float):
        return solver
    return replace(solver, root_finder=replace(finder, **tolerances))


def _names(tableaux: tuple[Any, ...]) -> tuple[str, ...]:
    """Those of the fields."""
    return PAIR if len(tableaux) > 1 else ("",)


def _term(tape: Tape, name: str, *, implicit: bool) -> Any:
    """A term of the equation whose field is a probe; that of an implicit one can be differentiated."""
    jax, diffrax, numpy = map(import_module, ("jax", "diffrax", "numpy"))
    shape = jax.ShapeDtypeStruct((tape.size,), "float64")

    def evaluate(t: Any, y: Any) -> Any:
        argument = tape.arrays.blocks(y, tape.size) or []
        return numpy.array(tape.slope(name, float(t), argument, counted=not implicit), dtype="float64")

    if not implicit:
        ordered: Any = import_module("jax.experimental").io_callback
        return diffrax.ODETerm(lambda t, y, args: ordered(evaluate, shape, t, y, ordered=True))

    @jax.custom_jvp  # type: ignore[untyped-decorator]
    def slope(t: Any, y: Any) -> Any:
        return jax.pure_callback(evaluate, shape, t, y)

    @slope.defjvp  # type: ignore[untyped-decorator]
    def constant(given: Any, moved: Any) -> Any:
        return slope(*given), jax.numpy.zeros((tape.size,))

    return diffrax.ODETerm(lambda t, y, args: slope(t, y))


def _above(value: Any) -> tuple[type, ...]:
    return (value if isinstance(value, type) else type(value)).__mro__
