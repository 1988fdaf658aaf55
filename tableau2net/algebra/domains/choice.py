"""Which field a scheme's entries need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from tableau2net.algebra.domains.domain import Domain, OrderedDomain
from tableau2net.algebra.domains.rational import rationals
from tableau2net.algebra.domains.refused import RefusedNumberError
from tableau2net.algebra.domains.within_digits import WithinDigits
from tableau2net.exact import Constant, Expression, Function, Name, Number, RootSum, Rounded

if TYPE_CHECKING:
    from tableau2net.algebra.domains.number_field import NumberField


def choose(entries: Iterable[Expression]) -> Domain:
    """The smallest of the fields at hand that holds every entry; sympy is loaded only for an
    irrational one. Balls where a decimal was rounded.

    Raises InputError where no field at hand can decide an entry.
    """
    entries = tuple(entries)
    if all(type(entry) is Number for entry in entries):
        return rationals()
    if _rounded(entries):
        return WithinDigits()
    names, functions = _generators_of(entries)
    if all(isinstance(name, Constant) for name in names):
        return _numbers(functions, with_pi=bool(names))
    from tableau2net.algebra.domains.function_field import FunctionField

    return FunctionField(names, _number_field(tuple(functions)) if functions else None)


def choose_ordered(entries: Iterable[Expression]) -> OrderedDomain | None:
    """The same among the ordered fields; None where parameters are left in the entries."""
    entries = tuple(entries)
    if _rounded(entries):
        return WithinDigits()
    names, functions = _generators_of(entries)
    if not all(isinstance(name, Constant) for name in names):
        return None
    return _numbers(functions, with_pi=bool(names))


def _numbers(functions: list[Function], *, with_pi: bool) -> OrderedDomain:
    base = _number_field(tuple(functions)) if functions else None
    if with_pi:
        from tableau2net.algebra.domains.numbers_with_pi import NumbersWithPi

        return NumbersWithPi(base)
    return base or rationals()


@lru_cache(maxsize=64)
def _number_field(functions: tuple[Function, ...]) -> NumberField:
    from tableau2net.algebra.domains.number_field import NumberField

    return NumberField(functions)


def _rounded(entries: Iterable[Expression]) -> bool:
    """Whether a decimal among the entries was rounded in print."""
    return any(isinstance(entry, Rounded) or _rounded(entry.children) for entry in entries)


def _generators_of(entries: Iterable[Expression]) -> tuple[list[Name | Constant], list[Function]]:
    leaves = list(dict.fromkeys(leaf for entry in entries for leaf in _generators(entry)))
    names = [leaf for leaf in leaves if isinstance(leaf, Name | Constant)]
    return names, [leaf for leaf in leaves if isinstance(leaf, Function)]


def _generators(entry: Expression) -> Iterator[Name | Constant | Function]:
    """The outermost names, constants and function values of an entry."""
    if isinstance(entry, Function):
        if entry.names:
            raise RefusedNumberError(
                "a function of a parameter cannot be decided exactly",
                entry,
                "rational functions of the parameters",
            )
        yield entry
    elif isinstance(entry, Name | Constant):
        yield entry
    else:
        for child in (entry.expanded,) if isinstance(entry, RootSum) else entry.children:
            yield from _generators(child)
