"""Which parameter of a function is what: by its name, or as it is told."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tableau2net.audit.child.refusal import Refusal
from tableau2net.audit.child.tape import Tape

NAMES = {
    "field": "f fn fun func function rhs ode field vf vector_field model drift dynamics deriv derivative dydt ode_func "
    "g f1 f2 f_explicit f_implicit fe fi explicit implicit f_ex f_im",
    "time": "t t0 tn t_n time ti t_i t_start tcurr",
    "end": "t1 t_end tf t_next tn1 tnext t_new tend",
    "state": "y y0 yn y_n yi u u0 un x x0 xn x_n state z",
    "step": "h dt tau step stepsize step_size delta delta_t hn dt0",
    "steps": "n steps nsteps n_steps num_steps",
    "times": "ts times t_eval t_grid tgrid grid",
}
ROLES = {name: role for role, names in NAMES.items() for name in names.split()}
LETTERS = {
    "f": "field",
    "g": "field",
    "t": "time",
    "e": "end",
    "y": "state",
    "h": "step",
    "n": "steps",
    "s": "times",
}
FORM = (
    "f, t, y, h in any order, with e for the end of the step and g for a second field; "
    "n, the number of steps, or s, the times between them, for a sequence"
)
_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


@dataclass(frozen=True)
class Call:
    """The roles of the first parameters of a function, in order, with the names of those that are fields."""

    roles: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def is_sequence(self) -> bool:
        """Whether it takes several steps."""
        return bool({"steps", "times"} & set(self.roles))

    def arguments(self, tape: Tape) -> list[Any]:
        """What the function is called with."""
        names = self.fields if len(self.fields) > 1 else ("",)
        given = iter([tape.field(name) for name in names])
        values = {
            "time": tape.start,
            "end": tape.grid[-1],
            "state": tape.input(),
            "step": tape.step,
            "steps": tape.steps,
            "times": tape.arrays.make(tape.grid),
        }
        return [next(given) if role == "field" else values[role] for role in self.roles]


def call_of(function: Callable[..., Any], told: str = "") -> Call:
    """How a function is called: as `told`, such as f,t,y,h, or as the names of its parameters say. Raises Refusal."""
    if told:
        letters = [each.strip() for each in told.split(",")]
        unknown = [each for each in letters if each not in LETTERS]
        if unknown or "y" not in letters or not {"f", "g"} & set(letters):
            raise Refusal("this does not tell how a step is called", repr(told), FORM)
        return Call(
            tuple(LETTERS[each] for each in letters),
            tuple(each for each in letters if LETTERS[each] == "field"),
        )
    needed = [
        each
        for each in inspect.signature(function).parameters.values()
        if each.kind in _POSITIONAL and each.default is inspect.Parameter.empty
    ]
    names = [each.name for each in needed]
    roles = [ROLES.get(name.lower(), "") for name in names]
    if "" in roles and len(roles) == 4 and not any(roles):
        roles = ["field", "time", "state", "step"]
    faults = [name for name, role in zip(names, roles, strict=True) if not role]
    if faults or roles.count("state") != 1 or "field" not in roles:
        found = f"({', '.join(names)})"
        raise Refusal("the parameters do not tell what each of them is", found, f"--call with {FORM}")
    fields = tuple(name for name, role in zip(names, roles, strict=True) if role == "field")
    return Call(tuple(roles), fields)
