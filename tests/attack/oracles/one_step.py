"""Stability of u′ = λu with a one-step method of stability function R = P/Q (Hairer, Wanner II, IV.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from typing import Any

import numpy
from mpmath import mp

from attack.numbers import Exact, InPi, Surd, real
from attack.oracles.polynomials import Poly, determinant, first_negative, interpolated, simple_part

Matrix = Sequence[Sequence[Exact]]


@dataclass(frozen=True)
class OneStep:
    """R = P/Q in lowest terms, Q(0) = 1."""

    P: Poly
    Q: Poly

    @staticmethod
    def of(A: Matrix, b: Sequence[Exact]) -> OneStep:
        """P = det(I − zA + z 𝟙bᵀ) and Q = det(I − zA) at s + 1 numbers each."""
        s = len(b)

        def at(z: Fraction, full: bool) -> Exact:
            return determinant(
                [
                    [(1 if i == j else 0) - z * A[i][j] + (z * b[j] if full else 0) for j in range(s)]
                    for i in range(s)
                ]
            )

        P, Q = (interpolated(lambda z, full=full: at(z, full), s) for full in (True, False))  # type: ignore[misc]
        common = P.gcd(Q)
        P, Q = P.divided(common)[0], Q.divided(common)[0]
        scale = 1 / Q.c[0]
        return OneStep(P.scaled(scale), Q.scaled(scale))

    @property
    def along_imaginary(self) -> Poly:
        """|Q(iy)|² − |P(iy)|² as a polynomial in y²."""
        E = self.Q * self.Q.mirrored() - self.P * self.P.mirrored()
        return Poly([a if k % 2 == 0 else -a for k, a in enumerate(E.c[::2])])

    @property
    def i_stable(self) -> bool:
        return first_negative(self.along_imaginary) is None

    @property
    def poles_right(self) -> bool:
        """Whether no pole is in the closed left half-plane, 0 not being one."""
        if self.Q.degree < 1:
            return True
        with mp.workdps(60):
            return all(mp.re(z) > mp.mpf(10) ** -25 for z in simple_part(self.Q).roots())

    @property
    def a_stable(self) -> bool:
        return self.i_stable and self.poles_right

    @property
    def l_stable(self) -> bool:
        return self.a_stable and self.P.degree < self.Q.degree

    @property
    def real_end(self) -> Any:
        """The largest x with |R| ≤ 1 on [−x, 0]; None where there is no end."""
        P, Q = self.P.mirrored(), self.Q.mirrored()
        return first_negative(Q * Q - P * P)

    @property
    def imaginary_end(self) -> Any:
        y2 = first_negative(self.along_imaginary)
        return None if y2 is None else mp.sqrt(y2)

    @property
    def angle(self) -> float | bool | None:
        """The α of A(α) in degrees, by the boundary R(z) = e^{iφ}; False where there is none. None where a coefficient
        is so small that the boundary may do something where no sample is taken."""
        if self.a_stable:
            return 90.0
        if self.P.degree > self.Q.degree or self.real_end is not None:
            return False
        if any(abs(a) < mp.mpf(10) ** -20 for p in (self.P, self.Q) for a in map(real, p.c) if a):
            return None
        if any(_length(a) > 25 for p in (self.P, self.Q) for a in p.c):
            return None
        n = self.Q.degree
        P, Q = ([complex(a) for a in [mp.mpc(0)] * (n - p.degree) + p.decimals()] for p in (self.P, self.Q))

        def least(phi: float) -> float:
            w = numpy.exp(1j * phi)
            z = numpy.roots([a - w * b for a, b in zip(P, Q, strict=True)])
            z = z[(numpy.abs(z) > 1e-6) & (numpy.abs(z) < 1e6)]
            return float(numpy.degrees(numpy.min(numpy.abs(numpy.angle(-z)), initial=numpy.pi / 2)))

        found = min([*map(self._angle_at, lowest_places(least, 0.0, numpy.pi)), *self._limits()])
        return found if found > 1e-9 else False

    def _angle_at(self, phi: float) -> float:
        """The least angle where R(z) = e^{iφ}: multiple roots spoil it in floats."""
        return min(self._angles(mp.expj(mp.mpf(phi)), 0), default=90.0)

    def _angles(self, w: Any, beyond: int) -> list[float]:
        """|arg(−z)| in degrees, no more than 90, where R(z) = w: of all z but 0, or of those that are small or large by
        so many places."""
        with mp.workdps(160):
            n = self.Q.degree
            P, Q = ([mp.mpf(0)] * (n - p.degree) + p.decimals() for p in (self.P, self.Q))
            c = [a - w * b for a, b in zip(P, Q, strict=True)]
            while c and not c[0]:
                c.pop(0)
            far = mp.mpf(10) ** beyond
            zs = [z for z in mp.polyroots(c, maxsteps=500, extraprec=800) if z and not 1 / far < abs(z) < far]
            return [min(float(abs(mp.arg(-z)) * 180 / mp.pi), 90.0) for z in zs]

    def _limits(self) -> list[float]:
        """The angles where the boundary goes to 0 or to ∞, for φ → 0 and φ → π."""
        near = mp.mpf(10) ** -60
        with mp.workdps(160):
            ws = [mp.expj(near), -mp.expj(near)]
        return [angle for w in ws for angle in self._angles(w, 6)]

    def dispersion(self) -> int | None:
        """The largest q with arg R(iy) − y = O(y^{q+1}); None where R(iy) e^{−iy} is real as far as is looked."""
        return self._first(odd=True)

    def dissipation(self) -> int | str:
        """The largest q with |R(iy)| − 1 = O(y^{q+1})."""
        if not self.along_imaginary:
            return "∞"
        found = self._first(odd=False)
        assert found is not None
        return found

    def _first(self, odd: bool) -> int | None:
        """With D = e^{−iy} P(iy) conj(Q(iy)), a series: arg R − y is that of D; |R| = 1 where |P|² = |Q|²."""
        terms = 2 * (self.P.degree + self.Q.degree) + 4
        if not odd:
            E = self.along_imaginary
            return 2 * next(k for k, a in enumerate(E.c) if a) - 1
        PQ = self.P * self.Q.mirrored()  # in z = iy: the conjugate of Q(iy) is Q(−iy)
        exponential = Poly([Fraction((-1) ** k, factorial(k)) for k in range(terms)])
        series = (PQ * exponential).c[:terms]
        return next(
            (k - 1 for k, a in enumerate(series) if k % 2 and a), None
        )  # odd powers of iy are imaginary


def _length(x: Exact) -> int:
    """The digits of the longest denominator."""
    parts = x.c if isinstance(x, Surd) else (*x.P, *x.Q) if isinstance(x, InPi) else (x,)
    return max((len(str(a.denominator)) for a in parts), default=1)


def lowest_places(
    function: Callable[[float], float], low: float, high: float, pieces: int = 360
) -> list[float]:
    """Where it is about the least: a grid, and golden sections about its lowest points."""
    grid = numpy.linspace(low, high, pieces + 1)
    values = [function(float(x)) for x in grid]
    lowest = sorted(
        (k for k in range(pieces + 1) if values[k] <= min(values[max(k - 1, 0)], values[min(k + 1, pieces)])),
        key=lambda k: values[k],
    )[:4]
    found = [float(grid[k]) for k in lowest]
    ratio = (5**0.5 - 1) / 2
    for k in lowest:
        a, b = float(grid[max(k - 1, 0)]), float(grid[min(k + 1, pieces)])
        c, d = b - ratio * (b - a), a + ratio * (b - a)
        fc, fd = function(c), function(d)
        for _ in range(60):
            if fc < fd:
                b, d, fd = d, c, fc
                c = b - ratio * (b - a)
                fc = function(c)
            else:
                a, c, fc = c, d, fd
                d = a + ratio * (b - a)
                fd = function(d)
        found.append(c if fc < fd else d)
    return found
