"""pathsim: its solvers, classes such as RKCK54, by `buffer`, `stages`, `step` and, of implicit ones, `solve`; its
multistep solvers, with the solver that starts them, as a sequence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tableau2net.audit.child.arrays import Arrays
from tableau2net.audit.child.refusal import Refusal
from tableau2net.audit.child.subject import Subject
from tableau2net.audit.child.tape import Tape

EXPECTED = "a solver class of pathsim, such as pathsim.solvers:RKCK54"
SOLVED, MOST = 1e-9, 200  # of the residual of a stage equation, and iterations until then
LOOSE = 1e30  # an error that no step reaches


def recognises(value: Any) -> bool:
    """Whether it is a class of solvers."""
    above = value.__mro__ if isinstance(value, type) else ()
    return any(each.__name__ == "Solver" and each.__module__.startswith("pathsim.") for each in above)


def subjects(value: Any, options: dict[str, Any]) -> Iterator[Subject]:
    """The one step, or the sequence of a solver that has to be started."""
    if not recognises(value):
        raise Refusal(
            "this is not a solver of pathsim", getattr(value, "__name__", type(value).__name__), EXPECTED
        )
    made = value()
    implicit = bool(getattr(made, "is_implicit", False))

    def run(tape: Tape) -> list[Any]:
        field = tape.field()
        solver = value(tape.input(), tolerance_lte_abs=LOOSE)
        for each in (solver, getattr(solver, "startup", None)):
            if implicit and each is not None:
                each.opt = type(each.opt)(m=0)  # plain iteration, which solves for a constant slope at once
        for t in tape.grid[:-1]:
            solver.buffer(tape.step)
            for time in solver.stages(t, tape.step):
                if implicit:
                    _solve(solver, field, time, tape.step)
                solver.step(field(solver.x, time), tape.step)
        return [solver.x]

    order = getattr(made, "n", None)
    claims = {"order": order} if isinstance(order, int) and order > 0 else {}
    yield Subject(
        value.__name__,
        ("x",),
        Arrays(),
        run,
        keyed=(implicit,),
        claims=claims,
        sequence=hasattr(made, "startup"),
        staged=implicit,
    )


def _solve(solver: Any, field: Any, time: float, step: float) -> None:
    """Iterate a stage equation, with no Jacobian, for that of a probe is 0. Raises Refusal."""
    for _ in range(MOST):
        if solver.solve(field(solver.x, time), None, step) < SOLVED:
            return
    raise Refusal("the solver does not solve its stage equations", f"after {MOST} iterations", EXPECTED)
