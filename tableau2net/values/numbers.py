"""Single numbers of Python as texts of the closed grammar. No package is imported for it: a value that is not Python's
own tells by its class where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from numbers import Rational
from typing import Any

from tableau2net.errors import InputError, Position
from tableau2net.exact import FORMATS, Expression
from tableau2net.exact.parse import MAX_DIGITS
from tableau2net.shown import beginning

EXACT, DOUBLE = "exact", "float64"
EXPECTED = "an int, a Fraction, a Decimal, a float, a str such as '1/6' or an expression of sympy"


@dataclass(frozen=True, slots=True)
class Numeral:
    """The text of a number, and what its decimals are: a binary format, or exact."""

    text: str
    decimals: str = EXACT

    def minus(self, other: Numeral) -> Numeral:
        """The difference, which is written and not computed: a float is known as well as each of the two."""
        if other.text == "0":
            return self
        return Numeral(f"{self.text} - ({other.text})", coarsest((self.decimals, other.decimals)))


def root(value: object) -> str:
    """The package that a value's class is from."""
    return type(value).__module__.partition(".")[0]


def class_name(kind: type) -> str:
    """A class with its module, where it is not one of Python's own."""
    own = kind.__module__ == "builtins"
    return kind.__qualname__ if own else f"{kind.__module__}.{kind.__qualname__}"


def coarsest(decimals: Any) -> str:
    """Of several formats the one with the fewest bits; exact where there is none."""
    return min((each for each in decimals if each != EXACT), key=lambda each: FORMATS[each][0], default=EXACT)


def numeral(value: Any, place: str, binary: str = DOUBLE) -> Numeral:
    """The number at a place, as `A[1][0]`; floats are of the `binary` format. Raises InputError."""
    match value:
        case Numeral():
            return value
        case str():
            return Numeral(value)
        case bool():
            return Numeral("true" if value else "false")
        case float():
            return _float(value, place, binary)
        case Rational():
            return _rational(Fraction(int(value.numerator), int(value.denominator)), place)
        case Decimal() if value.is_finite():
            return Numeral(str(value).lower())
        case Expression():
            return Numeral(str(value))
    if root(value) == "sympy" and hasattr(value, "atoms"):
        return _symbolic(value, place)
    raise refused(value, place)


def _float(value: float, place: str, binary: str) -> Numeral:
    """An integer is meant as it is; of another number the fewest digits that tell it from all other doubles."""
    if not isfinite(value):
        raise refused(value, place)
    return Numeral(str(int(value))) if value.is_integer() else Numeral(repr(float(value)), binary)


def _rational(value: Fraction, place: str) -> Numeral:
    try:
        return Numeral(str(value))
    except ValueError:  # more digits than Python writes
        raise refused(value, place, f"a number of at most {MAX_DIGITS} digits") from None


def _symbolic(value: Any, place: str) -> Numeral:
    """An expression of sympy; with a float in it, it is one."""
    if not any(atom.is_Float for atom in value.atoms()):
        return Numeral(str(value))
    try:
        return _float(float(value), place, DOUBLE)
    except TypeError:
        raise refused(value, place) from None


def refused(value: object, place: str, expected: str = EXPECTED) -> InputError:
    """What is told of a value that is no number."""
    name = class_name(type(value))
    found = f"{name} {beginning(repr(value), 40)}" if isinstance(value, complex | float | Decimal) else name
    return InputError("this is not a number that can be read", Position(place), found, expected)
