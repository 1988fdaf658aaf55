"""What is right of a Runge–Kutta scheme."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from zlib import crc32

from mpmath import mp, mpf

from attack.expected import Interval, Is, Number, Unlimited
from attack.numbers import Exact, InPi, real
from attack.oracles import convergence, structure, trees
from attack.oracles.one_step import OneStep
from attack.oracles.relative import relative_order
from attack.scheme import Scheme
from attack.truth.common import ANGLE, EFFECTIVE, HIGHEST, Truth, is_explicit, of_order, refuted_claims

BEYOND = 12  # simplifying assumptions that hold so far hold for ever, of methods of so few stages


def runge_kutta(scheme: Scheme) -> Truth:
    A, (b,) = scheme["A"], scheme["b"]
    c = [sum(row, Fraction(0)) for row in A]
    orders = {"order": trees.order([A], [b], trees.forest(), HIGHEST)}
    p = orders["order"]
    if crc32(scheme.text().encode()) % 8 == 0 and convergence.order(A, b, HIGHEST) != p:
        raise AssertionError(f"the trees say order {p}, an integrator does not")
    orders["stage order"] = min(trees.stage_order(A, max(p, 1)), p)
    hats = scheme.get("b_hat")
    if hats is not None:
        orders["embedded order"] = trees.order([A], [hats[0]], trees.forest(), HIGHEST)
    found: Truth = {name: of_order(value) for name, value in orders.items()}
    effective = relative_order(A, [[Fraction(1)] for _ in b], [b], [[Fraction(1)]], EFFECTIVE)
    if effective is not None:
        orders["effective order"] = effective
        found["effective order"] = of_order(effective, EFFECTIVE)
    found["refuted"] = Is(refuted_claims(scheme, orders))
    found["explicit"] = Is(is_explicit(A))
    s = len(b)
    if any(b) and len(structure.irreducible(A, b)[1]) == s:
        found["B(p)"] = Is(structure.quadrature(b, c, 2 * s))
        eta, zeta = structure.simplifying_c(A, c, BEYOND), structure.simplifying_d(A, b, c, BEYOND)
        found["C(η)"] = Unlimited(s + 1) if eta == BEYOND else Is(eta)
        found["D(ζ)"] = Unlimited(s + 1) if zeta == BEYOND else Is(zeta)
        found["stiffly accurate"] = Is(all(x == y for x, y in zip(A[-1], b, strict=True)))
    if p < HIGHEST and p < 5:
        taus = trees.residuals(A, b, p + 1)
        with mp.workdps(50):
            found["2-norm"] = Number(mp.sqrt(sum(real(x) ** 2 for x in taus)))
            found["max-norm"] = Number(max(abs(real(x)) for x in taus))
    if not any(b):
        return {**found, **IDENTITY}  # nothing is left of it
    return {**found, **of_irreducible(*structure.irreducible(A, b))}


IDENTITY: Truth = {
    "R(z)": Is("1"),
    "A-stable": Is(True),
    "L-stable": Is(False),
    "real interval": Interval(None),
    "imaginary interval": Interval(None),
    "symplectic": Is(True),
    "symmetric": Is(True),
    "algebraically stable": Is(True),
    "SSP coefficient": Number(None),
}


def of_irreducible(A: Sequence[Sequence[Exact]], b: Sequence[Exact]) -> Truth:
    found: Truth = {
        "symplectic": Is(structure.symplectic(A, b)),
        "symmetric": Is(structure.symmetric(A, b)),
    }
    R = OneStep.of(A, b)
    if any(isinstance(x, InPi) and len(x.P) + len(x.Q) > 3 for x in (*R.P.c, *R.Q.c)):
        return found  # Sturm's chains of coefficients that are more than a + b π take minutes
    end = structure.ssp(A, b)
    return {
        **found,
        **of_stability_function(R),
        "algebraically stable": Is(structure.algebraically_stable(A, b)),
        "SSP coefficient": Number(end, mpf(2) ** -40 * max(1, end or 0)),
    }


def of_stability_function(R: OneStep) -> Truth:
    angle = R.angle
    found: Truth = {
        "I-stable": Is(R.i_stable),
        "A-stable": Is(R.a_stable),
        "L-stable": Is(R.l_stable),
        "real interval": Interval(R.real_end),
        "imaginary interval": Interval(R.imaginary_end),
    }
    if angle is not None:
        found["A(α)-stable"] = Is(False) if angle is False else Number(angle, ANGLE)
    if R.P and R.P.c[0] == 1:
        found["dissipation order"] = Is(R.dissipation())
        if (dispersion := R.dispersion()) is not None:
            found["dispersion order"] = Is(dispersion)
    return found
