"""The way to sympy, taken only where an expression is not one rational number."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tableau2net.exact.enclosure import enclosure
from tableau2net.exact.expression import Constant, Expression, Function, Name, Number, Power, Product, Sum
from tableau2net.exact.root_sum import RootSum

if TYPE_CHECKING:
    import sympy


def to_sympy(expression: Expression) -> sympy.Expr:
    """The expression as a sympy expression; parameters become real symbols.

    Raises ValueError for the pattern entry `*`, which stands for no number.
    """
    import sympy

    match expression:
        case Number(value):
            return sympy.Rational(value.numerator, value.denominator)
        case Name(name):
            return sympy.Symbol(name, real=True)
        case Constant():
            return sympy.pi
        case Sum(terms):
            return sympy.Add(*map(to_sympy, terms))
        case Product(factors):
            return sympy.Mul(*map(to_sympy, factors))
        case Power(base, exponent):
            return sympy.Pow(to_sympy(base), exponent)
        case RootSum():
            return to_sympy(expression.expanded)
        case Function("root", arguments):
            index, *coefficients = map(to_sympy, arguments)
            return _polynomial(coefficients).real_roots()[int(index) - 1]
        case Function(name, arguments):
            function: Any = {"sqrt": sympy.sqrt, "sin": sympy.sin, "cos": sympy.cos}[name]
            return function(to_sympy(arguments[0]))
    raise ValueError(f"{expression} is not a number")


def is_zero(expression: Expression) -> bool:
    """Whether the expression is zero for every value of its parameters; decided exactly."""
    if expression.rational is not None:
        return expression.rational == 0
    bounds = enclosure(expression, 256)
    if bounds is not None and (bounds[0] > 0 or bounds[1] < 0):
        return False
    if not expression.children and not isinstance(expression, RootSum):
        return False
    import sympy

    exact = to_sympy(expression)
    if not expression.names:
        value = exact.evalf(30)  # sympy tracks the error: far from zero is not zero
        if value.is_Float and abs(value) > sympy.Rational(1, 10**20):
            return False
    value = sympy.radsimp(sympy.together(exact))
    verdict = sympy.expand(value).equals(0)
    if verdict is None:
        raise ValueError(f"cannot decide whether {expression} is zero")
    return bool(verdict)


def real_root_count(coefficients: Sequence[Fraction]) -> int:
    """How many real roots, with multiplicity, Σ coefficients[j] x^j has; 0 for a constant."""
    import sympy

    rationals = [sympy.Rational(value.numerator, value.denominator) for value in coefficients]
    polynomial = _polynomial(rationals)
    return len(polynomial.real_roots()) if polynomial.degree() > 0 else 0


def _polynomial(coefficients: Sequence[Any]) -> Any:
    import sympy

    return sympy.Poly(list(reversed(coefficients)), sympy.Symbol("x"))
