"""The root locus curve z = ρ(w)/σ(w), |w| = 1, of a linear multistep method, and the angle of A(α) (Hairer, Wanner II,
V.1 and V.2).

Stable at z is the root condition of ρ(w) − zσ(w). Where ρ and σ have no common root, an eigenvalue w on the circle at a
point z inside an open set lies outside for some z' nearby, for w(z) is an open map: so an open connected set is stable
iff it holds no point of the curve and one of its points is stable. A root at ∞, where the degree falls, counts as one
outside: ρ/σ is a map of the whole sphere. Common roots of ρ and σ stay where they are and have to satisfy the root
condition themselves, which is seen at one point as well.

So the largest α is the infimum of |arg(−z)| over all points of the curve other than 0 and ∞, and −1 has to be stable.
With x = cos φ, w = e^{iφ} and Chebyshev's polynomials T and U of both kinds,

    ρ(w) σ(1/w) = X(x) + i sin φ · Y(x),
    X = Σ α_j β_l T_{|j−l|},    Y = Σ_{j≠l} α_j β_l sgn(j−l) U_{|j−l|−1},

and z is this over |σ(w)|². In the left half-plane, X < 0, tan² of the angle is

    F(x) = (1 − x²) Y²/X² = (1 − x²) Y₁²/X₁²,    X₁ = X/gcd(X, Y),  Y₁ = Y/gcd(X, Y).

F is continuous on each interval of [−1, 1] where X < 0, so that its infimum there is its value at a zero of F′ or its
limit at an end of the interval. An end is −1 or 1, or a zero a of X:

- X₁(a) = 0: the curve comes to the imaginary axis, and F → ∞;
- X₁(a) ≠ 0: gcd(X, Y) vanishes, so that ρ(w)σ(1/w) does: the curve goes to 0, at a unit root w of ρ, or to ∞, at one of
  σ. Its direction there is that of F(a). For simple unit roots these are the lines of wρ′(w)/σ(w) · i, the growth
  parameter, and of ρ(w)/(wσ′(w)) · i;
- a = ±1: where X₁(a) ≠ 0 the limit is F(a) = 0, along the negative real axis.

Where the infimum is 0 there is no sector. At z = 0 itself the root condition may fail, as no sector holds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from tableau2net.algebra.domains import OrderedDomain
from tableau2net.algebra.polynomials import Polynomial, Root
from tableau2net.algebra.polynomials.real_root import between, real_roots, square_free
from tableau2net.algebra.polynomials.schur import root_condition
from tableau2net.analyse.words.angle import Angle, least


@dataclass(frozen=True)
class Locus:
    """The curve of ρ and σ over an ordered domain."""

    rho: Polynomial
    sigma: Polynomial
    order: OrderedDomain

    def a_stable(self) -> bool:
        """Whether all z with Re z < 0 are stable: X ≥ 0 on [−1, 1], so that the curve keeps to the right half-plane,
        and z = −1 is stable."""
        return self._stable_at_minus_one() and not self._left_parts

    def angle(self, digits: int) -> str | None:
        """The largest α in degrees such that the sector 0 < |arg(−z)| < α is stable, of a method for which this is
        less than 90°; None where there is none."""
        places = None if not self._stable_at_minus_one() else self._extremes()
        if places is None:
            return None
        X, Y = self._reduced
        N, D = (self._constant(1) - self._x * self._x) * Y * Y, X * X
        return least([Angle(root, D - N, D + N, 2) for root in places], digits)  # cos 2θ of tan² θ = N/D

    def _extremes(self) -> list[Root] | None:
        """Where F may have its infimum over the parts of the curve in the left half-plane; None where that is 0."""
        X, Y = self._reduced
        ends = [end for part in self._left_parts for end in part]
        if any(end is None and X(self._number(edge)) for edge, end in self._edges()):
            return None
        N = (self._constant(1) - self._x * self._x) * Y * Y
        turning = N.derivative() * X - (X.derivative() * N).scaled(self._number(2))
        inner = real_roots(turning, self.order, Fraction(-1), Fraction(1)) if turning else ()
        found = [
            *(root for root in inner if root.sign_of(self.X) < 0),
            *(end for end in ends if end is not None and end.sign_of(X)),
        ]
        return None if any(not root.sign_of(Y) for root in found) else found

    def _edges(self) -> Iterator[tuple[int, Root | None]]:
        """−1 and 1, each with the outer end of the part of the curve in the left half-plane that is next to it."""
        if self._left_parts:
            yield -1, self._left_parts[0][0]
            yield 1, self._left_parts[-1][1]

    @cached_property
    def X(self) -> Polynomial:
        return self._real_and_imaginary[0]

    @cached_property
    def Y(self) -> Polynomial:
        return self._real_and_imaginary[1]

    @cached_property
    def _real_and_imaginary(self) -> tuple[Polynomial, Polynomial]:
        size = max(len(self.rho.coefficients), len(self.sigma.coefficients))
        T = [self._constant(1), self._x]
        U = [self._constant(1), self._x.scaled(self._number(2))]
        twice = U[1]
        for _ in range(size):
            T.append(twice * T[-1] - T[-2])
            U.append(twice * U[-1] - U[-2])
        real = imaginary = Polynomial((), self.order)
        for j, a in enumerate(self.rho.coefficients):
            for i, b in enumerate(self.sigma.coefficients):
                real = real + T[abs(j - i)].scaled(a * b)
                if i != j:
                    signed = a * b if j > i else -(a * b)
                    imaginary = imaginary + U[abs(j - i) - 1].scaled(signed)
        return real, imaginary

    @cached_property
    def _reduced(self) -> tuple[Polynomial, Polynomial]:
        """X₁ and Y₁, of a curve that is not the point 0."""
        common = self.X.gcd(self.Y)
        return self.X.divided(common)[0], self.Y.divided(common)[0]

    def _stable_at_minus_one(self) -> bool:
        """The root condition of ρ(w) + σ(w); a root at ∞, where the degree falls, is outside too."""
        both = self.rho + self.sigma
        whole = both.degree == max(self.rho.degree, self.sigma.degree)
        return whole and root_condition(list(both.coefficients), self.order)

    @cached_property
    def _left_parts(self) -> list[tuple[Root | None, Root | None]]:
        """The intervals of (−1, 1) between neighbouring zeros of X on which X < 0, each by its two ends; None is the
        end −1 or 1. A sample inside decides."""
        if not self.X:
            return []
        changing, edges = square_free(self.X), (Fraction(-1), Fraction(1))
        for edge in edges:
            if not changing(self._number(edge)):
                changing = changing.divided(self._x - self._constant(int(edge)))[0]
        roots = list(real_roots(changing, self.order, *edges))
        samples = between(roots, *edges)
        parts = zip(pairwise([None, *roots, None]), samples, strict=True)
        return [ends for ends, x in parts if self.order.sign(self.X(self._number(x))) < 0]

    @property
    def _x(self) -> Polynomial:
        return Polynomial((self._number(0), self._number(1)), self.order)

    def _constant(self, value: int) -> Polynomial:
        return Polynomial((self._number(value),), self.order)

    def _number(self, value: int | Fraction) -> object:
        return self.order.number(Fraction(value))
