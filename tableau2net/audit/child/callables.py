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
    "force forces accel acceleration acc a dqdt dpdt g f1 f2 f_explicit f_implicit fe fi explicit implicit f_ex f_im",
    "time": "t t0 tn t_n time ti t_i t_start tcurr",
    "end": "t1 t_end tf t_next tn1 tnext t_new tend",
    "state": "y y0 yn y_n yi u u0 un x x0 xn x_n state z",
    "step": "h dt tau step stepsize step_size delta delta_t hn dt0",
    "position": "q q0 qn pos position positions",
    "momentum": "p p0 pn v v0 vn vel velocity velocities momentum momenta",
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
    "q": "position",
    "p": "momentum",
    "n": "steps",
    "s": "times",
}
FORM = (
    "f, t, y, h in any order, with e for the end of the step and g for a second field; q and p for position and "
    "momentum; "
    "n, the number of steps, or s, the times between them, for a sequence"
)
STATES = ((1, 0, 0), (0, 1, 1))  # how often a state, a position and a momentum are given
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

    @property
    def is_split(self) -> bool:
        """Whether the state has two parts, position and momentum."""
        return "momentum" in self.roles

    @property
    def accelerates(self) -> bool:
        """Whether the one field of such a state is the acceleration, and the position moves by the momentum itself."""
        return self.is_split and len(self.fields) == 1

    def arguments(self, tape: Tape) -> list[Any]:
        """What the function is called with."""
        names = self.fields if len(self.fields) > 1 else ("",)
        given = iter([tape.field(name) for name in names])
        if self.is_split:
            given = iter(_of_parts(tape, accelerates=self.accelerates))
        values = {
            "time": tape.start,
            "end": tape.grid[-1],
            "state": tape.input(),
            "step": tape.step,
            "position": tape.input(),
            "momentum": _momentum(tape, accelerates=self.accelerates) if self.is_split else None,
            "steps": tape.steps,
            "times": tape.arrays.make(tape.grid),
        }
        return [next(given) if role == "field" else values[role] for role in self.roles]


def _of_parts(tape: Tape, *, accelerates: bool) -> list[Callable[..., Any]]:
    """The fields of position and momentum, or the acceleration, which counts in steps too."""
    if not accelerates:
        return [tape.field("f"), tape.field("g")]
    kick = tape.field("g")
    return [lambda *given, **named: kick(*given, **named) / tape.step]


def _momentum(tape: Tape, *, accelerates: bool) -> Any:
    """The momentum, as long a way as it moves the position in one step."""
    return tape.input(1) / tape.step if accelerates else tape.input(1)


def call_of(function: Callable[..., Any], signature: str = "") -> Call:
    """How a function is called: by its `signature`, as f,t,y,h, or by the names of its parameters. Raises Refusal."""
    if signature:
        letters = [each.strip() for each in signature.split(",")]
        unknown = [each for each in letters if each not in LETTERS]
        whole = tuple(letters.count(each) for each in "yqp") in STATES
        if unknown or not whole or not {"f", "g"} & set(letters):
            raise Refusal("this does not say how a step is called", repr(signature), FORM)
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
    if "momentum" in roles:
        roles = ["position" if role == "state" else role for role in roles]
    states = (roles.count("state"), roles.count("position"), roles.count("momentum"))
    faults = [name for name, role in zip(names, roles, strict=True) if not role]
    if faults or states not in STATES or "field" not in roles:
        found = f"({', '.join(names)})"
        raise Refusal(
            "the names of the parameters do not say what each of them is", found, f"--call with {FORM}"
        )
    fields = tuple(name for name, role in zip(names, roles, strict=True) if role == "field")
    return Call(tuple(roles), fields)
