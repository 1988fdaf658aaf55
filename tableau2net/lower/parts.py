"""Lower one part of a network: what its component is constructed with."""

from __future__ import annotations

from collections.abc import Mapping

from tableau2net.components.convolutions import widths as convolutions
from tableau2net.components.registry import OptionValue
from tableau2net.errors import InputError
from tableau2net.graph import Build
from tableau2net.read import FieldPart, Norm, Part


def build(part: Part, inputs: int | tuple[int, ...], outputs: int, norm: Norm, **fixed: OptionValue) -> Build:
    """The part's component between `inputs` and `outputs` channels; options at their default are left out.

    Raises InputError where the component cannot be built with these widths.
    """
    widths = inputs, outputs
    operator = None
    _check(part, widths, fixed)
    if isinstance(part, FieldPart) and part.operator is not None and isinstance(inputs, int):
        for each in convolutions(part.component, inputs, outputs, part.options):
            requested = {name: n for name, n in each.requested.items() if name not in part.operator.options}
            built = f"a convolution of {each.inputs} to {each.channels} channels"
            _check(part.operator, (each.inputs, each.channels), requested, built)
        operator = Build(part.operator.component, (), _options(part.operator, norm, {}))
    return Build(part.component, widths, _options(part, norm, fixed), operator)


def activation(part: Part, norm: Norm) -> Build:
    """What a step ends in: it is of no width."""
    return Build(part.component, (), _options(part, norm, {}))


def may_normalise(part: FieldPart) -> bool:
    """Whether a field has batch norms; of a class of the user's own it is found out when it is built."""
    made = (part.component, *([part.operator.component] if part.operator is not None else []))
    return any(component.custom or "eps" in component.options for component in made)


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


def _check(part: Part, widths: tuple[object, ...], fixed: Mapping[str, OptionValue], built: str = "") -> None:
    """The widths that a component is built with fulfil what its file says. Raises InputError; `built` names them."""
    component = part.component
    given = dict(zip(component.parameters, widths, strict=bool(component.text)))
    defaults = {name: option.default for name, option in component.options.items()}
    known: dict[str, object] = {**defaults, **part.options, **fixed, **given}
    for constraint in component.constraints:
        if not constraint.met(known):
            about = [f"{known[name]} {name}" for name in constraint.names if name in given]
            options = [f"{name} {known[name]}" for name in constraint.names if name not in given]
            raise InputError(
                f"{component.kind} {constraint.need}",
                found=", ".join([*([built] if built else about), *options]),
                expected=constraint.expectation(known),
            )
