"""The SSP coefficient: Kraaijevanger's radius of absolute monotonicity (BIT 31 (1991) 482–528).

With K = [[A, 0], [bᵀ, 0]] it is the largest r for which I + rK is regular and

    K (I + rK)^{-1} ≥ 0,    r K (I + rK)^{-1} e ≤ e    (entry by entry),

and these hold on all of [0, r]. Times D(r) = det(I + rA) every entry is a polynomial in r of degree
at most s, so that r is the least number at which one of them begins to be negative or D vanishes.
"""

from __future__ import annotations

from fractions import Fraction

from tableau2net.analyse.algebra import Polynomial, Root, first_negative, reversed_characteristic
from tableau2net.analyse.algebra.matrix import product
from tableau2net.analyse.algebra.real_root import real_roots
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.ends import value
from tableau2net.analyse.subject import Subject

TITLE, PLACE = "Strong stability", 60


def find(subject: Subject) -> tuple[Finding, ...]:
    """The SSP coefficient, exactly and in decimals; 0 where there is none, ∞ where there is no end."""
    if not subject.runge_kutta:
        return ()
    if subject.ordered is None:
        return (Finding("SSP coefficient", None, "a parameter is left in the coefficients"),)
    D, conditions = _conditions(subject)
    if any(subject.ordered.sign(next(a for a in p.coefficients if a)) < 0 for p in conditions if p):
        return (Finding("SSP coefficient", "0"),)
    ends = [first_negative(p, subject.ordered) for p in dict.fromkeys(conditions)]
    ends.append(next(real_roots(D, subject.ordered, low=Fraction(0)), None))
    return (Finding("SSP coefficient", value(_least(ends), subject.digits)),)


def _conditions(subject: Subject) -> tuple[Polynomial, list[Polynomial]]:
    """D, and the polynomials in r that must not be negative: the entries of N = D K (I + rK)^{-1}, and
    D − r Σ_j N_ij for every row i."""
    domain, s = subject.domain, subject.method.stages
    zero = domain.number(Fraction(0))
    D = reversed_characteristic(subject.A, domain).mirrored()
    K = [[*row, zero] for row in (*subject.A, subject.b)]
    powers, power = [], K
    for _ in range(s + 1):  # K (I + rK)^{-1} = K − r K² + r² K³ − …
        powers.append(power)
        power = [[-a for a in row] for row in product(power, K, domain)]

    def entry(i: int, j: int) -> Polynomial:
        series = Polynomial.of((term[i][j] for term in powers), domain)
        return Polynomial.of((D * series).coefficients[: s + 1], domain)

    N = [[entry(i, j) for j in range(s)] for i in range(s + 1)]
    r = Polynomial((zero, domain.number(Fraction(1))), domain)
    rests = [D - r * sum(row, Polynomial((), domain)) for row in N]
    return D, [*(p for row in N for p in row), *rests]


def _least(ends: list[Root | None]) -> Root | None:
    least: Root | None = None
    for root in ends:
        if root is not None and (least is None or root.below(least)):
            least = root
    return least
