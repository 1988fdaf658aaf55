"""Where a scheme with parameters is not like its neighbours: values at which a coefficient has none, and values at
which the order is higher.

A claim is proved over the rational functions of the parameters: it holds wherever no denominator vanishes. The order
can be higher only where all the conditions of the next order hold, so where the numerators of what they leave over on
a basis have a common zero. Those candidates are then proved like any other scheme.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tableau2net.algebra.domains import choose, convert
from tableau2net.algebra.domains.function_field import FunctionField
from tableau2net.exact import Expression, parse, to_float
from tableau2net.methods import Method
from tableau2net.verify.certificate import Special
from tableau2net.verify.conditions.order import left_over, order, outputs
from tableau2net.verify.conditions.setting import entries
from tableau2net.verify.conditions.span import Span
from tableau2net.verify.stability.parameter_line import roots_in

MAX_PARAMETERS = 3


def special_values(method: Method) -> tuple[Special, ...]:
    """The special values of a method's open parameters, within their ranges: all of them where one is open; where
    several are, the poles, and the order on those curves that one parameter can be eliminated from.

    Nothing is found where irrational coefficients stand beside the parameters.
    """
    names = sorted(method.names)
    if not 1 <= len(names) <= MAX_PARAMETERS:
        return ()
    domain = choose(entries(method))
    if not isinstance(domain, FunctionField) or domain.base is not None or len(domain.images) > len(names):
        return ()
    elements = [convert(entry, domain) for entry in entries(method)]
    poles = _factors(element.denom for element in elements)
    found = [Special(place, None) for factor in poles for place, _ in _places(factor, method)]
    span = Span(method.A, method.U, method.external, domain)
    reached = order(span, method.U, outputs(method)).order
    if reached is None:
        return tuple(found)
    rest = [value for value in left_over(span, outputs(method), reached + 1) if value]
    for factor in _factors([_common(value.numer for value in rest)]):
        for place, values in _places(factor, method):
            higher = _order_at(method, values)
            if higher is not None and higher > reached:
                found.append(Special(place, higher))
    return tuple(found)


def _order_at(method: Method, values: dict[str, Expression]) -> int | None:
    """The order at some values; None where a coefficient has none."""
    try:
        there = method.substitute(values)
        domain = choose(entries(there))
        span = Span(there.A, there.U, there.external, domain)
        return order(span, there.U, outputs(there)).order
    except ZeroDivisionError:
        return None


def _common(numerators: Iterable[Any]) -> Any:
    """The greatest common divisor."""
    common, *others = numerators
    for each in others:
        common = common.gcd(each)
    return common


def _factors(polynomials: Iterable[Any]) -> list[Any]:
    """The distinct irreducible factors, as sympy polynomials in the parameters."""
    found: dict[Any, None] = {}
    for each in polynomials:
        found.update((factor.as_expr(), None) for factor, _ in each.factor_list()[1])
    return sorted(found, key=lambda factor: (len(str(factor)), str(factor)))


def _places(factor: Any, method: Method) -> Iterator[tuple[str, dict[str, Expression]]]:
    """The zeros of an irreducible polynomial, in words and as values of one parameter: its real roots within the
    parameter's range; or the parameter that it determines linearly through the others."""
    from sympy import QQ, Poly

    symbols = sorted(factor.free_symbols, key=str)
    ranges = {parameter.name: parameter.range for parameter in method.parameters}
    if len(symbols) == 1:
        name = str(symbols[0])
        for root in roots_in(Poly(factor, symbols[0], domain=QQ), ranges.get(name)):
            yield f"{name} = {_shown(root)}", {name: root}
        return
    for symbol in symbols:
        linear = Poly(factor, symbol)
        if linear.degree() == 1:
            a, b = linear.all_coeffs()
            text = str((-b / a).cancel())
            yield f"{symbol} = {text}", {str(symbol): parse(text, method.names)}
            return


def _shown(root: Expression) -> str:
    return str(root) if root.rational is not None else f"{root} ≈ {to_float(root):.10g}"
