"""Exact numbers in MathML, which browsers draw by themselves (w3.org/TR/mathml-core)."""

from __future__ import annotations

from html import escape

from tableau2net.exact.expression import (
    Constant,
    Expression,
    Function,
    Name,
    Number,
    Pattern,
    Power,
    Product,
    Sum,
)
from tableau2net.exact.languages import product_parts, pure_root
from tableau2net.exact.rounded import Rounded

_GREEK = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "theta": "θ", "lambda": "λ", "mu": "μ"}
_MINUS, _TIMES = "<mo>−</mo>", "<mo>&#x2062;</mo>"  # the sign of a product that is not written


def in_mathml(number: Expression) -> str:
    """The number or formula as what stands inside `<math>`; every expression has such a form."""
    return _row(_signed(number))


def _row(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"


def _signed(number: Expression) -> list[str]:
    """The elements of a number, a minus in front of them being one of its own."""
    value = number.rational
    if isinstance(number, Rounded) and "/" not in number.text:
        negative = number.text.startswith("-")
        return [*([_MINUS] if negative else []), f"<mn>{escape(number.text.lstrip('-'))}</mn>"]
    if value is None and isinstance(number, Rounded):
        value = number.value
    if value is not None:
        top, bottom = value.as_integer_ratio()
        size = f"<mn>{abs(top)}</mn>"
        size = size if bottom == 1 else f"<mfrac>{size}<mn>{bottom}</mn></mfrac>"
        return [_MINUS, size] if top < 0 else [size]
    match number:
        case Constant():
            return ["<mi>π</mi>"]
        case Name(name):
            return [f"<mi>{escape(_GREEK.get(name, name))}</mi>"]
        case Pattern():
            return ["<mo>∗</mo>"]
        case Sum(terms):
            return _sum(terms)
        case Product():
            return _product(number)
        case Power(base, exponent) if exponent < 0:
            return [f"<mfrac><mn>1</mn>{in_mathml(base**-exponent)}</mfrac>"]
        case Power(base, exponent):
            return [f"<msup>{_closed(base)}<mn>{exponent}</mn></msup>"]
        case Function("sqrt", (argument,)):
            return [f"<msqrt>{in_mathml(argument)}</msqrt>"]
        case Function("root", _) if (pure := pure_root(number)) is not None:
            return [f"<mroot>{in_mathml(Number(pure[0]))}<mn>{pure[1]}</mn></mroot>"]
        case Function(name, arguments):
            inside = "<mo>,</mo>".join(map(in_mathml, arguments))
            return [f"<mi>{escape(name)}</mi><mo>(</mo>{inside}<mo>)</mo>"]
    return [f"<mtext>{escape(str(number))}</mtext>"]


def _sum(terms: tuple[Expression, ...]) -> list[str]:
    """Terms with signs between them, of which those that begin with a minus bring their own: k − 1, not −1 + k."""
    first, *others = map(_signed, terms)
    if first[0] == _MINUS and others[0][0] != _MINUS:
        first, others = others[0], [*others[1:], first]
    found = list(first)
    for parts in others:
        found += parts if parts[0] == _MINUS else ["<mo>+</mo>", *parts]
    return found


def _product(product: Product) -> list[str]:
    sign, above, below = product_parts(product, _closed, lambda whole: f"<mn>{whole}</mn>")
    over, under = _TIMES.join(above), _TIMES.join(below)
    size = f"<mfrac><mrow>{over}</mrow><mrow>{under}</mrow></mfrac>" if under else over
    return [_MINUS, size] if sign else [size]


def _closed(number: Expression) -> str:
    """The number, in parentheses where it is a sum, a product or a fraction."""
    value = number.rational
    plain = value.denominator == 1 and value >= 0 if value is not None else False
    closed = plain or isinstance(number, Name | Constant | Function | Power)
    text = in_mathml(number)
    return text if closed else f"<mrow><mo>(</mo>{text}<mo>)</mo></mrow>"
