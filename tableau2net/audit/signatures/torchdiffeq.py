"""torchdiffeq: `odeint` with the method that `--method` names, over one step of the size that it is told; the Adams
methods, which have a past, over several."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from tableau2net.audit.child.arrays import Tensors
from tableau2net.audit.child.refusal import Refusal
from tableau2net.audit.child.subject import Subject
from tableau2net.audit.child.tape import Tape
from tableau2net.read.suggest import expected

EXPECTED = "torchdiffeq:odeint with --method, such as rk4 or dopri5"
LOOSE = 1e30  # an error that no step reaches
ADAMS = "AdamsBashforthMoulton"
CORRECTED = "one correction a step: how many torchdiffeq makes follows from its tolerances"
STEPS = {"FixedGridODESolver": "step_size", "RKAdaptiveStepsizeODESolver": "first_step"}


def recognises(value: Any) -> bool:
    """Whether it is a function of the package that is called as `odeint` is."""
    return str(getattr(value, "__module__", "")).startswith("torchdiffeq.") and not isinstance(value, type)


def subjects(value: Any, options: dict[str, Any]) -> Iterator[Subject]:
    """The one step of the method."""
    if not recognises(value):
        raise Refusal("this is not torchdiffeq's odeint", type(value).__name__, EXPECTED)
    solvers: dict[str, Any] = import_module("torchdiffeq._impl.odeint").SOLVERS
    name = options["method"]
    known = {key: _step(solver) for key, solver in solvers.items() if _step(solver)}
    if name not in known:
        raise Refusal(
            "torchdiffeq has no such method with a step of a fixed size", repr(name), expected(name, known)
        )
    torch: Any = import_module("torch")

    def run(tape: Tape) -> list[Any]:
        times = torch.tensor([tape.start, tape.grid[-1]], dtype=torch.float64)
        options = {known[name]: tape.step if known[name] == "step_size" else times.new_tensor(tape.step)}
        with torch.no_grad():
            found = value(
                tape.field(), tape.input(), times, method=name, rtol=LOOSE, atol=LOOSE, options=options
            )
        return [found[-1]]

    order = getattr(solvers[name], "order", None)
    claims = {"order": order} if isinstance(order, int) else {}
    if ADAMS not in {each.__name__ for each in solvers[name].__mro__}:
        yield Subject(name, ("y",), Tensors(), run, claims=claims)
        return
    notes = (CORRECTED,) if name == "implicit_adams" else ()
    yield Subject(name, ("y",), Tensors(), run, keyed=(False,), claims=claims, notes=notes, sequence=True)


def _step(solver: Any) -> str:
    """The option that tells a solver its step; empty where it has none."""
    return next((STEPS[each.__name__] for each in solver.__mro__ if each.__name__ in STEPS), "")
