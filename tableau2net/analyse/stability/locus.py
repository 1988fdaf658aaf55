"""The root locus curve z = ρ(w)/σ(w), w = e^{iφ}, of a linear multistep method (Hairer, Wanner II, V.1).

With x = cos φ and Chebyshev's polynomials T and U of both kinds,

    ρ(w) σ(1/w) = X(x) + i sin φ · Y(x),
    X = Σ α_j β_l T_{|j−l|},    Y = Σ_{j≠l} α_j β_l sgn(j−l) U_{|j−l|−1},

and z is this over |σ(w)|². Only across the curve can a root of ρ(w) − zσ(w) cross the unit circle: what
is a connected part of the plane without it is stable as a whole or nowhere, and z = −1 decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from tableau2net.algebra.domains import OrderedDomain
from tableau2net.algebra.polynomials import Polynomial, Root
from tableau2net.algebra.polynomials.real_root import between, real_roots, square_free
from tableau2net.algebra.polynomials.schur import root_condition
from tableau2net.analyse.words.angle import degrees


@dataclass(frozen=True)
class Locus:
    """The curve of ρ and σ over an ordered domain."""

    rho: Polynomial
    sigma: Polynomial
    order: OrderedDomain

    def a_stable(self) -> bool:
        """Whether all z with Re z < 0 are stable: X ≥ 0 on [−1, 1], so that the curve keeps to the right half-plane,
        and z = −1 is stable."""
        return self._stable_at_minus_one() and not self._left_parts()

    def angle(self, digits: int) -> str | None:
        """The largest α in degrees such that the sector |arg(−z)| < α is stable; None where there is none.

        For a method that is not A-stable: tan² of the least angle is the least
        value of (1 − x²) Y²/X² where X < 0, which is taken at a zero of its derivative or at x = −1.
        """
        if not self._stable_at_minus_one() or self._meets_negative_axis():
            return None
        X, Y = self._reduced
        square = self._constant(1) - self._x * self._x
        N = square * Y * Y
        turning = N.derivative() * X - (X.derivative() * N).scaled(self._number(2))
        found = [
            _Tangent(root, N, X * X)
            for root in real_roots(turning, self.order, Fraction(-1), Fraction(1))
            if root.sign_of(self.X) < 0
        ]

        def bounds(width: Fraction) -> tuple[Fraction, Fraction]:
            ends = [tangent.bounds(width) for tangent in found]
            return min(low for low, _ in ends), min(high for _, high in ends)

        from mpmath import mp

        return degrees(bounds, lambda tangent: mp.atan(mp.sqrt(tangent)), digits)

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
        """X and Y over their common divisor: points where the curve passes through 0 or ∞."""
        common = self.X.gcd(self.Y)
        return self.X.divided(common)[0], self.Y.divided(common)[0]

    def _stable_at_minus_one(self) -> bool:
        """The root condition of ρ(w) + σ(w); a root at ∞, where the degree falls, is outside too."""
        both = self.rho + self.sigma
        whole = both.degree == max(self.rho.degree, self.sigma.degree)
        return whole and root_condition(list(both.coefficients), self.order)

    def _left_parts(self) -> bool:
        """Whether X < 0 somewhere on [−1, 1]: it is at a sample between two neighbouring roots."""
        if not self.X:
            return False
        changing, edges = square_free(self.X), (Fraction(-1), Fraction(1))
        for edge in edges:
            if not changing(self._number(edge)):
                changing = changing.divided(self._x - self._constant(int(edge)))[0]
        samples = between(list(real_roots(changing, self.order, *edges)), *edges)
        return any(self.order.sign(self.X(self._number(x))) < 0 for x in samples)

    def _meets_negative_axis(self) -> bool:
        """Whether the curve has a point on the negative real axis: X < 0 with Y = 0, or at x = −1."""
        if self.order.sign(self.X(self._number(-1))) < 0:
            return True
        roots = real_roots(self.Y, self.order, Fraction(-1), Fraction(1)) if self.Y else ()
        return any(root.sign_of(self.X) < 0 for root in roots)

    @property
    def _x(self) -> Polynomial:
        return Polynomial((self._number(0), self._number(1)), self.order)

    def _constant(self, value: int) -> Polynomial:
        return Polynomial((self._number(value),), self.order)

    def _number(self, value: int | Fraction) -> object:
        return self.order.number(Fraction(value))


@dataclass(frozen=True)
class _Tangent:
    """N/D at a root."""

    root: Root
    N: Polynomial
    D: Polynomial

    def bounds(self, width: Fraction) -> tuple[Fraction, Fraction]:
        """Bounds no more than `width` apart, by interval arithmetic around the root."""
        root, step = self.root, width
        while True:
            root = root.refined(step)
            low, high = root.bounds_of(self.N, step)
            bottom, top = root.bounds_of(self.D, step)
            low = max(low, Fraction(0))
            if bottom > 0 and high / bottom - low / top <= width:
                return low / top, high / bottom
            step /= 16
