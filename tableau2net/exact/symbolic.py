"""The way to sympy, taken only where an expression is not one rational number."""

from __future__ import annotations

import math
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
            index, *rising = map(to_sympy, arguments)
            return _real_root(int(index), rising)
        case Function(name, arguments):
            function: Any = {"sqrt": sympy.sqrt, "sin": sympy.sin, "cos": sympy.cos}[name]
            return function(to_sympy(arguments[0]))
    raise ValueError(f"{expression} is not a number")


_SOON_FACTORED = 2**64


def _real_root(index: int, rising: list[sympy.Expr]) -> sympy.Expr:
    """A real root of a polynomial, counted from the smallest.

    Where the constant term exceeds the leading one, sympy looks for an integer that divides all roots, and factors what
    the coefficients share, which may take for ever. So such roots are scaled by a power of two first.
    """
    import sympy

    x = sympy.Symbol("x")
    whole = sympy.Poly(rising[::-1], x).clear_denoms()[1].primitive()[1]
    constant, *others, lead = map(int, reversed(whole.all_coeffs()))
    scale = 1
    if math.gcd(constant, *others) > _SOON_FACTORED:
        missing = constant.bit_length() + 1 - lead.bit_length()
        scale = 2 ** max(0, -(-missing // whole.degree()))
    scaled = sympy.Poly([a * scale**i for i, a in enumerate(whole.all_coeffs()[::-1])][::-1], x)
    return scale * scaled.real_roots()[index - 1]
