"""Modules of torch that hold their branches as submodules: an object that is called with a state, and whose submodules
with parameters, or those that `--branches` names, stand for the fields. Submodules without parameters, such as
activations, hand on what they are given."""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterator
from typing import Any

from tableau2net.audit.child.arrays import Images
from tableau2net.audit.child.refusal import Refusal, reason
from tableau2net.audit.child.subject import Subject
from tableau2net.audit.child.tape import Tape

EXPECTED = (
    "a torch.nn.Module, or a class of one that is made without arguments, whose branches are submodules"
)


def recognises(value: Any) -> bool:
    """Whether it is a module of torch, or a class of one."""
    torch: Any = sys.modules.get("torch")
    if torch is None:
        return False
    return issubclass(value if isinstance(value, type) else type(value), torch.nn.Module)


def subjects(value: Any, options: dict[str, Any]) -> Iterator[Subject]:
    """The one step, whose size is absorbed in its branches."""
    if not recognises(value):
        raise Refusal("this is not a module of torch", type(value).__name__, EXPECTED)
    from torch import nn

    from tableau2net.audit.child.modules import Probe, states

    module = _made(value)
    named = dict(_places(module))
    wanted = options["branches"]
    missing = [name for name in wanted if name not in named]
    if missing:
        raise Refusal("the module has no such branch", repr(missing[0]), ", ".join(named) or "submodules")
    branches = wanted or [name for name, each in named.items() if any(True for _ in each.parameters())]
    if not branches:
        raise Refusal("the module holds no branches", type(module).__name__, EXPECTED)
    others = [name for name in named if name not in branches]

    def run(tape: Tape) -> list[Any]:
        made = copy.copy(module)
        made._modules = {name: _copied(each) for name, each in module._modules.items()}
        for name in branches:
            _put(made, name, Probe(tape.field()))
        for name in others:
            _put(made, name, nn.Identity())
        return states(made.eval()(tape.input()))

    notes = [f"{', '.join(branches)} {'are' if len(branches) > 1 else 'is'} taken as the field"]
    if others:
        notes.append(f"{', '.join(others)} {'hand' if len(others) > 1 else 'hands'} on what is given to it")
    yield Subject(
        type(module).__name__, ("u",), Images(), run, absorbed=True, keyed=(False,), notes=tuple(notes)
    )


def _made(value: Any) -> Any:
    if not isinstance(value, type):
        return value
    try:
        return value()
    except Exception as error:
        wanted = "an object, constructed with its arguments at the top level of the file"
        raise Refusal("this class cannot be constructed without arguments", reason(error), wanted) from error


def _places(module: Any) -> Iterator[tuple[str, Any]]:
    """The submodules by their names, those in lists and dictionaries as `branches.0`."""
    from torch import nn

    for name, each in module.named_children():
        if isinstance(each, nn.ModuleList | nn.ModuleDict):
            yield from ((f"{name}.{inner}", child) for inner, child in each.named_children())
        else:
            yield name, each


def _copied(module: Any) -> Any:
    """A list or a dictionary of modules whose entries can be replaced."""
    from torch import nn

    if not isinstance(module, nn.ModuleList | nn.ModuleDict):
        return module
    made = copy.copy(module)
    made._modules = dict(module._modules)
    return made


def _put(module: Any, name: str, value: Any) -> None:
    first, _, rest = name.partition(".")
    if rest:
        _put(module._modules[first], rest, value)
    else:
        module._modules[name] = value
