"""Lower one part of a network: what its component is constructed with."""

from __future__ import annotations

from collections.abc import Mapping
from math import gcd

from tableau2net.components.convolutions import widths
from tableau2net.components.registry import OptionValue
from tableau2net.errors import InputError
from tableau2net.graph import Build
from tableau2net.read import FieldPart, Norm, Part


def build(part: Part, inputs: int | tuple[int, ...], outputs: int, norm: Norm, **fixed: OptionValue) -> Build:
    """The part's component between `inputs` and `outputs` channels; options at their default are left out.

    Raises InputError where the component cannot divide its channels.
    """
    _check_expansion(part, outputs)
    operator = None
    if isinstance(part, FieldPart) and part.operator is not None and isinstance(inputs, int):
        for width in widths(part.component, inputs, outputs, part.options):
            _check_groups(part.operator, *width)
        operator = Build(part.operator.component, (), _options(part.operator, norm, {}))
    return Build(part.component, (inputs, outputs), _options(part, norm, fixed), operator)


def _options(part: Part, norm: Norm, fixed: Mapping[str, OptionValue]) -> tuple[tuple[str, OptionValue], ...]:
    """What the document says, what the compiler sets, and the network's norm; without what is the default anyway."""
    known = part.component.options
    norms = {"eps": norm.eps, "momentum": norm.momentum}
    chosen: dict[str, OptionValue] = {
        **part.options,
        **fixed,
        **{name: value for name, value in norms.items() if value is not None and name in known},
    }
    return tuple(
        (name, value) for name, value in chosen.items() if name not in known or known[name].default != value
    )


def _check_expansion(part: Part, channels: int) -> None:
    """A component that divides its channels by an `expansion` can do so."""
    if channels % (expansion := _integer(part, "expansion")):
        raise InputError(
            f"{part.component.kind} divides the channels by its expansion",
            found=f"{channels} channels, expansion {expansion}",
            expected=f"a multiple of {expansion}",
        )


def _check_groups(operator: Part, inputs: int, channels: int) -> None:
    """An operator that works in `groups`, or in groups of `group` channels, can divide a convolution's widths."""
    kind, common = operator.component.kind, gcd(inputs, channels)
    groups, group = (_integer(operator, name) for name in ("groups", "group"))
    found = f"a convolution of {inputs} to {channels} channels, "
    if common % groups:
        raise InputError(
            f"{kind} divides the channels into groups",
            found=f"{found}groups {groups}",
            expected=f"groups that divide {common}",
        )
    if common % group:
        raise InputError(
            f"{kind} divides the channels into groups of a size",
            found=f"{found}group {group}",
            expected=f"a group that divides {common}",
        )
    if _integer(operator, "stencil") == 3 and common // group % 2:
        raise InputError(
            f"{kind} looks along the columns in half of its groups, along the rows in the others",
            found=f"{found}group {group}, stencil 3",
            expected="an even number of groups, or another stencil",
        )


def _integer(part: Part, name: str) -> int:
    """The value of an option, 1 where there is no such one."""
    if name not in part.component.options:
        return 1
    value = part.options.get(name, part.component.options[name].default)
    return value if isinstance(value, int) else 1
