"""Known properties of known methods, and laws that every scheme of the catalogue obeys."""

from __future__ import annotations

import cmath
import json
import math
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, hypot
from pathlib import Path

import pytest
from cover import tiered
from rooted_trees import BruteForce, density
from rooted_trees import trees as rooted_trees
from schemes import analysis, catalogued, documents, fractions, multistep
from test_verify_residuals import as_tree

from tableau2net.algebra.domains import OrderedDomain, choose_ordered, convert
from tableau2net.algebra.domains.rational import Rationals
from tableau2net.algebra.polynomials import Polynomial, first_negative, never_negative
from tableau2net.algebra.polynomials.real_root import Root, _by_descartes, _by_sturm, real_roots, square_free
from tableau2net.analyse import analyse
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.stability.locus import Locus
from tableau2net.analyse.stability.sector import widest_sector
from tableau2net.analyse.stability.stability_function import StabilityFunction, one_step
from tableau2net.analyse.subject import Subject
from tableau2net.cli import main
from tableau2net.exact import parse
from tableau2net.methods import Method
from tableau2net.read import catalogue, load_scheme
from tableau2net.series.bseries import trees

FIRST = ("runge-kutta", "linear-multistep", "general-linear")


NAMES = [entry.name for entry in catalogue() if entry.kind in FIRST]


def polynomial(*coefficients: int | Fraction) -> Polynomial:
    return Polynomial.of(map(Fraction, coefficients), Rationals())


@pytest.mark.parametrize(
    ("scheme", "property_", "expected"),
    [
        ("rk4", "R(z)", "1 + z + z**2/2 + z**3/6 + z**4/24"),
        ("rk4", "real interval", "[-root(1, -24, 12, -4, 1), 0] = [-2.7852935634…, 0]"),
        ("rk4", "imaginary interval", "[0, 2*sqrt(2)] = [0, 2.8284271247…]"),
        ("rk4", "dispersion order", 4),
        ("rk4", "dissipation order", 5),
        ("rk4", "SSP coefficient", "0"),
        ("rk4", "explicitly reversible", False),
        ("euler", "real interval", "[-2, 0]"),
        ("euler", "imaginary interval", "{0}"),
        ("euler", "A(α)-stable", False),
        ("euler", "algebraically stable", False),
        ("gauss2", "R(z)", "(12 + 6*z + z**2)/(12 - 6*z + z**2)"),
        ("gauss2", "A-stable", True),
        ("gauss2", "L-stable", False),
        ("gauss3", "A-stable", True),
        ("gauss3", "L-stable", False),
        ("gauss3", "dissipation order", "∞"),
        ("radau_iia2", "L-stable", True),
        ("radau_iia3", "L-stable", True),
        ("radau_iia3", "stiffly accurate", True),
        ("alexander_sdirk3", "L-stable", True),
        ("implicit_midpoint", "symplectic", True),
        ("implicit_midpoint", "symmetric", True),
        ("trapezoidal", "symplectic", False),
        ("trapezoidal", "symmetric", True),
        ("lobatto_iiia3", "symmetric", True),
        ("lobatto_iiia3", "algebraically stable", False),
        ("lobatto_iiic3", "algebraically stable", True),
        ("lobatto_iiic3", "symmetric", False),
        ("dopri5", "first same as last", True),
        ("ssprk22", "SSP coefficient", "1"),
        ("ssprk33", "SSP coefficient", "1"),
        ("ssprk104", "SSP coefficient", "6"),
        ("backward_euler", "SSP coefficient", "∞"),
        ("trapezoidal", "SSP coefficient", "2"),
        ("ssp_multistep32", "SSP coefficient", "1/2 = 0.5"),  # C.-W. Shu (1988)
        ("ssp_multistep43", "SSP coefficient", "1/3 = 0.3333333333…"),
        ("ab2", "SSP coefficient", "0"),
        ("am2", "SSP coefficient", "0"),
        ("leapfrog", "SSP coefficient", "0"),
        ("lm2", "SSP coefficient", None),
        ("bdf2", "A-stable", True),
        ("bdf3", "A(α)-stable", "α = 86.0323668602…°"),
        ("bdf4", "A(α)-stable", "α = 73.3516704745…°"),
        ("ab2", "A(α)-stable", False),
        ("leapfrog", "A-stable", False),
        ("leapfrog", "symmetric", True),
        ("leapfrog", "explicitly reversible", True),
        ("leapfrog", "error constant", "1/6"),
        ("lm2", "explicitly reversible", True),
        ("lm2", "zero-stable", True),
        ("lm2", "A-stable", None),
        ("revnet", "explicitly reversible", True),
        ("rk4", "conditions", 9),
        ("rk4", "2-norm", "sqrt(1745)/2880 = 0.0145045823…"),
        ("dopri5", "max-norm", "1/3600 = 0.0002777777…"),
        ("dopri5", "embedded order", 5),
        ("gauss3", "max-norm", "1/16800 = 0.0000595238…"),
        ("euler", "u′", "f - (1/2) h f′f + (1/12) h**2 f″(f, f) + (1/3) h**2 f′f′f + O(h**3)"),
        ("euler", "solves", "u′ + (h/2) u″ = f + O(h**2)"),
        ("lm2", "solves", "(k + 1) u′ + (1 - k) (h/2) u″ = f + O(h**2)"),
    ],
)
def test_a_known_property_is_found(scheme: str, property_: str, expected: object) -> None:
    assert analysis(scheme)[property_] == expected


def test_what_no_order_limits_is_said_to_be_infinite() -> None:
    """C(q) of Euler's method is 0 = 0 for every q; it was said to hold up to the number of stages."""
    assert [analysis("euler")[name] for name in ("B(p)", "C(η)", "D(ζ)")] == [1, "∞", 0]


@pytest.mark.parametrize(("stages", "name"), [(2, "gauss2"), (3, "gauss3")])
def test_gauss_methods_satisfy_the_simplifying_assumptions(stages: int, name: str) -> None:
    found = analysis(name)
    assert (found["B(p)"], found["C(η)"], found["D(ζ)"]) == (2 * stages, stages, stages)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", tiered(NAMES, [name for name in NAMES if len(documents()[name].declared) < 4])
)
def test_what_is_found_is_consistent(name: str) -> None:
    """The implications of the theory: L ⊂ A ⊂ I, algebraic ⊂ A (Hairer, Wanner II, IV.12), and symmetric
    or symplectic methods have |R(iy)| = 1."""
    properties = [each for section in analysis(name).as_json()["properties"].values() for each in [section]]
    value = {key: entry["value"] for section in properties for key, entry in section.items()}
    implications = [
        ("L-stable", "A-stable"),
        ("A-stable", "I-stable"),
        ("algebraically stable", "A-stable"),
        ("first same as last", "stiffly accurate"),
    ]
    assert value
    assert [pair for pair in implications if value.get(pair[0]) and not value.get(pair[1], True)] == []
    assert value.get("E(y)", "0") == "0" or not (value.get("symmetric") or value.get("symplectic"))


@pytest.mark.parametrize("name", ["rk4", "bdf3", "lm2", "gauss2", "revnet"])
def test_the_command_prints_the_analysis(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", name]) == 0
    assert capsys.readouterr().out.startswith(f"{name}: ")
    assert main(["analyze", name, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == name


def test_a_pattern_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "explicit-5"]) == 2
    assert "pattern entries" in capsys.readouterr().err


def test_digits_are_as_many_as_asked_for() -> None:
    found = analyse(catalogued("bdf3"), digits=30)["A(α)-stable"]
    assert isinstance(found, str)
    assert len(found.removeprefix("α = 86.").removesuffix("…°")) == 30


@pytest.mark.parametrize(
    ("steps", "angle"), [(5, "α = 51.839755836…°"), (6, "α = 17.8397777922…°"), (7, False)]
)
def test_backward_differentiation_loses_its_sector(steps: int, angle: object, tmp_path: Path) -> None:
    path = tmp_path / "bdf.yaml"
    path.write_text(f"name: bdf\nkind: family\nfamily: bdf\nsteps: {steps}\n", encoding="utf-8")
    found = analyse(load_scheme(str(path)))
    assert found["zero-stable"] is (steps < 7)
    assert found["A(α)-stable"] == angle


@pytest.mark.parametrize(
    ("coefficients", "expected"),
    [
        ((2, -3, 1), "1"),
        ((0, -1), "0"),
        ((-1, 1), "0"),
        ((4, -4, 1), None),  # (x − 2)², nowhere negative
        ((4, -8, 5, -1), "1"),  # (1 − x)(x − 2)²
        ((), None),
        ((2, 0, -1), "1.41421…"),
    ],
)
def test_where_a_polynomial_begins_to_be_negative(
    coefficients: tuple[int, ...], expected: str | None
) -> None:
    p = polynomial(*coefficients)
    root = first_negative(p, Rationals())
    assert (root.decimal(5) if root else None) == expected
    assert never_negative(p, Rationals()) == (root is None)


def test_equal_roots_of_different_polynomials_are_not_told_apart() -> None:
    def least(*coefficients: int) -> Root:
        return next(real_roots(polynomial(*coefficients), Rationals(), Fraction(0)))

    assert not least(-2, 0, 1).below(least(4, -2, -2, 1))  # √2, and √2 again: (x² − 2)(x − 2)
    assert least(-2, 0, 1).below(least(-3, 0, 1))
    assert not least(-3, 0, 1).below(least(-2, 0, 1))


def test_the_quantities_of_a_pair_are_those_of_its_trees() -> None:
    """Against every tree one by one; J. R. Dormand, P. J. Prince (1980) print 3.99e-4 and 1.18e-3."""
    method, found = catalogued("dopri5").method, analysis("dopri5")
    assert method.b_hat is not None
    A = fractions(method.A)
    own, embedded = (BruteForce(A, fractions([b])) for b in (method.B[0], method.b_hat))

    def residuals(scheme: BruteForce, order: int) -> list[Fraction]:
        return [
            (scheme.outputs(t)[0] - Fraction(1, density(t))) / as_tree(t).symmetry
            for t in rooted_trees(order)
        ]

    def norm(values: list[Fraction]) -> float:
        return math.sqrt(sum(value**2 for value in values))

    low, high = residuals(embedded, 6), residuals(own, 6)
    bottom = norm(residuals(embedded, 5))
    expected = {
        "2-norm": norm(high),
        "embedded 2-norm": bottom,
        "B": norm(low) / bottom,
        "C": norm([a - b for a, b in zip(high, low, strict=True)]) / bottom,
        "E": norm(high) / bottom,
    }
    for name, value in expected.items():
        assert float(str(found[name]).split("= ")[-1].removesuffix("…")) == pytest.approx(value, abs=1e-9)


def test_residuals_are_listed_where_they_are_asked_for() -> None:
    found = analyse(catalogued("heun_euler21"), residuals=True)
    assert found["τ([•,•])"] == "1/12"
    assert found["τ([[•]])"] == "-1/6"
    assert found["embedded τ([•])"] == "-1/2"
    with pytest.raises(KeyError):
        analysis("heun_euler21")["τ([•,•])"]


@pytest.mark.parametrize("name", ["lm2", "polynet2"])
def test_what_has_no_principal_error_is_left_open(name: str) -> None:
    found = next(s for s in analysis(name).sections if s.title == "Principal error")
    assert found.findings[0].value is None
    assert found.findings[0].remark


def test_decimals_are_cut_off_towards_zero() -> None:
    roots = real_roots(polynomial(-6, 0, 5, 0, -1), Rationals())  # −√3, −√2, √2, √3
    assert [root.decimal(3) for root in roots] == ["-1.732…", "-1.414…", "1.414…", "1.732…"]
    assert [root.decimal(1) for root in real_roots(polynomial(0, 1, 400), Rationals())] == ["0…", "0"]
    assert [root.decimal(4) for root in real_roots(polynomial(0, 1, 400), Rationals())] == ["-0.0025", "0"]


def test_there_are_as_many_trees_as_there_should_be() -> None:
    assert [len(trees(n)) for n in range(1, 7)] == [1, 1, 2, 4, 9, 20]


def test_the_modified_equation_of_euler_of_a_linear_equation() -> None:
    """u′ = log(1 + h)/h u where all trees but the tall ones vanish: the coefficients are (−1)^n/(n + 1)."""
    found = str(analyse(catalogued("euler"), order=6)["u′"])
    for n in range(2, 7):
        sign, tall = "+" if n % 2 == 0 else "-", "f′" * n + "f"
        assert f" {sign} (1/{n + 1}) h**{n} {tall}" in found
    assert found.endswith(" + O(h**7)")


@pytest.mark.parametrize("name", ["implicit_midpoint", "gauss2"])
def test_the_modified_equation_of_a_symmetric_method_has_even_powers(name: str) -> None:
    found = str(analyse(catalogued(name), order=6)["u′"])
    assert " h**6 " in found
    assert not any(f" h**{n} " in found for n in (3, 5))


def test_a_modified_equation_ends_somewhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "euler", "--order", "9"]) == 2
    assert "found h**9; expected h**8 at most" in capsys.readouterr().err


def test_a_parameter_with_a_value_is_replaced_by_it() -> None:
    assert Subject.of(catalogued("rk2_alpha").method, 10).ordered is not None


@pytest.mark.parametrize("degree", [3, 4, 5])
def test_the_sector_of_a_one_step_method_is_where_its_modulus_reaches_one(degree: int) -> None:
    """Of the Padé approximation 1/Σ (−z)^j/j!: a little inside the ray |R| ≤ 1, a little outside not."""
    order = Rationals()
    Q = Polynomial(tuple(Fraction((-1) ** j, factorial(j)) for j in range(degree + 1)), order)
    alpha = widest_sector(StabilityFunction(Polynomial((Fraction(1),), order), Q), order, 6)
    assert alpha is not None

    def worst(degrees: float) -> float:
        rays = (-r / 1000 * cmath.exp(1j * math.radians(degrees)) for r in range(1, 20_000))
        return max(1 / abs(sum((-z) ** j / factorial(j) for j in range(degree + 1))) for z in rays)

    angle = float(alpha.removesuffix("…"))
    assert worst(angle - 0.01) <= 1 + 1e-12
    assert worst(angle + 0.01) > 1 + 1e-12


def over(entries: list[str]) -> tuple[Polynomial, OrderedDomain]:
    """The polynomial with irrational coefficients, over their field."""
    expressions = [parse(entry) for entry in entries]
    order = choose_ordered(expressions)
    assert order is not None
    return Polynomial.of((convert(each, order) for each in expressions), order), order


@pytest.mark.parametrize("degree", [3, 4])
def test_a_sector_does_not_depend_on_the_scale_of_an_irrational_z(degree: int) -> None:
    """1/Σ (−√2 z)^j/j! against 1/Σ (−z)^j/j!."""
    scaled, field = over([f"(-sqrt(2))**{j}/{factorial(j)}" if j else "1" for j in range(degree + 1)])
    plain = polynomial(*(Fraction((-1) ** j, factorial(j)) for j in range(degree + 1)))
    found = [
        widest_sector(StabilityFunction(Polynomial((order.one,), order), Q), order, 20)
        for Q, order in ((scaled, field), (plain, Rationals()))
    ]
    assert found[0] == found[1]
    assert found[0] is not None


@pytest.mark.parametrize("digits", [10, 40])
def test_the_angle_of_a_multistep_method_with_irrational_coefficients(digits: int) -> None:
    """BDF3 with h times √3."""
    rho, sigma = polynomial(-2, 9, -18, 11), ["0", "0", "0", "6*sqrt(3)"]
    scaled, field = over(sigma)
    lifted = Polynomial.of((field.number(Fraction(a)) for a in rho.coefficients), field)
    expected = Locus(rho, polynomial(0, 0, 0, 6), Rationals()).angle(digits)
    assert Locus(lifted, scaled, field).angle(digits) == expected


@pytest.mark.parametrize(
    ("alpha", "beta", "expected"),
    [
        ("-1 1", "0 1", "∞"),  # backward Euler
        ("-1 1", "1/2 1/2", "2"),
        ("-1 1", "2/3 1/3", "3/2 = 1.5"),
        ("-1 1", "2 -1", "0"),
        ("-2 2", "2 0", "1"),  # Euler, twice
        ("-1/2 -1/2 1", "1/4 1 1/4", "1/2 = 0.5"),
        ("-1/2 -1/2 1", "sqrt(2)/4 1/2 0", "1"),
        ("-1/2 -1/2 1", "1/4 sqrt(2)/2 0", "0.7071067811…"),
        ("0 -1 1", "1/4 3/4 0", "0"),
    ],
)
def test_the_ssp_coefficient_of_multistep_methods(alpha: str, beta: str, expected: str) -> None:
    @dataclass(frozen=True)
    class Document:
        method: Method

    assert analyse(Document(multistep(alpha, beta)))["SSP coefficient"] == expected


@pytest.mark.parametrize("family", ["gauss", "radau-ia", "radau-iia", "lobatto-iiia", "lobatto-iiic"])
def test_the_stability_function_does_not_depend_on_the_basis(family: str, tmp_path: Path) -> None:
    """Of methods on nodes: from polynomials modulo the node polynomial, and from the tableau."""
    path = tmp_path / "three.yaml"
    path.write_text(f"name: three\nkind: family\nfamily: {family}\nstages: 3\n", encoding="utf-8")
    subject = Subject.of(load_scheme(str(path)).method, 10)
    assert subject.method.collocation is not None
    assert subject.R is not None
    assert subject.R.text() == one_step(subject.method, subject.domain).text()


def test_what_is_too_irrational_is_left_open_alone(tmp_path: Path) -> None:
    path = tmp_path / "gauss6.yaml"
    path.write_text("name: gauss6\nkind: family\nfamily: gauss\nstages: 6\n", encoding="utf-8")
    found = analyse(load_scheme(str(path)))
    assert (found["A-stable"], found["L-stable"], found["dispersion order"]) == (True, False, 12)
    assert found["structure"] is None


def test_a_method_with_pi_is_one_of_real_numbers(tmp_path: Path) -> None:
    """Nothing is left open, for every sign of a number with π is known: 2τ([•,•]) = 1/(2π) − 1/3, τ([[•]]) = −1/6."""

    def analysed(A: str, b: str) -> dict[str, Finding]:
        path = tmp_path / "pi.yaml"
        path.write_text(f"name: pi\nkind: runge-kutta\nA: {A}\nb: {b}\n", encoding="utf-8")
        found = [each for s in analyse(load_scheme(str(path))).sections for each in s.findings]
        assert all(each.value is not None for each in found)
        return {each.name: each for each in found}

    explicit = analysed("[[], [1/pi]]", "[1 - pi/2, pi/2]")
    assert explicit["2-norm"].value == f"{str(hypot(1 / (4 * math.pi) - 1 / 6, 1 / 6))[:11]}…"
    assert explicit["real interval"].value == "[-2, 0]"
    diagonal = analysed("[[pi/4, 0], [1 - pi/4, pi/4]]", "[1 - pi/4, pi/4]")
    assert diagonal["A-stable"].value
    assert diagonal["L-stable"].value
    assert analysed("[[1/pi, 0], [1, -1/pi]]", "[1/2, 1/2]")["A-stable"].value is False


def test_a_double_root_on_the_axis_is_not_a_stable() -> None:
    """ρ = (w − 1)², σ = (w − 1)(2w + 3/2): stable inside the left half-plane, and u_n = n at z = 0."""

    @dataclass(frozen=True)
    class Document:
        method: Method

    found = analyse(Document(multistep("1 -2 1", "-3/2 -1/2 2")))
    assert (found["A-stable"], found["A(α)-stable"], found["zero-stable"]) == (False, "α = 90°", False)


def test_the_stability_polynomial_of_a_multistep_method_is_that_of_its_matrices() -> None:
    found = Subject.of(catalogued("leapfrog").method, 10).stability_polynomial
    assert [p.text("z") for p in found] == ["-1", "-2*z", "1"]  # w² − 2zw − 1


def test_a_general_linear_method_has_a_stability_polynomial(tmp_path: Path) -> None:
    path = tmp_path / "leapfrog.yaml"
    path.write_text(
        "name: leapfrog\nkind: general-linear\nstart: history\nA: [[]]\nU: [[1, 0]]\n"
        "B: [[2], [0]]\nV: [[0, 1], [1, 0]]\n",
        encoding="utf-8",
    )
    assert analyse(load_scheme(str(path)))["Φ(w, z)"] == "(-1) + (-2*z)*w + (1)*w**2"


@pytest.mark.parametrize(
    ("stem", "term"),
    [
        ("ab2", "- (5/12) h**2 f″(f, f)"),
        ("bdf2", "+ (1/3) h**2 f″(f, f)"),
        ("leapfrog", "- (1/6) h**2 f″(f, f)"),
    ],
)
def test_a_multistep_method_s_modified_equation_begins_with_its_error_constant(stem: str, term: str) -> None:
    """u′ = f - C h^p u^(p+1) + …, C = 5/12, -1/3 and 1/6 (Hairer, Lubich, Wanner, XV.3)."""
    assert term in str(analysis(stem)["u′"])


def test_a_predictor_corrector_starts_with_the_slopes_of_the_past() -> None:
    found = analysis("pece_adams2")
    assert found["effective order"] == 2
    assert str(found["y_3"]).startswith("h f - h**2 f′f")


def test_a_method_of_two_values_may_be_a_runge_kutta_method_inside() -> None:
    """Butcher's DIMSIM of order 2: what it does on linear equations is 1 + z + z²/2 and no more."""
    assert analysis("dimsim2")["u′"] == "f - (1/6) h**2 f″(f, f) - (1/6) h**2 f′f′f + O(h**3)"


@pytest.mark.parametrize(
    "coefficients",
    [
        (-6, 0, 5, 0, -1),
        (0, 1, 400),
        (-2, 0, 1),
        (0, 0, -1, 3),
        (1, 0, 1),
        (24, -50, 35, -10, 1),
        (-1, 1, 0, 0, 8),
    ],
)
def test_descartes_and_sturm_agree(coefficients: tuple[int, ...]) -> None:
    p = square_free(polynomial(*coefficients))
    order, ends = Rationals(), (Fraction(-64), Fraction(64))
    found = [[root.decimal(8) for root in way(p, order, *ends)] for way in (_by_descartes, _by_sturm)]
    assert found[0] == found[1]


def test_irrational_coefficients_are_bounded() -> None:
    p, field = over(["-2*sqrt(2)", "0", "0", "1"])
    (root,) = real_roots(p, field)
    assert root.decimal(10) == "1.4142135623…"
