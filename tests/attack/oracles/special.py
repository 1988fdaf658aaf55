"""The values of one parameter at which the order of a Runge–Kutta or a multistep family is higher: the common roots
of all conditions of the next order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import factorial
from typing import Any

from attack.oracles.polynomials import Poly
from attack.oracles.quotient import Quotient
from attack.oracles.trees import Weights, dot, forest

Conditions = Callable[[int], list[Any]]


def of_runge_kutta(A: Sequence[Sequence[Any]], b: Sequence[Any]) -> Conditions:
    """What the conditions of an order leave over, tree by tree."""
    trees = forest()
    weights = Weights([A], trees)
    return lambda n: [
        dot(b, weights.slopes(k)) - Fraction(1, trees.trees[k].density) for k in trees.of_order(n)
    ]


def of_multistep(alpha: Sequence[Any], beta: Sequence[Any]) -> Conditions:
    steps = range(len(alpha))
    return lambda q: [
        dot(alpha, [Fraction(i**q, factorial(q)) for i in steps])
        - dot(beta, [Fraction(i ** (q - 1), factorial(q - 1)) for i in steps])
    ]


def order(left_over: Conditions, highest: int) -> int:
    """The order at almost every value."""
    return next((n - 1 for n in range(1, highest + 1) if any(left_over(n))), highest)


def common(left_over: Conditions, n: int) -> Poly:
    """The polynomial of the values at which the conditions of order n hold."""
    result = Poly(())
    for each in left_over(n):
        result = result.gcd(Quotient.of(each).P)
    return result


def poles(entries: Sequence[Any]) -> Poly:
    """The least common multiple of the denominators."""
    result = Poly([1])
    for entry in entries:
        Q = Quotient.of(entry).Q
        result = (result * Q).divided(result.gcd(Q))[0]
    return result
