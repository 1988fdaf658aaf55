"""Functions `step(f, t, y, h)`, their parameters in any order, that return the new state, alone or with other values;
of several fields, as `step(f, g, t, y, h)`, each has its slopes. Functions that take several steps from one state,
`solve(f, t, y, h, n)` or `solve(f, y, times)`, are run for 1, 2, … steps. A state may have two parts:
`step(a, q, p, h)` with the acceleration, or `step(f, g, q, p, h)` of q' = f(p) and p' = g(q)."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from tableau2net.audit.child.arrays import LIBRARIES, Arrays
from tableau2net.audit.child.callables import call_of
from tableau2net.audit.child.refusal import Refusal
from tableau2net.audit.child.subject import Subject
from tableau2net.audit.child.tape import Tape

EXPECTED = "a function step(f, t, y, h), or solve(f, t, y, h, n), its parameters in any order"


def recognises(value: Any) -> bool:
    """Whether it can be called, and is no class."""
    return callable(value) and not isinstance(value, type)


def subjects(value: Any, options: dict[str, Any]) -> Iterator[Subject]:
    """The one step."""
    if not recognises(value):
        raise Refusal("this is not a function", type(value).__name__, EXPECTED)
    call = call_of(value, options["call"])

    def run(tape: Tape) -> list[Any]:
        returned = value(*call.arguments(tape))
        found = [_last(each, tape) for each in _parts(returned, tape)]
        if call.accelerates and len(found) > 1:
            found[1] = found[1] * tape.step  # as long a way as it is given
        return found

    code = getattr(inspect.unwrap(value), "__code__", None)
    line = code.co_firstlineno if code is not None else 0
    name = getattr(value, "__name__", type(value).__name__)
    inputs = ("q", "p") if call.is_split else ("y",)
    keyed = (False,) if call.is_split else (False, True)
    arrays = arrays_of(value)
    yield Subject(
        name, inputs, arrays, run, keyed=keyed, line=line, sequence=call.is_sequence and not call.is_split
    )


def arrays_of(function: Any) -> Arrays:
    """The vectors of the library that the module of a function uses."""
    module = inspect.getmodule(function)
    used = (
        {
            getattr(each, "__name__", "") if inspect.ismodule(each) else str(getattr(each, "__module__", ""))
            for each in vars(module).values()
        }
        if module is not None
        else set()
    )
    roots = {name.partition(".")[0] for name in used}
    return next((LIBRARIES[name]() for name in ("torch", "jax") if name in roots), Arrays())


def _parts(returned: Any, tape: Tape) -> list[Any]:
    """The states among what was returned, one after the other."""
    if not isinstance(returned, tuple) and tape.arrays.blocks(returned, tape.size) is not None:
        return [returned]
    if isinstance(returned, list | tuple):
        return [part for each in returned for part in _parts(each, tape)]
    return []


def _last(value: Any, tape: Tape) -> Any:
    """Of the states at several times, the last."""
    blocks = tape.arrays.blocks(value, tape.size) or []
    return value if len(blocks) == 1 else value[-1]
