"""What is decided of a scheme whose coefficients are known within their digits.

A real polynomial whose coefficients are balls lies, for x ≥ 0, between the two of their ends. A coefficient that may
be 0 counts as 0. What holds for both ends holds for all between them; what does not is left open. That something does
not hold is said only where it holds for no choice within the digits, whether what may be 0 is 0 or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from math import factorial

from tableau2net.algebra.domains.balls import Fixed
from tableau2net.algebra.domains.rational import rationals
from tableau2net.algebra.domains.within_digits import WithinDigits, decimals, simplest
from tableau2net.algebra.linear.matrix import determinant
from tableau2net.algebra.polynomials import Polynomial, Root, first_negative
from tableau2net.algebra.polynomials.polynomial import terms
from tableau2net.analyse.stability.stability_function import StabilityFunction
from tableau2net.exact import Name, number

UNDECIDED = "not decided within the digits"
KEPT = 30  # significant digits of a coefficient


@dataclass(frozen=True)
class Bracket:
    """Two polynomials over the rational numbers with low ≤ p ≤ high for all x ≥ 0, where what may be 0 is 0; and
    p ≤ above whether it is or not."""

    low: Polynomial
    high: Polynomial
    above: Polynomial

    @classmethod
    def of(cls, polynomial: Polynomial) -> Bracket:
        """Around a polynomial whose coefficients are balls."""
        domain = rationals()
        ends = [_outward(a) if a else (Fraction(0), Fraction(0)) for a in polynomial.coefficients]
        low, high = (Polynomial.of((domain.number(end[i]) for end in ends), domain) for i in (0, 1))
        most = (_outward(a)[1] for a in polynomial.coefficients)
        return cls(low, high, Polynomial.of(map(domain.number, most), domain))

    def first_negative(self) -> End:
        """Where p begins to be negative, for x > 0."""
        domain = rationals()
        somewhere = first_negative(self.above, domain) is not None
        return End(first_negative(self.low, domain), first_negative(self.high, domain), somewhere)


@dataclass(frozen=True)
class End:
    """A number between two others, ∞ where one is None. `finite`: it is not ∞ for any choice within the digits."""

    low: Root | None
    high: Root | None
    finite: bool

    @property
    def infinite(self) -> bool | None:
        """Whether it is ∞; None where that is open."""
        if self.low is None:
            return True
        return False if self.finite else None

    def text(self, digits: int) -> str | None:
        """The decimals that are known, no more than so many places; None where there are none, or it may be ∞."""
        if self.low is None:
            return "∞"
        if self.high is None:
            return None
        width = Fraction(1, 10 ** (digits + 5))
        found = decimals(self.low.refined(width).low, self.high.refined(width).high, places=digits)
        return None if " … " in found else found


def meant(R: StabilityFunction) -> StabilityFunction:
    """R with P_k = Σ_j Q_j/(k − j)! for k = 0 … p, the orders up to which R(z) = e^z + O(z^{p+1}) holds within the
    digits."""
    domain = R.P.domain
    exponential = [domain.number(Fraction(1, factorial(k))) for k in range(R.P.degree + 1)]
    wanted = (Polynomial.of(exponential, domain) * R.Q).coefficients
    coefficients = list(R.P.coefficients)
    for k, value in enumerate(wanted[: R.P.degree + 1]):
        if coefficients[k] - value:
            break
        coefficients[k] = value
    return StabilityFunction(Polynomial.of(coefficients, domain), R.Q)


def middle(polynomial: Polynomial) -> Polynomial:
    """The polynomial of the middles of its coefficients, to so many digits as they are known."""
    domain = rationals()
    middles = (sum(_outward(a)) / 2 if a else Fraction(0) for a in polynomial.coefficients)
    return Polynomial.of((domain.number(Fraction(value)) for value in middles), domain)


def left_half_plane(polynomial: Polynomial) -> bool | None:
    """Whether all roots lie in the open left half-plane, by Routh's array of balls (`algebra.polynomials.routh`); None
    where a ball that may be 0 leaves that open."""
    domain = WithinDigits()
    falling = list(reversed(polynomial.coefficients))
    above, below = falling[0::2], falling[1::2]
    sign = domain.sign(polynomial.lead)
    for _ in range(polynomial.degree):
        if not below or not below[0]:
            return None
        if domain.sign(below[0]) != sign:
            return False
        factor = above[0] / below[0]
        pairs = list(zip_longest(above, below, fillvalue=domain.zero))[1:]
        above, below = below, [a - factor * b for a, b in pairs]
    return True


def coprime(P: Polynomial, Q: Polynomial) -> bool:
    """Whether two polynomials have no common root for certain: Sylvester's determinant is not 0."""
    domain, size = WithinDigits(), P.degree + Q.degree
    rows = [
        [*(domain.zero,) * i, *reversed(p.coefficients), *(domain.zero,) * (size - p.degree - 1 - i)]
        for p, other in ((P, Q), (Q, P))
        for i in range(other.degree)
    ]
    return bool(determinant(rows, domain))


def text(polynomial: Polynomial, variable: str, digits: int) -> str:
    """As `1 + z + z**2/2 + 0.1666…*z**3`, decimals cut off after so many significant digits."""
    return terms(
        [
            _term(a, f"{variable}**{j}" if j > 1 else variable * j, digits)
            for j, a in enumerate(polynomial.coefficients)
        ]
    )


def _term(a: Fixed, power: str, digits: int) -> str:
    fraction = simplest(a)
    if fraction is not None:
        base, _, exponent = power.partition("**")
        factor = Name(base) ** int(exponent or 1) if base else number(Fraction(1))
        return str(number(fraction) * factor) if fraction else "0"
    return "*".join(part for part in (decimals(*a.bounds, significant=digits), power) if part)


def _outward(ball: Fixed) -> tuple[Fraction, Fraction]:
    """The ends of the ball, rounded outward to as many digits as tell something."""
    low, high = ball.bounds
    size = max(abs(low), abs(high))
    if not size:
        return low, high
    step = max((high - low) / 10, size / 10**KEPT)
    scale = 2 ** max((1 / step).__ceil__().bit_length(), 1)
    return Fraction((low * scale).__floor__(), scale), Fraction((high * scale).__ceil__(), scale)
