"""The way to sympy, taken only where an expression is not one rational number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
            polynomial = sympy.Poly(list(reversed(coefficients)), sympy.Symbol("x"))
            return polynomial.real_roots()[int(index) - 1]
        case Function(name, arguments):
            function: Any = {"sqrt": sympy.sqrt, "sin": sympy.sin, "cos": sympy.cos}[name]
            return function(to_sympy(arguments[0]))
    raise ValueError(f"{expression} is not a number")
