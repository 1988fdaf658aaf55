"""Which methods a property is defined for: conditions that its file names in `DEFINED_FOR`, in the order in which they
are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tableau2net.analyse.subject import Subject


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the method that a property is told of; `otherwise` is what is said where it is not met, empty
    where the section's title names the kind of method that it is for, or another section says the same."""

    met: Callable[[Subject], bool]
    otherwise: str = ""


ONE_FIELD = Condition(lambda subject: not subject.method.several_fields, "not defined for several fields")
ONE_VALUE = Condition(
    lambda subject: len(subject.method.external) == 1, "defined for methods with one external value only"
)
RUNGE_KUTTA = Condition(lambda subject: subject.runge_kutta, "defined for Runge–Kutta methods only")
MULTISTEP = Condition(lambda subject: subject.method.multistep is not None)


def either(*conditions: Condition, otherwise: str) -> Condition:
    """The condition that one of them is met."""
    return Condition(lambda subject: any(condition.met(subject) for condition in conditions), otherwise)


def unmet(conditions: Iterable[Condition], subject: Subject) -> Condition | None:
    """The first condition that is not met; None where the property is defined."""
    return next((condition for condition in conditions if not condition.met(subject)), None)
