"""Lower one part of a network: what its component is constructed with."""

from __future__ import annotations

from tableau2net.components.registry import OptionValue
from tableau2net.errors import InputError
from tableau2net.graph import Build
from tableau2net.read import Norm, Part


def build(part: Part, inputs: int | tuple[int, ...], outputs: int, norm: Norm, **fixed: OptionValue) -> Build:
    """The part's component between `inputs` and `outputs` channels; options at their default are left out.

    Raises InputError where the component cannot divide its channels.
    """
    component = part.component
    known = component.options
    norms = {"eps": norm.eps, "momentum": norm.momentum}
    chosen: dict[str, OptionValue] = {
        **part.options,
        **fixed,
        **{name: value for name, value in norms.items() if value is not None and name in known},
    }
    _check_expansion(part, outputs)
    options = {
        name: value for name, value in chosen.items() if name not in known or known[name].default != value
    }
    return Build(component, (inputs, outputs), tuple(options.items()))


def _check_expansion(part: Part, channels: int) -> None:
    """A component that divides its channels by an `expansion` can do so."""
    option = part.component.options.get("expansion")
    expansion = part.options.get("expansion", option.default if option else 1)
    if isinstance(expansion, int) and channels % expansion:
        raise InputError(
            f"{part.component.kind} divides the channels by its expansion",
            found=f"{channels} channels, expansion {expansion}",
            expected=f"a multiple of {expansion}",
        )
