"""Stability of methods with several eigenvalues, along the axes and in the left half-plane."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import numpy
import pytest
from schemes import analysis, catalogued, multistep
from tiers import seeds

from tableau2net.algebra.domains import choose_ordered, convert
from tableau2net.algebra.domains.complex import Complex
from tableau2net.algebra.domains.rational import Rationals
from tableau2net.algebra.polynomials import Polynomial
from tableau2net.algebra.polynomials.at_root import AtRoot, at
from tableau2net.algebra.polynomials.real_root import real_roots
from tableau2net.algebra.polynomials.schur import Disc, disc
from tableau2net.analyse import Analysis, analyse
from tableau2net.analyse.properties.multistep import pencil
from tableau2net.analyse.stability.axis import AlongAxis, Axis
from tableau2net.analyse.stability.locus import Locus
from tableau2net.analyse.stability.several_values import a_stability
from tableau2net.analyse.stability.zero_stable_set import zero_stable_set
from tableau2net.analyse.subject import Subject
from tableau2net.exact import number, parse, to_float
from tableau2net.read import load_scheme

ORDER = Rationals()


def polynomial(*coefficients: int | Fraction) -> Polynomial:
    return Polynomial.of(map(Fraction, coefficients), ORDER)


def general_linear(tmp_path: Path, **matrices: str) -> Analysis:
    path = tmp_path / "scheme.yaml"
    rows = "".join(f"{key}: {text}\n" for key, text in matrices.items())
    path.write_text(f"name: scheme\nkind: general-linear\nstart: history\n{rows}", encoding="utf-8")
    return analyse(load_scheme(str(path)))


def largest(phi: tuple[Polynomial, ...], z: complex) -> float:
    """max |w| with Φ(w, z) = 0, in floats."""
    values = [sum(float(a) * z**j for j, a in enumerate(p.coefficients)) for p in reversed(phi)]
    return float(max(abs(numpy.roots(values)), default=0.0)) if abs(values[0]) > 1e-12 else float("inf")


@pytest.mark.parametrize(
    ("scheme", "real", "imaginary"),
    [
        ("ab2", "[-1, 0]", "{0}"),
        ("ab3", "[-6/11, 0] = [-0.5454545454…, 0]", "[0, 12*sqrt(11)/55] = [0, 0.7236272269…]"),
        ("ab4", "[-3/10, 0] = [-0.3, 0]", "[0, 4*sqrt(65)/75] = [0, 0.4299870799…]"),
        ("ab5", "[-90/551, 0] = [-0.1633393829…, 0]", "{0}"),
        ("am2", "[-6, 0]", "{0}"),
        ("am3", "[-3, 0]", "{0}"),
        ("am4", "[-90/49, 0] = [-1.8367346938…, 0]", None),
        ("leapfrog", "{0}", "[0, 1)"),
        ("milne_simpson", "{0}", "[0, sqrt(3)) = [0, 1.7320508075…)"),
        ("bdf2", "(-∞, 0]", "[0, ∞)"),
        ("bdf3", "(-∞, 0]", "{0}"),
        ("bdf5", "(-∞, 0]", None),
    ],
)
def test_the_stable_intervals_of_multistep_methods(scheme: str, real: str, imaginary: str | None) -> None:
    """Hairer, Wanner II, V.1, for the real ones."""
    found = analysis(scheme)
    assert found["real interval"] == real
    if imaginary is not None:
        assert found["imaginary interval"] == imaginary


def test_where_the_method_is_not_zero_stable_nothing_is(tmp_path: Path) -> None:
    path = tmp_path / "bdf7.yaml"
    path.write_text("name: bdf7\nkind: family\nfamily: bdf\nsteps: 7\n", encoding="utf-8")
    found = analyse(load_scheme(str(path)))
    assert (found["real interval"], found["imaginary interval"]) == ("∅", "∅")


def made_up(seed: int) -> tuple[Polynomial, Polynomial]:
    """ρ and σ of a made-up multistep method with ρ(1) = 0 and ρ'(1) = σ(1)."""
    made = random.Random(seed)
    while True:
        steps = made.choice([2, 3])
        rho = polynomial(*(Fraction(made.randint(-3, 3), 3) for _ in range(steps - 1)), 1) * polynomial(-1, 1)
        sigma = polynomial(*(Fraction(made.randint(-4, 6), 4) for _ in range(steps + 1)))
        slope, total = rho.derivative()(Fraction(1)), sigma(Fraction(1)) if sigma else 0
        if slope and total:
            return rho, sigma.scaled(slope / total)


@pytest.mark.parametrize("seed", seeds(100))
def test_the_intervals_are_those_of_the_roots_in_floats(seed: int) -> None:
    phi = pencil(*made_up(seed))
    for axis, direction in ((Axis.REAL, -1), (Axis.IMAGINARY, 1j)):
        found = AlongAxis.of(phi, axis, ORDER).stretch()
        end = 100.0 if found.end is None else float(found.end.refined(Fraction(1, 10**12)).high)
        inside = [largest(phi, direction * end * i / 16) for i in range(1, 16)]
        beyond = [largest(phi, direction * (end + step)) for step in (1e-1, 1e-2, 1e-3, 1e-4)]
        assert not end or max(inside) < 1 + 1e-5
        assert found.end is None or found.verdict is not Disc.UNSTABLE or max(beyond) > 1


@pytest.mark.parametrize("seed", seeds(200))
def test_two_ways_to_a_stability_agree(seed: int) -> None:
    """The root locus curve of a multistep method, and the maximum principle."""
    rho, sigma = made_up(seed)
    found = a_stability(pencil(rho, sigma), ORDER).value
    assert found is not None
    assert found == Locus(rho, sigma, ORDER).a_stable()


@pytest.mark.parametrize("seed", seeds(12))
def test_over_a_number_field_the_intervals_are_the_same_to_scale(seed: int) -> None:
    """h times √2."""
    rho, sigma = made_up(seed)
    field = choose_ordered([parse("sqrt(2)")])
    assert field is not None
    lifted = tuple(
        Polynomial.of((convert(number(a), field) for a in p.coefficients), field) for p in (rho, sigma)
    )
    scaled = pencil(lifted[0], lifted[1].scaled(convert(parse("sqrt(2)"), field)))
    assert a_stability(scaled, field).value == a_stability(pencil(rho, sigma), ORDER).value
    for axis in Axis:
        one, other = (
            AlongAxis.of(*args).stretch()
            for args in ((pencil(rho, sigma), axis, ORDER), (scaled, axis, field))
        )
        assert (one.closed, one.verdict) == (other.closed, other.verdict)
        if one.end is not None:
            assert other.end is not None
            ends = [float(each.refined(Fraction(1, 10**12)).high) for each in (one.end, other.end)]
            assert ends[0] == pytest.approx(ends[1] * 2**0.5, abs=1e-10)


def test_a_root_at_infinity_is_not_stable() -> None:
    """u_{n+2} − u_n = −h (f_{n+2} + f_n): at z = −1 the degree falls."""
    rho, sigma = polynomial(-1, 0, 1), polynomial(-1, 0, -1)
    assert not Locus(rho, sigma, ORDER).a_stable()
    assert a_stability(pencil(rho, sigma), ORDER).value is False


@pytest.mark.parametrize(
    ("A", "U", "B", "V", "stable", "real"),
    [
        ("[[2/3]]", "[[4/3, -1/3]]", "[[2/3], [0]]", "[[4/3, -1/3], [1, 0]]", True, "(-∞, 0]"),  # BDF2
        (
            "[[6/11]]",
            "[[18/11, -9/11, 2/11]]",
            "[[6/11], [0], [0]]",
            "[[18/11, -9/11, 2/11], [1, 0, 0], [0, 1, 0]]",
            False,
            "(-∞, 0]",
        ),  # BDF3
        (
            "[[]]",
            "[[1, 0]]",
            "[[1], [0]]",
            "[[1, 0], [1, 0]]",
            False,
            "[-2, 0]",
        ),  # Euler, and the value before
        ("[[1/2]]", "[[1, 0]]", "[[1], [0]]", "[[1, 0], [1, 0]]", True, "(-∞, 0]"),  # the midpoint rule
    ],
)
def test_a_stability_of_general_linear_methods(
    A: str, U: str, B: str, V: str, stable: bool, real: str, tmp_path: Path
) -> None:
    found = general_linear(tmp_path, A=A, U=U, B=B, V=V)
    assert found["A-stable"] is stable
    assert found["real interval"] == real


def test_a_multiple_eigenvalue_of_modulus_one_leaves_a_stability_open(tmp_path: Path) -> None:
    """Two midpoint rules side by side, which are A-stable: Φ alone cannot tell."""
    found = general_linear(
        tmp_path, A="[[1/2, 0], [0, 1/2]]", U="[[1, 0], [0, 1]]", B="[[1, 0], [0, 1]]", V="[[1, 0], [0, 1]]"
    )
    assert found["A-stable"] is None


def test_a_pole_in_the_left_half_plane_is_not_a_stable(tmp_path: Path) -> None:
    found = general_linear(tmp_path, A="[[-1/2]]", U="[[1, 0]]", B="[[1], [0]]", V="[[1, 0], [1, 0]]")
    assert found["A-stable"] is False


def test_irrational_general_linear_methods_are_decided(tmp_path: Path) -> None:
    """The two-stage SDIRK method of γ = 1 − √2/2, which is A-stable, beside the value before."""
    found = general_linear(
        tmp_path,
        A='[["1 - sqrt(2)/2"], ["sqrt(2)/2", "1 - sqrt(2)/2"]]',
        U="[[1, 0], [1, 0]]",
        B='[["sqrt(2)/2", "1 - sqrt(2)/2"], [0, 0]]',
        V="[[1, 0], [1, 0]]",
    )
    assert found["A-stable"] is True
    assert found["imaginary interval"] == "[0, ∞)"


@pytest.mark.parametrize(
    ("alpha", "expected"),
    [
        ("-k k-1 1", "k in (-1, 1]"),  # lm2
        ("k -1-k 1", "k in [-1, 1)"),
        ("1/k -1-1/k 1", "k in (-∞, -1] ∪ (1, ∞)"),
        ("k -1-k*k 0 1", "k in {0}"),
        ("k -2 1", "no value"),
        ("k 0 1", "k in [-1, 1]"),
        (
            "k**2-3 2-k**2 1",
            "k in (-2, -sqrt(2)] ∪ [sqrt(2), 2) = (-2, -1.4142135623…] ∪ [1.4142135623…, 2)",
        ),
        (
            "sqrt(2)*k -1-sqrt(2)*k 1",
            "k in [-sqrt(2)/2, sqrt(2)/2) = [-0.7071067811…, 0.7071067811…)",
        ),
    ],
)
def test_the_values_for_which_a_scheme_is_zero_stable(alpha: str, expected: str | None) -> None:
    method = multistep(alpha, f"{'0 ' * (len(alpha.split()) - 1)}1")
    (found,) = zero_stable_set(method.V, 10)
    assert found.value == expected


@pytest.mark.parametrize("alpha", ["k -1-k 1", "k 0 -1-k 1", "k -1-k*k 0 1", "-1/2-k**3+k k-1/2 k**3-2*k 1"])
def test_the_values_are_those_of_the_roots_in_floats(alpha: str) -> None:
    method = multistep(alpha, f"{'0 ' * (len(alpha.split()) - 1)}1")
    text = str(zero_stable_set(method.V, 12)[0].value).split(" = ")[-1].replace("k in ", "").replace("…", "")
    pieces = [part.strip("{}[]()").split(", ") for part in text.split(" ∪ ")]
    for k in numpy.linspace(-3, 3, 241) + 1e-4:
        inside = any(float(ends[0]) <= k <= float(ends[-1]) for ends in pieces)
        values = [to_float(parse(entry, ("k",)).substitute({"k": number(str(k))})) for entry in alpha.split()]
        assert inside == (max(abs(numpy.roots(values[::-1]))) < 1 + 1e-9)


def test_the_field_of_a_root_knows_its_numbers() -> None:
    """x = √2 as a root of (x² − 2)(x − 3): x² = 2, (x − 3) ≠ 0 has an inverse, 7/5 < x < 3/2."""
    root = next(real_roots(polynomial(6, -2, -3, 1), ORDER, Fraction(0)))
    field, x = AtRoot(root), at(polynomial(0, 1), root)
    assert not x * x - field.integer(2)
    three = field.integer(3)
    assert not field.one / (x - three) * (x - three) - field.one
    assert field.sign(x - field.number(Fraction(7, 5))) == 1
    assert field.sign(x - field.number(Fraction(3, 2))) == -1


@pytest.mark.parametrize(
    ("roots", "expected"),
    [
        ([(0, 1), (0, -1)], Disc.STABLE),
        ([(0, 1), (0, 1)], Disc.MULTIPLE),
        ([(Fraction(3, 5), Fraction(4, 5)), (Fraction(1, 2), 0), (Fraction(1, 2), 0)], Disc.STABLE),
        ([(0, 1), (0, 1), (Fraction(1, 2), 0)], Disc.MULTIPLE),
        ([(0, 1), (0, 1), (0, 2)], Disc.UNSTABLE),
        ([(0, Fraction(1, 2)), (0, 2)], Disc.UNSTABLE),  # symmetric in the circle
    ],
)
def test_where_the_roots_of_a_complex_polynomial_lie(
    roots: list[tuple[Fraction | int, Fraction | int]], expected: Disc
) -> None:
    one, zero = Complex(Fraction(1), Fraction(0)), Complex(Fraction(0), Fraction(0))
    phi = [one]
    for re, im in roots:
        root = Complex(Fraction(re), Fraction(im))
        phi = [a - root * b for a, b in zip([zero, *phi], [*phi, zero], strict=True)]
    assert disc(phi, ORDER) is expected


def test_complex_coefficients_need_their_conjugates() -> None:
    subject = Subject.of(catalogued("leapfrog").method, 10)
    assert subject.multistep is not None
    assert subject.ordered is not None
    along = AlongAxis.of(pencil(*subject.multistep), Axis.IMAGINARY, subject.ordered)
    assert [along.at(Fraction(t)) for t in ("0", "1/2", "1", "2")] == [
        Disc.STABLE, Disc.STABLE, Disc.MULTIPLE, Disc.UNSTABLE
    ]  # fmt: skip
