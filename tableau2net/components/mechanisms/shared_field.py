"""What several evaluations share of a field, where each has batch norms of its own."""

from collections.abc import Callable
from functools import partial
from typing import Any

from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

State = dict[str, Any]


def leave_out(
    keys: tuple[str, ...], field: nn.Module, state: State, prefix: str, *_: Any
) -> None:
    """What is shared stands in the state of the first field alone."""
    for key in keys:
        state.pop(prefix + key, None)


def fill_in(
    keys: tuple[str, ...], field: nn.Module, state: State, prefix: str, *_: Any
) -> None:
    """What is shared is loaded by the first field, and is left here as it is."""
    held: State = dict(field.named_parameters(remove_duplicate=False))
    held.update(field.named_buffers(remove_duplicate=False))
    for key in keys:
        state.setdefault(prefix + key, held[key])


def own_modules(field: nn.Module, *, norms: bool, last: bool) -> list[nn.Module]:
    """Its batch norms; and the last of its other modules that has parameters."""
    normal = [each for each in field.modules() if isinstance(each, _BatchNorm)]
    others = [each for each in field.children() if each not in normal]
    weighted = [each for each in others if list(each.parameters())]
    return (normal if norms else []) + (weighted[-1:] if last else [])


class SharedField:
    """A field that is evaluated in several places: `next()` is the field of the next.

    The first is what `make()` makes. A later one has all of its parameters and buffers,
    but batch norms of its own (each nn.modules.batchnorm._BatchNorm in it), unless
    `norms` is false. With `last` it has its last convolution of its own too: the last
    of its modules that has parameters and is no batch norm.
    """

    def __init__(self, make: Callable[[], nn.Module]) -> None:
        self.make = make
        self.first: nn.Module | None = None

    def next(self, *, norms: bool = True, last: bool = False) -> nn.Module:
        field = self.make()
        if self.first is None:
            self.first = field
            return field
        own = own_modules(field, norms=norms, last=last)
        kept = {inner for each in own for inner in each.modules()}
        self.share(field, self.first, kept)
        held = {id(each) for each in self.first.state_dict(keep_vars=True).values()}
        state = field.state_dict(keep_vars=True)
        keys = tuple(key for key, each in state.items() if id(each) in held)
        hooked: Any = field  # torch says nothing of the types of hooks
        hooked.register_state_dict_post_hook(partial(leave_out, keys))
        hooked.register_load_state_dict_pre_hook(partial(fill_in, keys))
        return field

    def share(self, field: nn.Module, first: nn.Module, kept: set[nn.Module]) -> None:
        """Give the field all that the first one has, but for what it keeps."""
        if field in kept:
            return
        field._parameters, field._buffers = first._parameters, first._buffers
        for name, theirs in first._modules.items():
            mine = field._modules[name]
            if mine is None or theirs is None or kept.isdisjoint(mine.modules()):
                field._modules[name] = theirs
            else:
                self.share(mine, theirs, kept)
