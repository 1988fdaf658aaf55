"""From a scheme document to its analysis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from tableau2net.analyse.analysis import Analysis, Finding, Section
from tableau2net.analyse.properties import KIND
from tableau2net.analyse.scope import Condition, unmet
from tableau2net.analyse.subject import Subject
from tableau2net.analyse.within_digits import UNDECIDED
from tableau2net.errors import InputError
from tableau2net.exact.long_numbers import long_numbers
from tableau2net.methods import Method
from tableau2net.shown import counted

WITHIN_DIGITS = "within the digits of its coefficients: whatever may be 0 counts as 0"
DIGITS = 10  # decimal places, unless more or fewer are asked for


class Scheme(Protocol):
    """A scheme document, as far as it is analysed."""

    @property
    def method(self) -> Method: ...


@dataclass(frozen=True)
class Property:
    """A kind of property: its section's title, which methods it is defined for, and what finds it."""

    title: str
    defined_for: tuple[Condition, ...]
    find: Callable[[Subject], tuple[Finding, ...]]


@cache
def properties() -> tuple[Property, ...]:
    """All kinds of properties, in order."""
    modules = map(KIND.load, KIND.names)
    return tuple(Property(module.TITLE, module.DEFINED_FOR, module.find) for module in modules)


def analyse(
    document: Scheme, *, digits: int = DIGITS, residuals: bool = False, order: int | None = None
) -> Analysis:
    """Everything that is found of a scheme, real numbers to so many decimal places; with `residuals`, every
    condition of the principal error; the modified equation up to h^order.

    What needs coefficients that cannot be decided exactly is left open; what is not defined for such a scheme is
    named. Raises InputError for a scheme with pattern entries, which stand for no numbers.
    """
    with long_numbers():
        return _analysis(document.method, digits, residuals, order)


def finding(method: Method, name: str) -> Finding | None:
    """What is found under this name, without all that is looked for after it; None where there is no such finding, or a
    method like that is not analysed."""
    with long_numbers():
        try:
            subject = _subject(method)
        except InputError:
            return None
        defined = (item for item in properties() if unmet(item.defined_for, subject) is None)
        found = (each for item in defined for each in _found(item, subject) if each.name == name)
        return next(found, None)


def _subject(
    method: Method, digits: int = DIGITS, residuals: bool = False, order: int | None = None
) -> Subject:
    """What properties are found of. Raises InputError where a method is not analysed."""
    if method.has_pattern:
        raise InputError(
            "its pattern entries are learned, so there is nothing to analyse", None, method.name, "numbers"
        )
    if method.printed is not None and (method.multistep is not None or method.kind == "general-linear"):
        raise InputError(
            "rounded decimals are analysed for one-step methods only",
            None,
            method.name,
            "exact coefficients of a multistep method",
        )
    return Subject.of(method, digits, residuals=residuals, powers=order)


def _analysis(method: Method, digits: int, residuals: bool, order: int | None) -> Analysis:
    subject = _subject(method, digits, residuals, order)
    lacking = [(item, unmet(item.defined_for, subject)) for item in properties()]
    sections = ((item.title, _found(item, subject)) for item, condition in lacking if condition is None)
    kept = tuple(Section(title, findings) for title, findings in sections)
    undefined = tuple((item.title, each.otherwise) for item, each in lacking if each and each.otherwise)
    note = WITHIN_DIGITS if method.printed is not None else ""
    return Analysis(method.name, method.title, method.kind, kept, note, _reduction(subject), undefined)


def _reduction(subject: Subject) -> str:
    """What was left out before the analysis, and of which method it therefore is; empty where nothing was."""
    if not subject.reduction:
        return ""
    if subject.given.multistep is not None:
        of = (
            "stability and the principal error are those of the recursion as written, "
            "everything else is that of the irreducible method"
        )
    elif not subject.method.stages:
        of = f"analysed as {'the identity step' if subject.runge_kutta else 'a step without stages'}"
    else:
        stages = subject.method.stages
        of = f"analysed as the irreducible method, of {counted(stages, 'stage')}"
    return f"{subject.reduction}: {of}"


def _found(item: Property, subject: Subject) -> tuple[Finding, ...]:
    try:
        return item.find(subject)
    except ZeroDivisionError:
        if not subject.within_digits:
            raise
        return (Finding(item.title.lower(), None, UNDECIDED),)
    except InputError:
        if not subject.undecided:
            raise
        return (Finding(item.title.lower(), None, subject.undecided),)
