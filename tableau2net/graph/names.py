"""Names of the emitted code, from the names of documents."""

from __future__ import annotations

import keyword
import re

# What torch.nn.Module has already, whose place a learned scalar must not take. A test compares this with torch's list.
_MODULE = """
    T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval
    extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict modules
    mtia named_buffers named_children named_modules named_parameters parameters register_backward_hook register_buffer
    register_forward_hook register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook
    register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module register_parameter
    register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule share_memory
    state_dict to to_empty train training type xpu zero_grad
"""
MODULE_ATTRIBUTES = frozenset(_MODULE.split())
_OURS = re.compile(r"nodes|[fg]\d*(_\d+)?|stages\d+|self")


def class_name(name: str) -> str:
    """`rk4_resnet` → `Rk4Resnet`: the words of a document's name as one Python class name."""
    words = re.findall(r"[A-Za-z0-9]+", name)
    joined = "".join(word[:1].upper() + word[1:] for word in words)
    return joined if joined[:1].isalpha() and not keyword.iskeyword(joined) else f"N{joined}"


def attribute(name: str) -> str:
    """The attribute that holds the learned parameter `name`: its own name, or `name_` where that is taken."""
    taken = (
        name in MODULE_ATTRIBUTES or keyword.iskeyword(name) or _OURS.fullmatch(name) or name.startswith("_")
    )
    return f"{name.strip('_')}_" if taken else name
