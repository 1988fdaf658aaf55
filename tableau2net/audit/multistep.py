"""The exact multistep method behind floats: given its α and which slopes it reads, one method alone has the highest
order, so where the floats are that one to rounding, its rational numbers are meant."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tableau2net.algebra.linear.elimination import solved

SIMPLE = 10_000  # the largest denominator of an α
NEAR = Fraction(1, 2**40)  # of a β, beside 1 or the largest one


def determined(alpha: Sequence[float], beta: Sequence[float]) -> tuple[list[str], list[str]] | None:
    """The α and β of the method of the highest order with these α and slopes, as fractions in text; None where the
    floats are not near to it.

    Σ α_i i^q = q Σ β_i i^(q−1) for q = 1, 2, … (E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential
    Equations I, III.2), as many equations as slopes.
    """
    exact = [Fraction(each).limit_denominator(SIMPLE) for each in alpha]
    read = [i for i, each in enumerate(beta) if each]
    if sum(exact) or not read:
        return None
    powers = range(1, len(read) + 1)
    solution = solved(
        [[Fraction(q * i ** (q - 1)) for i in read] for q in powers],
        [[sum(a * i**q for i, a in enumerate(exact))] for q in powers],
    )
    assert solution is not None  # powers of different numbers are independent
    found = [Fraction(0)] * len(beta)
    for i, (value,) in zip(read, solution, strict=True):
        found[i] = value
    bound = NEAR * max(Fraction(1), *map(abs, found))
    if any(abs(value - Fraction(each)) > bound for value, each in zip(found, beta, strict=True)):
        return None
    return list(map(str, exact)), list(map(str, found))
