"""The names of emitted code: each namespace is a scope that gives every name once."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterable

# What torch.nn.Module and torch.fx.GraphModule have already; a test compares this with torch's own lists.
_MODULE = """
    T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval
    extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict modules
    mtia named_buffers named_children named_modules named_parameters parameters register_backward_hook register_buffer
    register_forward_hook register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook
    register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module register_parameter
    register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule share_memory
    state_dict to to_empty train training type xpu zero_grad
    add_submodule code delete_all_unused_submodules delete_submodule graph meta print_readable recompile shape_env
    to_folder
"""
MODULE_ATTRIBUTES = frozenset(_MODULE.split())
_STEP = ("self", "nodes", "channels", "drop_rate")  # what every step's class or constructor may have besides
STEP_SIZE = "step size"  # the learned step size among the learned scalars: no parameter can be called so


def numbered(name: str, attempt: int) -> str:
    """A class or an import whose name is taken: `Field2`, `Field3`, …"""
    return f"{name}{attempt + 1}"


def underscored(name: str, attempt: int) -> str:
    """An attribute whose name is taken: `k_`, `k_2`, `k_3`, …"""
    return f"{name}_" if attempt == 1 else f"{name}_{attempt}"


class Scope:
    """One namespace, in which every name is given once. `vary` makes the n-th variation of a name that is taken."""

    def __init__(self, taken: Iterable[str], vary: Callable[[str, int], str]) -> None:
        self.taken, self.vary = set(taken), vary

    def give(self, wanted: str) -> str:
        """The name that is wanted, or its first variation that is not taken."""
        name, attempt = wanted, 0
        while name in self.taken or keyword.iskeyword(name):
            attempt += 1
            name = self.vary(wanted, attempt)
        self.taken.add(name)
        return name

    def claim(self, name: str) -> None:
        """Take a name that must not vary. Raises ValueError where it is taken."""
        if name in self.taken:
            raise ValueError(f"two things are called {name}")
        self.taken.add(name)


def step_attributes(members: Iterable[str], learned: Iterable[str]) -> dict[str, str]:
    """The attribute of a step's class for each of its `learned` scalars: a parameter's own name, h for the step size.

    The slots and submodules are its `members` and keep their names. So does every scalar that can; those whose name
    is taken give way. Raises ValueError where two members have one name.
    """
    scope = Scope((*MODULE_ATTRIBUTES, *_STEP), underscored)
    for name in members:
        scope.claim(name)
    learned = list(learned)
    wanted = {name: name for name in learned if name != STEP_SIZE}
    if STEP_SIZE in learned:
        wanted[STEP_SIZE] = "h" if "h" not in learned else "step_size"
    free_first = sorted(wanted, key=lambda name: wanted[name] in scope.taken)
    given = {name: scope.give(wanted[name]) for name in free_first}
    return {name: given[name] for name in wanted}


def class_name(name: str) -> str:
    """`rk4_resnet` → `Rk4Resnet`: the words of a document's name as one Python class name."""
    words = re.findall(r"[A-Za-z0-9]+", name)
    joined = "".join(word[:1].upper() + word[1:] for word in words)
    return joined if joined[:1].isalpha() and not keyword.iskeyword(joined) else f"N{joined}"
