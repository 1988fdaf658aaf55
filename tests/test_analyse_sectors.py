"""The angle of A(α) and the stable intervals of multistep methods, against roots that are counted along rays."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath
import numpy
import pytest
from schemes import multistep
from tiers import seeds

from tableau2net.algebra.domains import OrderedDomain, choose_ordered, convert
from tableau2net.algebra.domains.rational import rationals
from tableau2net.algebra.polynomials import Polynomial
from tableau2net.algebra.polynomials.schur import Disc
from tableau2net.analyse import Analysis, analyse
from tableau2net.analyse.properties.multistep import pencil
from tableau2net.analyse.stability.axis import AlongAxis, Axis
from tableau2net.analyse.stability.locus import Locus
from tableau2net.exact import number, parse
from tableau2net.methods import Method

ORDER = rationals()
Numbers = numpy.ndarray[Any, Any]
SEEDS = 45  # of each kind
RADII = numpy.logspace(-9, 6, 500)
KINDS = ("plain", "unit roots of ρ", "unit roots of σ", "both", "±1", "common", "lower", "not zero-stable")


def polynomial(*coefficients: int | Fraction) -> Polynomial:
    return Polynomial.of((ORDER.number(Fraction(a)) for a in coefficients), ORDER)


def made_up(kind: str, seed: int) -> tuple[Polynomial, Polynomial]:
    """ρ with ρ(1) = 0, but where the method is not to be zero-stable, and σ, of up to six steps."""
    made = random.Random(f"{kind} {seed}")
    steps = made.choice((1, 2))

    def fifth(n: int) -> Polynomial:
        return polynomial(*(Fraction(made.randint(-3, 3), 5) for _ in range(n)), 1)

    def weights(n: int) -> Polynomial:
        return polynomial(*(Fraction(made.randint(-4, 6), 4) for _ in range(n + 1)))

    pair = polynomial(1, -2 * made.choice([Fraction(0), Fraction(1, 2), Fraction(-4, 5), Fraction(5, 13)]), 1)
    rho, sigma = fifth(steps - 1) * polynomial(-1, 1), weights(steps)
    match kind:
        case "unit roots of ρ":
            rho, sigma = rho * pair, fifth(steps + 1) if made.random() < 0.7 else weights(steps + 2)
        case "unit roots of σ":
            rho, sigma = rho * fifth(1), pair.scaled(ORDER.number(Fraction(made.randint(1, 5), 4)))
        case "both":
            rho, sigma = rho * pair, polynomial(1, 0, 1) * fifth(steps)
        case "±1":
            unit = polynomial(made.choice((1, -1)), 1)
            rho, sigma = made.choice(
                ((rho * unit, sigma * unit), (rho * unit, weights(steps + 1)), (rho, unit))
            )
        case "common":
            factor = made.choice(
                (polynomial(1, 1), polynomial(-1, 2), pair, polynomial(-1, 1), polynomial(0, 1))
            )
            rho, sigma = rho * factor, weights(steps) * factor
        case "lower":
            rho, sigma = rho * fifth(1), weights(made.randint(0, steps))
        case "not zero-stable":
            factor = made.choice((polynomial(-2, 1), pair * pair, polynomial(1, -2, 1)))
            rho, sigma = rho * factor, weights(rho.degree + factor.degree)
    return (rho, sigma) if sigma else made_up(kind, seed + 1000)


def floats(p: Polynomial) -> list[float]:
    return [float(ORDER.near(a)) for a in p.coefficients]


def largest(rho: Sequence[float], sigma: Sequence[float], z: Numbers) -> Numbers:
    """max |w| over the roots of ρ(w) − zσ(w), for many z at once: eigenvalues of companion matrices."""
    size = max(len(rho), len(sigma))
    padded = [numpy.pad(numpy.array(p), (0, size - len(p))) for p in (rho, sigma)]
    falling = (padded[0] - z[:, None] * padded[1])[:, ::-1]
    companions: Numbers = numpy.zeros((len(z), size - 1, size - 1), dtype=complex)
    companions[:, 0, :] = -falling[:, 1:] / falling[:, :1]
    companions[:, range(1, size - 1), range(size - 2)] = 1
    found: Numbers = abs(numpy.linalg.eigvals(companions)).max(axis=1)
    return found


def excess(rho: Polynomial, sigma: Polynomial, degrees: float) -> mpmath.mpf:
    """max |w| − 1 on the ray arg(−z) = degrees, with 60 digits at the z that is worst in floats."""
    z = -RADII * numpy.exp(1j * numpy.radians(degrees))
    worst = complex(z[largest(floats(rho), floats(sigma), z).argmax()])
    return exactly(rho, sigma, mpmath.mpc(worst))


def exactly(rho: Polynomial, sigma: Polynomial, z: mpmath.mpc) -> mpmath.mpf:
    """max |w| − 1 at one z."""
    return max(abs(w) for w in roots(rho, sigma, z)) - 1


def roots(rho: Polynomial, sigma: Polynomial, z: mpmath.mpc) -> list[mpmath.mpc]:
    with mpmath.workdps(60):
        rising = []
        for p in pencil(rho, sigma):
            values = [ORDER.near(a) for a in p.coefficients]
            rising.append(sum((z**j * mpmath.mpf(a.numerator) / a.denominator for j, a in enumerate(values))))
        while rising and abs(rising[-1]) < mpmath.mpf(10) ** -40:
            rising.pop()
        return list(mpmath.polyroots(rising[::-1], maxsteps=2000, extraprec=2000))


def found_angle(locus: Locus) -> float:
    if locus.a_stable():
        return 90.0
    angle = locus.angle(8)
    return 0.0 if angle is None else float(angle.rstrip("…"))


@pytest.mark.parametrize("seed", seeds(SEEDS))
@pytest.mark.parametrize("kind", KINDS)
def test_the_widest_sector_is_that_of_the_roots_on_rays(kind: str, seed: int) -> None:
    """Inside, no root is outside the disc; on the first ray beyond, one is."""
    rho, sigma = made_up(kind, seed)
    alpha = found_angle(Locus(rho, sigma, ORDER))
    for share in (0, 0.5, 0.99) if alpha else ():
        assert excess(rho, sigma, share * alpha) < mpmath.mpf(10) ** -20
    if alpha < 90:
        assert excess(rho, sigma, alpha + 0.5) > mpmath.mpf(10) ** -14


@pytest.mark.parametrize("seed", seeds(SEEDS))
@pytest.mark.parametrize("kind", KINDS)
def test_the_stable_intervals_are_those_of_the_roots_on_the_axes(kind: str, seed: int) -> None:
    rho, sigma = made_up(kind, seed)
    for axis, direction in ((Axis.REAL, -1), (Axis.IMAGINARY, 1j)):
        found = AlongAxis.of(pencil(rho, sigma), axis, ORDER).stretch()
        end = 1e6 if found.end is None else float(found.end.refined(Fraction(1, 10**15)).high)
        if end:
            inside = largest(floats(rho), floats(sigma), direction * end * numpy.linspace(1e-4, 0.9999, 300))
            assert inside.max() < 1 + 1e-6
        if found.end is None:
            continue
        with mpmath.workdps(60):
            edge = found.end.refined(Fraction(1, 10**60)).high
            at_end = roots(rho, sigma, direction * mpmath.mpf(edge.numerator) / edge.denominator)
        whole = len(at_end) == max(rho.degree, sigma.degree)
        circle = [w for w in at_end if abs(abs(w) - 1) < 1e-12]
        apart = all(abs(v - w) > 1e-8 for i, v in enumerate(circle) for w in circle[:i])
        within = all(abs(w) < 1 + 1e-12 for w in at_end)
        assert found.closed == (whole and within and apart)
        if found.closed and found.verdict is Disc.UNSTABLE:
            beyond = direction * (end + numpy.logspace(-7, -0.5, 60) * max(1.0, end))
            assert largest(floats(rho), floats(sigma), beyond).max() > 1 + 1e-13


@dataclass(frozen=True)
class Document:
    method: Method


def analysed(alpha: str, beta: str, digits: int = 10) -> Analysis:
    return analyse(Document(multistep(alpha, beta)), digits=digits)


@pytest.mark.parametrize(
    ("alpha", "beta", "angle"),
    [
        ("0 -1 1", "1/2 0 1/2", "α = 45°"),  # the curve goes to ∞ at the unit roots ±i of σ
        ("-1 1 -1 1", "0 0 0 2", "α = 45°"),  # and to 0 at those of ρ
        ("12/25 -7/25 -6/5 1", "-8/95 8/475 104/475 16/95", "α = 39.6286329043…°"),
        ("-2 1", "1 1", False),  # not zero-stable
        ("-1 0 1", "0 2 0", False),  # leapfrog: the curve is a part of the imaginary axis, and −1 is unstable
        ("1 -2 1", "0 0 1", False),  # along the negative axis to 0, at a double root of ρ
    ],
)
def test_the_infimum_is_also_the_limit_where_the_curve_goes_to_0_or_to_infinity(
    alpha: str, beta: str, angle: str | bool
) -> None:
    assert analysed(alpha, beta)["A(α)-stable"] == angle


def test_the_angle_at_a_unit_root_of_sigma_is_that_of_its_residue() -> None:
    """90° − |arg of w̄ρ(w)/σ′(w)| at the unit root w = 3/5 + 4i/5 or its like: for σ with one pair of them."""
    rho = numpy.array([12, -7, -30, 25]) / 25
    sigma = numpy.array([-40, 8, 104, 80]) / 475
    (w,) = (w for w in numpy.roots(sigma[::-1]) if abs(abs(w) - 1) < 1e-9 and w.imag > 0)
    residue = w.conjugate() * numpy.polyval(rho[::-1], w) / numpy.polyval(numpy.polyder(sigma[::-1]), w)
    answer = str(analysed("12/25 -7/25 -6/5 1", "-8/95 8/475 104/475 16/95")["A(α)-stable"])
    assert float(answer.strip("α =…°")) == pytest.approx(
        90 - abs(numpy.degrees(numpy.angle(residue))), abs=1e-9
    )


def test_no_zero_stability_is_said_beside_the_angle() -> None:
    for alpha, beta in (("-2 1", "1 1"), ("1 -2 1", "-3/2 -1/2 2")):
        (section,) = (s for s in analysed(alpha, beta).sections if s.title == "Linear multistep")
        (found,) = (f for f in section.findings if f.name == "A(α)-stable")
        assert found.remark == "without z = 0, for it is not zero-stable"


def test_an_angle_that_is_not_0_is_not_told_as_0() -> None:
    """Near w = exp(iθ) the locus is −(θ² − 10⁻³⁰)(1 − iθ), so that α is 10⁻¹⁵ in radians."""
    answer = str(analysed("1 -2+1/10**30 1", "0 0 1")["A(α)-stable"])
    assert float(answer.strip("α =…°")) == pytest.approx(float(numpy.degrees(1e-15)), rel=1e-5)


@pytest.mark.parametrize("digits", [1, 5, 10, 20])
@pytest.mark.parametrize("factor", ["1", "sqrt(2)", "2**(1/3)"])
def test_a_short_angle_is_told_exactly_and_a_long_one_goes_on(factor: str, digits: int) -> None:
    """h times any number: the same angle, decided over its field."""
    half, two = f"{factor}/2", f"2*{factor}"
    assert analysed("0 -1 1", f"{half} 0 {half}", digits)["A(α)-stable"] == "α = 45°"
    assert analysed("-1 1 -1 1", f"0 0 0 {two}", digits)["A(α)-stable"] == "α = 45°"
    bdf3 = str(analysed("-2/11 9/11 -18/11 1", f"0 0 0 6*{factor}/11", digits)["A(α)-stable"])
    assert bdf3 == f"α = {'86.03236686021164733238'[: 3 + digits].rstrip('0').rstrip('.')}…°"


def lifted(p: Polynomial, field: OrderedDomain) -> Polynomial:
    return Polynomial.of((convert(number(ORDER.near(a)), field) for a in p.coefficients), field)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", KINDS)
def test_over_a_number_field_the_angle_is_the_same(kind: str, seed: int) -> None:
    rho, sigma = made_up(kind, seed)
    field = choose_ordered([parse("sqrt(3)")])
    assert field is not None
    scaled = lifted(sigma, field).scaled(convert(parse("sqrt(3)"), field))
    assert found_angle(Locus(lifted(rho, field), scaled, field)) == found_angle(Locus(rho, sigma, ORDER))
