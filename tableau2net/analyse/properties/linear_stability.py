"""Stability on u' = λu of methods with one external value (Hairer, Wanner II, IV.3).

The imaginary axis is stable iff E(y) = |Q(iy)|² − |P(iy)|² is nowhere negative; with all poles of
R = P/Q in the right half-plane the method is then A-stable (maximum principle).
"""

from __future__ import annotations

from tableau2net.algebra.domains import OrderedDomain
from tableau2net.algebra.domains.domain import ordering
from tableau2net.algebra.domains.rational import rationals
from tableau2net.algebra.polynomials import (
    Polynomial,
    Root,
    first_negative,
    hurwitz,
    never_negative,
    simplified,
)
from tableau2net.algebra.polynomials.polynomial import alike, as_fraction
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.scope import ONE_FIELD, Condition
from tableau2net.analyse.stability.sector import widest_sector
from tableau2net.analyse.stability.several_values import EMPTY, a_stability, intervals
from tableau2net.analyse.stability.stability_function import StabilityFunction
from tableau2net.analyse.stability.zero_stable_set import zero_stable_set
from tableau2net.analyse.subject import Subject
from tableau2net.analyse.within_digits import (
    UNDECIDED,
    Bracket,
    End,
    coprime,
    left_half_plane,
    middle,
    text,
)
from tableau2net.analyse.words.ends import end, interval
from tableau2net.analyse.words.formula import SHORT, in_decimals, nearly, readable

TITLE = "Linear stability"
# Of a recursion of several steps ρ and σ say the same.
DEFINED_FOR = (ONE_FIELD, Condition(lambda subject: subject.multistep is None or subject.R is not None))
ROUNDED_OFF = "decimals of its exact coefficients, cut off"


def find(subject: Subject) -> tuple[Finding, ...]:
    """R(z), R(∞), E(y), I-, A- and L-stability, A(α), and the stable intervals of both axes."""
    if subject.too_long:
        return (Finding("R(z)", None, subject.too_long),)
    R = subject.R
    if R is None:
        return _several_values(subject)
    if subject.within_digits:
        return _within_digits(R, subject.digits)
    E, order = e_polynomial(R), _ordered(R, subject)
    found = _formulas(R, E, order, subject.digits)
    if order is None:
        return (*found, Finding("A-stable", None, "its coefficients have an open parameter"))
    of_E = ordering(E.domain) or order  # an irrational R may have a rational E
    i_stable = never_negative(E, of_E)
    a_stable = i_stable and hurwitz(R.Q.mirrored(), order)
    real, imaginary = real_end(R, order), first_negative(E, of_E)
    grows = of_E.sign(E(of_E.zero)) < 0  # |R(0)| > 1, of a multistep method of one step: not even 0 is stable
    return (
        *found,
        Finding("I-stable", i_stable),
        Finding("A-stable", a_stable),
        Finding("L-stable", a_stable and R.P.degree < R.Q.degree),
        _sector(R, order, a_stable, real, subject.digits),
        Finding("real interval", end(real, subject.digits, negative=True, is_open=grows), EMPTY * grows),
        Finding("imaginary interval", end(imaginary, subject.digits, is_open=grows), EMPTY * grows),
    )


def _formulas(
    R: StabilityFunction, E: Polynomial, order: OrderedDomain | None, digits: int
) -> tuple[Finding, ...]:
    """R(z), R(∞) and E(y): exactly where that can be read, else with decimals."""
    if order is None or readable(R.P, R.Q):
        shown = Finding("R(z)", R.text())
    else:
        P, Q = (in_decimals(each, "z", order, digits) for each in (R.P, R.Q))
        shown = Finding("R(z)", P if Q == "1" else f"({P})/({Q})", ROUNDED_OFF)
    squares = (
        Finding("E(y)", E.text("y"))
        if order is None or readable(E)
        else Finding("E(y)", in_decimals(E, "y", order, digits), ROUNDED_OFF)
    )
    return shown, Finding("R(∞)", _at_infinity(R, order, digits)), squares


def _at_infinity(R: StabilityFunction, order: OrderedDomain | None, digits: int) -> str:
    """R(∞), exactly and in decimals."""
    if R.P.degree != R.Q.degree:
        return "0" if R.P.degree < R.Q.degree else "∞"
    ratio = R.P.lead / R.Q.lead
    exact = R.P.domain.text(ratio)
    if order is None or (as_fraction(ratio) is not None and len(exact) <= SHORT):
        return exact
    decimal = nearly(ratio, order, digits)
    return f"{exact} = {decimal}" if readable(Polynomial((ratio,), R.P.domain)) else decimal


def _within_digits(R: StabilityFunction, digits: int) -> tuple[Finding, ...]:
    """The same of R = P/Q whose coefficients are balls."""
    E = e_polynomial(R)
    imaginary, real = (Bracket.of(p).first_negative() for p in (E, _along_real(R)))
    i_stable, poles_right = imaginary.infinite, left_half_plane(R.Q.mirrored())
    if poles_right is False and not coprime(R.P, R.Q):
        poles_right = None  # what is not in the right half-plane may be no pole
    a_stable = False if False in (i_stable, poles_right) else (i_stable and poles_right)
    strictly = R.P.degree < R.Q.degree
    P, Q = (text(each, "z", digits) for each in (R.P, R.Q))
    return (
        Finding("R(z)", P if Q == "1" else f"({P})/({Q})"),
        Finding("R(∞)", _ball_at_infinity(R, digits)),
        Finding("E(y)", text(E, "y", digits)),
        _decided("I-stable", i_stable),
        _decided("A-stable", a_stable),
        _decided("L-stable", strictly and a_stable),
        _sector_within_digits(R, a_stable, real, digits),
        _decided("real interval", interval(real.text(digits), negative=True)),
        _decided("imaginary interval", interval(imaginary.text(digits))),
    )


def _ball_at_infinity(R: StabilityFunction, digits: int) -> str:
    if R.P.degree != R.Q.degree:
        return "0" if R.P.degree < R.Q.degree else "∞"
    return text(Polynomial((R.P.lead / R.Q.lead,), R.P.domain), "", digits)


def _decided(name: str, value: bool | str | None) -> Finding:
    return Finding(name, value, UNDECIDED if value is None else "")


def _sector_within_digits(R: StabilityFunction, a_stable: bool | None, real: End, digits: int) -> Finding:
    """The angle of the R in the middle of the digits, where there is one for all of them."""
    if a_stable is None or (real.infinite is None and R.P.degree <= R.Q.degree):
        return Finding("A(α)-stable", None, UNDECIDED)
    if a_stable or R.P.degree > R.Q.degree or not real.infinite:
        return Finding("A(α)-stable", "α = 90°" if a_stable else False)
    angle = widest_sector(StabilityFunction(middle(R.P), middle(R.Q)), rationals(), digits)
    if angle is None:  # in the middle, and not for certain
        return Finding("A(α)-stable", None, UNDECIDED)
    return Finding("A(α)-stable", f"α = {angle}°")


def _several_values(subject: Subject) -> tuple[Finding, ...]:
    """The stability polynomial of a method with several external values, and what follows from it."""
    phi = alike(*subject.stability_polynomial)
    order = ordering(phi[0].domain)
    terms = (
        f"({a.text('z')})" + ("", "*w")[min(i, 1)] + (f"**{i}" if i > 1 else "")
        for i, a in enumerate(phi)
        if a
    )
    found = Finding("Φ(w, z)", " + ".join(terms))
    if subject.within_digits:
        return (found, Finding("A-stable", None, UNDECIDED))
    if order is None:
        left_open = Finding("A-stable", None, "its coefficients have an open parameter")
        return (found, *zero_stable_set(subject.method.V, subject.digits), left_open)
    return (found, a_stability(phi, order), *intervals(phi, order, subject.digits))


def e_polynomial(R: StabilityFunction) -> Polynomial:
    """E(y) = Q(iy)Q(−iy) − P(iy)P(−iy), a polynomial in y²."""
    damping = R.damping
    signed = (-a if j % 4 == 2 else a for j, a in enumerate(damping.coefficients))
    return simplified(Polynomial.of(signed, damping.domain))


def real_end(R: StabilityFunction, order: OrderedDomain) -> Root | None:
    """The largest x with |R| ≤ 1 on [−x, 0]; None where there is no end."""
    return first_negative(_along_real(R), order)


def _along_real(R: StabilityFunction) -> Polynomial:
    """Q(−x)² − P(−x)²."""
    P, Q = R.P.mirrored(), R.Q.mirrored()
    return Q * Q - P * P


def _sector(
    R: StabilityFunction, order: OrderedDomain, a_stable: bool, real: Root | None, digits: int
) -> Finding:
    if a_stable:
        return Finding("A(α)-stable", "α = 90°")
    if R.P.degree > R.Q.degree or real is not None:
        return Finding("A(α)-stable", False)
    angle = widest_sector(R, order, digits)
    return Finding("A(α)-stable", False if angle is None else f"α = {angle}°")


def _ordered(R: StabilityFunction, subject: Subject) -> OrderedDomain | None:
    """The order of the domain that R lives in: a parameter or a root may have cancelled."""
    return ordering(R.P.domain) or subject.ordered
