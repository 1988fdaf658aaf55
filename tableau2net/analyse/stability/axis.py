"""How far a method with several eigenvalues is stable along an axis z = −t or z = it, t ≥ 0.

Stable at z is the root condition of Φ(·, z): no root w outside the unit disc, those on the circle simple; then, and
for a multistep method only then, all solutions of u' = λu, z = λh, stay bounded (Hairer, Wanner II, V.1,
definition 1.1). With w = (1 + iω)/(1 − iω), which takes the real line to the circle without −1,

    (1 − iω)^r Φ(w) = A(ω, t) + i B(ω, t),    A and B real,

the roots on the circle are the common real roots of A and B. Let G = gcd(A, B), the part that is symmetric in the
circle. As t moves, a root of the rest meets the circle only where Res(A/G, B/G) = 0, a root of G leaves it only where
two roots of G meet, roots pass −1 only where a leading coefficient in ω vanishes, and ∞ only where that in w does. One
rational sample decides between two such values of t; at them the root condition is decided over K(t).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property
from itertools import count, islice, zip_longest
from math import comb

from tableau2net.algebra.domains import OrderedDomain
from tableau2net.algebra.domains.complex import Complex, ComplexField
from tableau2net.algebra.polynomials import Polynomial, Root
from tableau2net.algebra.polynomials.at_root import AtRoot, at
from tableau2net.algebra.polynomials.bivariate import (
    Bivariate,
    common_divisor,
    content,
    derivative,
    euclid_resultant,
    quotient,
    resultant,
    trimmed,
)
from tableau2net.algebra.polynomials.polynomial import through
from tableau2net.algebra.polynomials.real_root import between, real_roots, united
from tableau2net.algebra.polynomials.schur import Disc, disc


class Axis(Enum):
    """The direction of z = direction · t."""

    REAL = "real"
    IMAGINARY = "imaginary"


@dataclass(frozen=True)
class Stretch:
    """[0, end] or [0, end) on an axis; no end where `end` is None. `verdict` says what ends it: STABLE where nothing
    does, and MULTIPLE or UNSTABLE at once beyond, or at, `end`."""

    end: Root | None
    closed: bool
    verdict: Disc


@dataclass(frozen=True)
class AlongAxis:
    """Φ(w, ·) on an axis: Σ (re_i(t) + i im_i(t)) w^i."""

    re: tuple[Polynomial, ...]
    im: tuple[Polynomial, ...]
    order: OrderedDomain

    @classmethod
    def of(cls, phi: Sequence[Polynomial], axis: Axis, order: OrderedDomain) -> AlongAxis:
        """Φ by rising powers of w, each coefficient a polynomial in z."""
        if axis is Axis.REAL:
            return cls(tuple(p.mirrored() for p in phi), (Polynomial((), order),) * len(phi), order)
        zero = order.zero

        def part(p: Polynomial, odd: int) -> Polynomial:
            signed = (-a if j % 4 > 1 else a for j, a in enumerate(p.coefficients))
            return Polynomial.of((a if j % 2 == odd else zero for j, a in enumerate(signed)), order)

        return cls(tuple(part(p, 0) for p in phi), tuple(part(p, 1) for p in phi), order)

    def stretch(self) -> Stretch:
        """The longest stretch from 0 on which the root condition holds."""
        zero = Root(
            Polynomial((self._number(0), self._number(1)), self.order), *(Fraction(0),) * 2, self.order
        )
        reached = zero
        for place, verdict in self._places(zero):
            if verdict is not Disc.STABLE:
                return Stretch(place or reached, place is None, verdict)
            reached = place or reached
        return Stretch(None, False, Disc.STABLE)

    def worst(self) -> Disc:
        """The worst verdict on the axis."""
        worst = Disc.STABLE
        for _, verdict in self._places(None):
            if verdict is Disc.UNSTABLE:
                return verdict
            worst = worst if verdict is Disc.STABLE else verdict
        return worst

    def _places(self, zero: Root | None) -> Iterator[tuple[Root | None, Disc]]:
        """0, then from left to right every critical value with its verdict, and None for the interval before it.
        Whoever asks stops at the first root outside the disc."""
        yield zero, self.at(Fraction(0))
        roots = list(real_roots(self.critical(), self.order, low=Fraction(0)))
        for sample, root in zip_longest(self.samples(roots), roots):
            yield None, self.at(sample)
            if root is not None:
                reached = root.refined(Fraction(1, 10**8)).irreducible()
                yield reached, self.at_root(reached)

    def samples(self, roots: list[Root]) -> list[Fraction]:
        """A rational number in each interval that the roots cut out of (0, ∞)."""
        return between(roots, Fraction(0), roots[-1].high + 1) if roots else [Fraction(1)]

    def at(self, t: Fraction) -> Disc:
        """The root condition at a rational t."""
        x = self._number(t)
        return disc([Complex(a(x), b(x)) for a, b in zip(self.re, self.im, strict=True)], self.order)

    def at_root(self, t: Root) -> Disc:
        """The root condition at an algebraic t up to which no root is outside the disc.

        So none is at t, but for one at ∞, and where the discriminant is not 0 there all roots are simple.
        """
        if not any(t.sign_of(lead) for lead in (self.re[-1], self.im[-1])):
            return Disc.UNSTABLE
        if any(t.sign_of(part) for part in self.discriminant):
            return Disc.STABLE
        pairs = zip(self.re, self.im, strict=True)
        return disc([Complex(at(a, t), at(b, t)) for a, b in pairs], AtRoot(t))

    @cached_property
    def discriminant(self) -> tuple[Polynomial, Polynomial]:
        """Real and imaginary part of the resultant of Φ and ∂Φ/∂w in w, through as many integers t as it needs."""
        r, field = len(self.re) - 1, ComplexField(self.order)
        degree = (2 * r - 1) * max(p.degree for p in (*self.re, *self.im))
        integers = (self._number(i) for i in count())
        nodes = list(islice((t for t in integers if self.re[-1](t) or self.im[-1](t)), degree + 1))
        values = []
        for t in nodes:
            phi = Polynomial(tuple(Complex(a(t), b(t)) for a, b in zip(self.re, self.im, strict=True)), field)
            values.append(euclid_resultant(phi, phi.derivative()))
        re, im = ([getattr(value, part) for value in values] for part in ("re", "im"))
        return through(nodes, re, self.order), through(nodes, im, self.order)

    def critical(self) -> Polynomial:
        """A square-free polynomial that vanishes wherever the verdict can change."""
        A, B = self._real_and_imaginary()
        found = [self.re[-1] * self.re[-1] + self.im[-1] * self.im[-1]]
        G = common_divisor(A, B) if A and B else common_divisor(A or B, [])
        simple = quotient(G, common_divisor(G, derivative(G))) if len(G) > 1 else G
        found.append(G[-1])
        if len(simple) > 2:
            found.append(resultant(simple, derivative(simple)))
        rests = [quotient(each, G) for each in (A, B) if each]
        found += [content(each) for each in rests]
        found += [each[-1] for each in rests if len(each) == max(map(len, rests))]
        if len(rests) == 2:
            found.append(resultant(*rests))
        return united(found, self.order)

    def _real_and_imaginary(self) -> tuple[Bivariate, Bivariate]:
        """A and B by rising powers of ω: the sum of (re_j + i im_j) (1 + iω)^j (1 − iω)^{r−j}."""
        r = len(self.re) - 1
        A, B = ([Polynomial((), self.order)] * (r + 1) for _ in range(2))
        for j, (a, b) in enumerate(zip(self.re, self.im, strict=True)):
            for k, n in enumerate(_turned(j, r)):  # the coefficient of ω^k is n i^k
                real, imaginary = ((a, b), (-b, a), (-a, -b), (b, -a))[k % 4]
                A[k] = A[k] + real.scaled(self._number(n))
                B[k] = B[k] + imaginary.scaled(self._number(n))
        return trimmed(A), trimmed(B)

    def _number(self, value: int | Fraction) -> object:
        return self.order.number(Fraction(value))


def _turned(j: int, r: int) -> list[int]:
    """The coefficients of (1 + x)^j (1 − x)^{r−j}."""
    return [
        sum(comb(j, m) * comb(r - j, k - m) * (-1) ** (k - m) for m in range(k + 1)) for k in range(r + 1)
    ]
