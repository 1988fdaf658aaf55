"""The declaration of a parameter: learned from where, or fixed at what, and in which range.

k: {learned: per-step, init: "uniform(-0.1, 0)", range: "(-1, 1]"}
alpha: {value: 2/3}
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal, Self

from pydantic import model_validator

from tableau2net.exact import Expression
from tableau2net.methods import Parameter
from tableau2net.methods.general_linear import Interval
from tableau2net.read.leaves import Choice, Coefficient, Leaf, as_text, expression, in_order
from tableau2net.read.model import Context, Section, fault

_UNIFORM = re.compile(r"uniform\s*\((.*)\)", re.DOTALL)
_INTERVAL = re.compile(r"([(\[])(.*)([)\]])", re.DOTALL)


@dataclass(frozen=True)
class _Initial(Leaf):
    """`uniform(low, high)`, or one number."""

    def read(self, value: Any, context: Context) -> tuple[Expression, Expression]:
        text = as_text(value, "a number or uniform(low, high)")
        match = _UNIFORM.fullmatch(text)
        if not match:
            number = expression(text, context)
            return number, number
        low, high = _bounds(match.group(1), match.start(1), "uniform(low, high)", context)
        if not in_order(low, high, strictly=False):
            raise fault("the bounds are in the wrong order", text, "uniform(low, high) with low ≤ high")
        return low, high

    def schema(self) -> dict[str, Any]:
        return {"type": ["number", "string"]}


@dataclass(frozen=True)
class _Range(Leaf):
    """`[low, high]`, with a parenthesis in place of the bracket at an end that is excluded."""

    def read(self, value: Any, context: Context) -> Interval:
        text = as_text(value, 'an interval in quotes such as "(-1, 1]"')
        match = _INTERVAL.fullmatch(text)
        if not match:
            raise fault("this is not an interval", repr(text), 'one such as "(-1, 1]"')
        low, high = _bounds(match.group(2), match.start(2), "two bounds", context)
        if not in_order(low, high, strictly=True):
            raise fault("the bounds are in the wrong order", text, "low < high")
        return Interval(low, high, match.group(1) == "(", match.group(3) == ")")

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}


class ParameterText(Section):
    """A parameter as declared. One with a `value` is fixed there, and an override may give it to a `learned` one."""

    learned: Annotated[Literal["per-step", "per-channel"] | None, Choice()] = None
    """Networks learn the parameter: one number for each step, or one for each channel of each step."""
    init: Annotated[tuple[Expression, Expression] | None, _Initial()] = None
    """Where learning starts: a number, or an interval from which it is drawn. Example: `uniform(-0.1, 0)`"""
    range: Annotated[Interval | None, _Range()] = None
    """The values that it may take, an interval in quotes; what is proved holds for all of them. Example: `(-1, 1]`"""
    value: Annotated[Expression | None, Coefficient()] = None
    """Its fixed value. Example: `1/4`"""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.value is not None and self.value.names:
            names = ", ".join(sorted(self.value.names))
            raise fault(
                "a parameter's value is a number", names, "an expression without parameters", path=("value",)
            )
        if self.learned and self.value is None and self.init is None:
            raise fault(
                "a learned parameter needs an initial value",
                "no init",
                "init: a number or uniform(low, high)",
            )
        if self.init and not self.learned:
            raise fault(
                "a parameter that is not learned has no initial value",
                "init",
                "learned: per-step or per-channel",
                path=("init",),
            )
        if self.range:
            closed = replace(self.range, low_open=False, high_open=False)  # `uniform` draws no end
            for key, values, within in (
                ("init", self.init or (), closed),
                ("value", () if self.value is None else (self.value,), self.range),
            ):
                if not all(_inside(value, within) for value in values):
                    raise fault(f"the {key} is out of the range", "", str(self.range), path=(key,))
        return self

    def parameter(self, name: str) -> Parameter:
        """The declaration as the method carries it."""
        learned = self.learned is not None and self.value is None
        return Parameter(
            name,
            learned,
            self.init if learned else None,
            self.value,
            self.range,
            per_channel=learned and self.learned == "per-channel",
        )


def _inside(value: Expression, interval: Interval) -> bool:
    """Whether the value lies in the interval."""
    above = in_order(interval.low, value, strictly=interval.low_open)
    return above and in_order(value, interval.high, strictly=interval.high_open)


def _bounds(text: str, start: int, expected: str, context: Context) -> tuple[Expression, Expression]:
    """Two expressions with a comma between them, outside all parentheses."""
    depth, commas = 0, []
    for offset, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            commas.append(offset)
    if len(commas) != 1:
        raise fault("two bounds are expected here", repr(text), expected, offset=start)
    low, high = text[: commas[0]], text[commas[0] + 1 :]
    return expression(low, context, start=start), expression(high, context, start=start + commas[0] + 1)
