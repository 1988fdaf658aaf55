"""Linear multistep methods Σ α_i u_{n+i} = h Σ β_i f_{n+i}: order, and stability by the root locus z = ρ(w)/σ(w),
|w| = 1 (Hairer, Nørsett, Wanner I, III.2–III.3; Hairer, Wanner II, V.1).

Where the number of unstable roots can change along a ray is found exactly, as roots of polynomials in cos φ; between
these points, and at them, the root condition is tried at 300 places: a coefficient moved by 10^−30 takes two roots
apart by that or its square, and a root that is really double is known to half the places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import factorial
from typing import Any

from mpmath import mp

from attack.numbers import Exact, sign
from attack.oracles.polynomials import Poly, count_real, factors, sign_changes, simple_part
from attack.oracles.trees import dot

PLACES = 300
SAME = mp.mpf(10) ** -140
CLOSE = mp.mpf(10) ** -70  # what roots of modulus 1 that are not one are apart at least
NEAR = (
    mp.mpf(10) ** -100
)  # an angle at which the locus is nearer to its limit than 10⁻³⁰ in a coefficient moves it
TINY = mp.mpf(10) ** -15
End = tuple[Any, bool] | None  # where an interval from 0 ends, and whether it is open there; None is infinity


@dataclass(frozen=True)
class Multistep:
    alpha: Sequence[Exact]
    beta: Sequence[Exact]

    @cached_property
    def rho(self) -> Poly:
        return Poly(self.alpha)

    @cached_property
    def sigma(self) -> Poly:
        return Poly(self.beta)

    def condition(self, q: int) -> Exact:
        """C_q = Σ α_i i^q/q! − Σ β_i i^{q−1}/(q−1)!"""
        steps = range(len(self.alpha))
        first = dot(self.alpha, [Fraction(i**q, factorial(q)) for i in steps])
        return (
            first - dot(self.beta, [Fraction(i ** (q - 1), factorial(q - 1)) for i in steps]) if q else first
        )

    def order(self, highest: int) -> int:
        """−1 where ρ(1) is not 0."""
        return next((q - 1 for q in range(highest + 1) if self.condition(q)), highest)

    def error_constant(self, p: int) -> Exact:
        """C_{p+1}/σ(1); None where σ(1) is 0."""
        total = sum(self.beta, Fraction(0))
        return self.condition(p + 1) / total if total else None

    @property
    def irreducible(self) -> Multistep:
        """Without a common factor of ρ and σ."""
        common = self.rho.gcd(self.sigma)
        rho, sigma = self.rho.divided(common)[0], self.sigma.divided(common)[0]
        return Multistep(rho.c, (*sigma.c, *[Fraction(0)] * (rho.degree - sigma.degree)))

    @property
    def symmetric(self) -> bool:
        """Whether the adjoint method, of −h and the other way round in time, is a multiple of the method."""
        return any(
            all(not a + factor * b for a, b in zip(self.alpha, reversed(self.alpha), strict=True))
            and all(not a - factor * b for a, b in zip(self.beta, reversed(self.beta), strict=True))
            for factor in (1, -1)
        )

    @property
    def zero_stable(self) -> bool:
        return root_condition(self.rho)

    @cached_property
    def product(self) -> dict[int, Exact]:
        """ρ(w)σ(1/w) by powers of w."""
        found: dict[int, Exact] = {}
        for i, a in enumerate(self.alpha):
            for j, b in enumerate(self.beta):
                found[i - j] = found.get(i - j, Fraction(0)) + a * b
        return found

    @cached_property
    def real_part(self) -> Poly:
        """Re ρ(w)σ(w̄) as a polynomial in cos φ."""
        d, k = self.product, len(self.alpha) - 1
        result = Poly([d[0]])
        for m in range(1, k + 1):
            result = result + chebyshev(m, second=False).scaled(d[m] + d[-m])
        return result

    @cached_property
    def imaginary_part(self) -> Poly:
        """Im ρ(w)σ(w̄)/sin φ as a polynomial in cos φ."""
        d, k = self.product, len(self.alpha) - 1
        result = Poly(())
        for m in range(1, k + 1):
            result = result + chebyshev(m - 1, second=True).scaled(d[m] - d[-m])
        return result

    @cached_property
    def turning(self) -> list[Any]:
        """The w at which ρ(w) − zσ(w) has a multiple root for some z."""
        wronskian = self.rho.derivative() * self.sigma - self.rho * self.sigma.derivative()
        return simple_part(wronskian).roots(PLACES) if wronskian else []

    def z(self, w: Any) -> Any:
        with mp.workdps(PLACES):
            below = mp.polyval(self.sigma.decimals(), w)
            return None if abs(below) < SAME else mp.polyval(self.rho.decimals(), w) / below

    def stable(self, z: Any) -> bool:
        """The root condition at z, where roots on the circle are told from others by CLOSE."""
        with mp.workdps(PLACES):
            k = self.rho.degree
            pad = [mp.mpf(0)] * (k - self.sigma.degree)
            c = [a - z * b for a, b in zip(self.rho.decimals(), pad + self.sigma.decimals(), strict=True)]
            if abs(c[0]) < SAME:
                return False
            while c and abs(c[-1]) < SAME**2:  # roots at 0
                c.pop()
            if len(c) < 2:
                return True
            return _bounded(_all_roots(c))

    @property
    def boundary_right(self) -> bool:
        """Whether no point of the locus has a negative real part."""
        N = self.real_part
        if not N:
            return True
        inner = sign_changes(N)
        for end in (Fraction(-1), Fraction(1)):  # a root at an end changes no sign inside
            while inner and not inner(end):
                inner = inner.divided(Poly([-end, 1]))[0]
        if inner.degree > 0 and count_real(inner, Fraction(-1), Fraction(1)):
            return False
        middle = next(x for k in range(1, 50) if N(x := Fraction(1, 2 * k + 1)))
        return sign(N(middle)) > 0

    @property
    def a_stable_inside(self) -> bool:
        return self.boundary_right and self.stable(mp.mpf(-1) - mp.mpf(1) / 7)

    @property
    def a_stable(self) -> bool:
        """On the closed half-plane: on the axis no multiple root has modulus 1."""
        if not self.a_stable_inside:
            return False
        on_axis = [(w, self.z(w)) for w in self.turning if abs(abs(w) - 1) < SAME]
        return not any(z is not None and abs(mp.re(z)) < SAME for _, z in on_axis)

    @property
    def meets_negative_axis(self) -> bool:
        """Whether a point of the locus is real and negative."""
        ws = [mp.mpc(1), mp.mpc(-1)]
        if self.imaginary_part.degree > 0:
            ws += _on_circle(simple_part(self.imaginary_part).roots(PLACES))
        zs = [z for w in ws if (z := self.z(w)) is not None]
        return any(mp.re(z) < -SAME for z in zs)

    @property
    def angle(self) -> float | bool:
        """The α of A(α) in degrees: the least |arg(−z)| on the locus, its limits at 0 and ∞ among them."""
        if self.a_stable_inside:
            return 90.0
        if not self.stable(mp.mpf(-1) - mp.mpf(1) / 7) or self.meets_negative_axis:
            return False
        least = min([*self._turning_angles(), *self._limits()], default=90.0)
        return least if least > 1e-40 else False

    def _turning_angles(self) -> list[float]:
        """Where tan² arg z = (1 − c²) I²/N², c = cos φ, has an extremum: there
        N (−c I + (1 − c²) I′) = (1 − c²) I N′ or I = 0, where z is real."""
        N, part, c = self.real_part, self.imaginary_part, Poly([0, 1])
        off = Poly([1, 0, -1])
        slope = N * (off * part.derivative() - c * part) - off * part * N.derivative()
        with mp.workdps(PLACES):
            ws = [
                mp.expj(mp.mpf(k) / 7) for k in range(1, 22)
            ]  # any points, where the angle is the same at all
            if slope.degree > 0:
                ws += _on_circle(simple_part(slope).roots(PLACES))
            zs = [z for w in ws if (z := self.z(w)) is not None and abs(z) > SAME]
            return [min(float(abs(mp.arg(-z)) * 180 / mp.pi), 90.0) for z in zs]

    def _limits(self) -> list[float]:
        """Of the angle, where the locus comes to 0 or ∞."""
        found = []
        with mp.workdps(PLACES):
            for p in (self.rho, self.sigma):
                for w in simple_part(p).roots(PLACES) if p.degree > 0 else []:
                    for side in (1, -1):
                        if abs(abs(w) - 1) < SAME:
                            z = self._near(w, side * NEAR)
                            found.append(min(float(abs(mp.arg(-z)) * 180 / mp.pi), 90.0))
        return found

    def _near(self, w: Any, angle: Any) -> Any:
        """The z that the locus has beside w, with places enough for roots of any multiplicity."""
        with mp.workdps(4 * PLACES):
            near = w * mp.expj(angle)
            return mp.polyval(self.rho.decimals(), near) / mp.polyval(self.sigma.decimals(), near)

    def interval(self, *, imaginary: bool) -> tuple[bool, End] | None:
        """Whether z = 0 is stable, and how far [−x, 0], or [0, iy], is. None where something happens so close to 0 that
        roots are not told apart there."""
        direction = mp.mpc(0, 1) if imaginary else mp.mpc(-1)
        if not self.zero_stable:
            return False, (mp.mpf(0), True)
        on_circle = self.real_part if imaginary else self.imaginary_part
        ws = [mp.mpc(1), mp.mpc(-1)]
        with mp.workdps(PLACES):
            if on_circle.degree > 0:
                ws += _on_circle(simple_part(on_circle).roots(PLACES))
            ws += self.turning
            zs = [self.z(w) for w in ws]
            if self.beta[-1]:
                zs.append(self.rho.decimals()[0] / Poly([self.beta[-1]]).decimals()[0])
            lengths = [mp.re(z / direction) for z in zs if z is not None and abs(mp.im(z / direction)) < SAME]
            at: list[Any] = []
            for t in sorted(t for t in lengths if t > SAME):
                if not at or t - at[-1] > SAME:
                    at.append(t)
            if at and at[0] < TINY:
                return None
            previous = mp.mpf(0)
            for t in at:
                if not self.stable((previous + (t - previous) * mp.mpf("0.4321")) * direction):
                    return True, (previous, False)
                if not self.stable(t * direction):
                    return True, (t, True)
                previous = t
            if not self.stable((2 * previous + 1) * direction):
                return True, (previous, False)
        return True, None

    @property
    def ssp(self) -> Exact:
        """The least −α_i/β_i (Lenferink), α_k being 1; None where there is no end."""
        top = self.alpha[-1]
        alpha, beta = [a / top for a in self.alpha], [b / top for b in self.beta]
        if any(sign(a) > 0 for a in alpha[:-1]) or any(sign(b) < 0 for b in beta):
            return Fraction(0)
        found = [-a / b for a, b in zip(alpha[:-1], beta[:-1], strict=True) if b]
        least = found[0] if found else None
        for each in found[1:]:
            if sign(each - least) < 0:
                least = each
        return least


def _on_circle(cosines: list[Any]) -> list[Any]:
    """e^{±iφ} for those that are real and between −1 and 1."""
    found = []
    with mp.workdps(PLACES):
        for x in cosines:
            if abs(mp.im(x)) < SAME and abs(mp.re(x)) <= 1:
                w = mp.mpc(mp.re(x), mp.sqrt(1 - mp.re(x) ** 2))
                found += [w, mp.conj(w)]
    return found


def root_condition(p: Poly) -> bool:
    """Whether no root is outside the unit circle and none on it is multiple. Roots on it are those that p has in
    common with its reverse, and that no places tell from it."""
    for factor, m in factors(p):
        mutual = factor.gcd(factor.reversed())
        rest = factor.divided(mutual)[0]
        with mp.workdps(PLACES):
            if any(abs(w) > 1 for w in rest.roots(PLACES)):
                return False
            for w in mutual.roots(PLACES):
                if abs(abs(w) - 1) < SAME:
                    if m > 1:
                        return False
                elif abs(w) > 1:
                    return False
    return True


def _all_roots(c: list[Any]) -> list[Any]:
    found: list[Any] = mp.polyroots(c, maxsteps=2000, extraprec=2400)
    return found


def _bounded(roots: list[Any]) -> bool:
    """No root outside, and those on the circle apart from one another."""
    if any(abs(w) > 1 + CLOSE for w in roots):
        return False
    edge = [w for w in roots if abs(abs(w) - 1) <= CLOSE]
    if any(abs(w) > 1 + SAME and all(abs(w - v) > 2 * CLOSE for v in edge if v is not w) for w in edge):
        return False
    return all(abs(a - b) > CLOSE for i, a in enumerate(edge) for b in edge[:i])


def chebyshev(m: int, *, second: bool) -> Poly:
    """T_m, or U_m."""
    before, now = Poly([1]), Poly([0, 2 if second else 1])
    if m == 0:
        return before
    for _ in range(m - 1):
        before, now = now, Poly([0, 2]) * now - before
    return now
