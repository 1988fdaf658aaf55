"""Where a scheme with parameters is not like its neighbours: values at which a coefficient has none, and values at
which the order is higher.

A claim is proved over the rational functions of the parameters: it holds wherever no denominator vanishes. The order
can be higher only where all the conditions of the next order hold, so where the numerators of what they leave over on
a basis have a common zero. Those candidates are then proved like any other scheme.

Over a number field the zeros of a polynomial in one parameter are among those of its norm over the rational numbers.
The others of these are no candidates for long: nothing is special about the scheme there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tableau2net.algebra.domains import choose, convert
from tableau2net.algebra.domains.function_field import FunctionField
from tableau2net.algebra.polynomials.bernstein import keeps_sign
from tableau2net.errors import InputError
from tableau2net.exact import Expression, ExpressionError, parse, to_float
from tableau2net.methods import Interval, Method
from tableau2net.series.weights import Colour
from tableau2net.verify.certificate import Special
from tableau2net.verify.conditions.order import left_over, order, outputs
from tableau2net.verify.conditions.setting import entries
from tableau2net.verify.conditions.span import Span
from tableau2net.verify.stability.parameter_line import rational
from tableau2net.verify.stability.real_line import limits, roots_in

MAX_PARAMETERS = 3
Values = dict[str, Expression]


@dataclass(frozen=True, slots=True)
class SpecialValues:
    """Those that were found; and why others may be left out, empty where none are."""

    found: tuple[Special, ...] = ()
    open: str = ""


def special_values(method: Method, colouring: Sequence[Colour] | None = None) -> SpecialValues:
    """The special values of a method's open parameters, within their ranges: all of them where one is open; where
    several are, the poles, and the order on those curves that one parameter can be eliminated from. `colouring` is the
    colour of each stage, where there are several fields."""
    names = sorted(method.names)
    if not names:
        return SpecialValues()
    domain = choose(entries(method))
    if not isinstance(domain, FunctionField):  # the parameters cancel
        return SpecialValues()
    if len(names) > MAX_PARAMETERS:
        return _left_open(names, f"there are more than {MAX_PARAMETERS} parameters")
    if len(domain.images) > len(names):
        return _left_open(names, "the coefficients contain pi")
    try:
        poles = tuple(_poles(method, domain))
        higher, curves = _higher(method, domain, colouring)
    except InputError as error:
        return _left_open(names, str(error))
    unknown = f"the order where {' or '.join(curves)} is left open" if curves else ""
    return SpecialValues((*poles, *higher), unknown)


def _left_open(names: Sequence[str], reason: str) -> SpecialValues:
    return SpecialValues((), f"special values of {', '.join(names)} are left open: {reason}")


def _poles(method: Method, domain: FunctionField) -> Iterator[Special]:
    for factor in _factors((domain.fraction(convert(entry, domain))[1] for entry in entries(method)), domain):
        for place, values in _places(factor, method):
            if domain.base is None or values is None or not _has_values(method, values):
                yield Special(place, None)


def _higher(
    method: Method, domain: FunctionField, colouring: Sequence[Colour] | None
) -> tuple[list[Special], list[str]]:
    """Where the order is higher, and the curves on which it is not known."""
    found, curves = list[Special](), list[str]()
    span = Span(method.A, method.U, method.external, domain, colouring=colouring)
    reached = order(span, method.U, outputs(method)).order
    if reached is None:
        return found, curves
    rest = [value for value in left_over(span, outputs(method), reached + 1) if value]
    for factor in _factors([_common(domain.fraction(value)[0] for value in rest)], domain):
        for place, values in _places(factor, method):
            if values is None:
                curves.append(place)
            elif (there := _order_at(method, values, colouring) or 0) > reached:
                found.append(Special(place, there))
    return found, curves


def _has_values(method: Method, values: Values) -> bool:
    """Whether every coefficient has a value there."""
    try:
        there = tuple(entries(method.substitute(values)))
        domain = choose(there)
        return all(convert(entry, domain) is not None for entry in there)
    except ZeroDivisionError:
        return False


def _order_at(method: Method, values: Values, colouring: Sequence[Colour] | None) -> int | None:
    """The order at some values; None where a coefficient has none."""
    try:
        there = method.substitute(values)
        span = Span(there.A, there.U, there.external, choose(entries(there)), colouring=colouring)
        return order(span, there.U, outputs(there)).order
    except ZeroDivisionError:
        return None


def _common(numerators: Iterable[Any]) -> Any:
    """The greatest common divisor."""
    common, *others = numerators
    for each in others:
        common = common.gcd(each)
    return common


def _factors(polynomials: Iterable[Any], domain: FunctionField) -> list[Any]:
    """The distinct irreducible factors, as sympy polynomials in the parameters: over the rational numbers those of the
    norm, where there is one parameter."""
    from sympy import Poly

    found: dict[Any, None] = {}
    for each in polynomials:
        polynomial = Poly.from_dict(dict(each.terms()), *each.ring.symbols, domain=domain.coefficients)
        if len(each.ring.symbols) == 1:
            polynomial = rational(polynomial, domain)
        found.update((factor.as_expr(), None) for factor, _ in polynomial.factor_list()[1])
    return sorted(found, key=lambda factor: (len(str(factor)), str(factor)))


def _places(factor: Any, method: Method) -> Iterator[tuple[str, Values | None]]:
    """The zeros of an irreducible polynomial, in words and as values of one parameter: its real roots within the
    parameter's range; or the parameter that it determines linearly through the others, None where there is none."""
    from sympy import QQ, Poly

    symbols = sorted(factor.free_symbols, key=str)
    ranges = {parameter.name: parameter.range for parameter in method.parameters}
    if len(symbols) == 1:
        name = str(symbols[0])
        for root in roots_in(Poly(factor, symbols[0], domain=QQ), ranges.get(name)):
            yield f"{name} = {_shown(root)}", {name: root}
        return
    if _vanishes_nowhere(Poly(factor, *symbols), [ranges.get(str(symbol)) for symbol in symbols]):
        return
    for symbol in symbols:
        linear = Poly(factor, symbol)
        if linear.degree() == 1:
            a, b = linear.all_coeffs()
            text = str((-b / a).cancel())
            try:
                yield f"{symbol} = {text}", {str(symbol): parse(text, method.names)}
            except ExpressionError:  # too long to be looked at
                yield f"{symbol} = {text}", None
            return
    yield f"{factor} = 0", None


def _vanishes_nowhere(polynomial: Any, ranges: Sequence[Interval | None]) -> bool:
    """Whether a polynomial with rational coefficients is known to have no zero in the box of its variables' ranges."""
    box = tuple(limits(each, outwards=True) for each in ranges if each is not None)
    if len(box) < len(ranges) or not (polynomial.domain.is_ZZ or polynomial.domain.is_QQ):
        return False
    wider = tuple((low - (high - low) / 100, high + (high - low) / 100) for low, high in box)
    terms = {powers: Fraction(str(a)) for powers, a in polynomial.terms()}
    return all(low < high for low, high in box) and keeps_sign(terms, wider) is True


def _shown(root: Expression) -> str:
    return str(root) if root.rational is not None else f"{root} ≈ {to_float(root):.10g}"
