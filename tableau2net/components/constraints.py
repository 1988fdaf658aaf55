"""What the widths that a component is built with must fulfil, as the component's file says it in its CONSTRAINTS.

Each is three texts: a formula in the widths and the options, how the component needs it, and what is expected where the
formula does not hold, in which formulas stand in braces.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from tableau2net.components.contract import CONSTRAINTS
from tableau2net.components.formulas import formula, names, unreadable, value
from tableau2net.plugins import Source


@dataclass(frozen=True, slots=True)
class Constraint:
    """`holds` is a formula, `need` the end of a sentence about the component, `expected` a noun with formulas."""

    holds: str
    need: str
    expected: str

    @property
    def names(self) -> tuple[str, ...]:
        """The widths and options that it is about, in the order in which it names them."""
        return names(formula(self.holds))

    def met(self, known: Mapping[str, object]) -> bool:
        """Whether it holds for these widths and options; where it divides by zero it does not."""
        try:
            return bool(value(formula(self.holds), known))
        except ZeroDivisionError:
            return False

    def expectation(self, known: Mapping[str, object]) -> str:
        """What is expected, with the values of its formulas."""
        return "".join(
            text + (str(value(formula(each), known)) if each else "")
            for text, each, _, _ in Formatter().parse(self.expected)
        )

    def faults(self, known: Collection[str]) -> Iterator[str]:
        """What cannot be read where these integers are known, as ends of the sentence `it …`."""
        braced = [each for _, each, _, _ in Formatter().parse(self.expected) if each]
        for text in (self.holds, *braced):
            try:
                unread = unreadable(formula(text), known)
            except SyntaxError:
                unread = f"{text} is no formula"
            if unread:
                yield f"has a constraint {text!r} that cannot be read: {unread}"


def constraints(source: Source) -> tuple[Constraint, ...]:
    """The constraints that a component's file states. Raises ValueError where they are not texts by three."""
    stated = source.assigned(CONSTRAINTS)
    found = () if stated is None else ast.literal_eval(stated)
    if not isinstance(found, tuple) or not all(_is_constraint(each) for each in found):
        raise ValueError("not a tuple of three texts each")
    return tuple(Constraint(*each) for each in found)


def _is_constraint(value: object) -> bool:
    return (
        isinstance(value, tuple)
        and len(value) == 3
        and all(isinstance(each, str) for each in value)
    )
