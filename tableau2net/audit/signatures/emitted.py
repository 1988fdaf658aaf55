"""Files that tableau2net emitted: every step in them, constructed with probe fields. What is drawn at random is not
drawn, as in evaluation; what a new state goes through doubles it here, and pools and shortcuts hand on what they are
given."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from tableau2net.audit.child.arrays import Images
from tableau2net.audit.child.refusal import Refusal
from tableau2net.audit.child.subject import Subject
from tableau2net.audit.child.tape import Tape

EXPECTED = "a file that tableau2net emitted, or a class of a step in it"
ENDINGS = ("Step", "Start", "Transition")
SHORTCUT, ACTIVATION, POOL = "shortcut", "activation", "pooled"
DOUBLED = 2.0


def recognises(value: Any) -> bool:
    """Whether it is a module with steps, or such a class."""
    return bool(_steps(value))


def subjects(value: Any, options: dict[str, Any]) -> Iterator[Subject]:
    """Every step, in the order in which they stand in the file."""
    steps = _steps(value)
    if not steps:
        raise Refusal(
            "there is no emitted step here", getattr(value, "__name__", type(value).__name__), EXPECTED
        )
    for step in steps:
        yield _subject(step)


def _steps(value: Any) -> list[Any]:
    """The classes of steps: their constructors take fields by position, and they are followed by a network."""
    if isinstance(value, type):
        return [value] if _is_step(value) else []
    if not isinstance(value, ModuleType):
        return []
    own = [each for each in vars(value).values() if getattr(each, "__module__", "") == value.__name__]
    return [each for each in own if _is_step(each)]


def _is_step(value: Any) -> bool:
    doc = (inspect.getdoc(value) or "") if isinstance(value, type) else ""
    return doc.startswith("One step: ") and hasattr(value, "forward") and bool(_slots(value))


def _slots(step: Any) -> list[str]:
    """The names of the fields that a step is constructed with."""
    parameters = list(inspect.signature(step.__init__).parameters.values())[1:]
    return [each.name for each in parameters if each.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]


def _subject(step: Any) -> Subject:
    import torch
    from torch import nn

    from tableau2net.audit.child.modules import Probe, states

    class Doubled(nn.Module):
        """What stands for an activation: it shows where it is used, and combinations stay combinations."""

        def forward(self, u: Any) -> Any:
            return DOUBLED * u

    slots = _slots(step)
    keywords = {"channels": 1, "drop_rate": 0.0}
    taken = inspect.signature(step.__init__).parameters
    options = {name: value for name, value in keywords.items() if name in taken}

    nodes = getattr(step, "nodes", None) or [None] * len(slots)

    def made(tape: Tape) -> Any:
        fields = [
            nn.Identity() if name.startswith(SHORTCUT) else Probe(tape.field(name, node))
            for name, node in zip(slots, nodes, strict=True)
        ]
        network = step(*fields, **options).double().eval()
        for name, stand_in in ((ACTIVATION, Doubled()), (POOL, nn.Identity())):
            if hasattr(network, name):
                setattr(network, name, stand_in)
        with torch.no_grad():
            for index, parameter in enumerate(network.parameters()):
                parameter.fill_(learned_value(index))
        return network

    def run(tape: Tape) -> list[Any]:
        with torch.no_grad():
            returned = made(tape)(*(tape.input(index) for index in range(len(inputs))))
        return states(returned)

    inputs = tuple(inspect.signature(step.forward).parameters)[1:]
    bare = step(*(nn.Identity() for _ in slots), **options)
    names = [name for name, _ in bare.named_parameters()]
    solves = any(type(each).__name__ == "Solve" for each in bare.children())
    return Subject(
        name=step.__name__,
        inputs=inputs,
        arrays=Images(),
        run=run,
        absorbed=True,
        keyed=(True,) if solves else (False,),
        learned={name: learned_value(index) for index, name in enumerate(names)},
        line=inspect.getsourcelines(step)[1],
        whole=True,
    )


def learned_value(index: int) -> float:
    """The value that a learned number has while it is audited: none of these is the sum or the double of others, or 1
    less another."""
    return (11 + 8 * index * (index + 1) + 2 * index) / 64
