"""Schemes whose coefficients are known within their digits: what is found holds within them, quickly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from schemes import analysis, catalogued, documents
from test_analyse import FIRST
from test_verify_digits import in_print

from tableau2net.algebra.domains.within_digits import WithinDigits, decimals, simplest
from tableau2net.algebra.polynomials import Polynomial
from tableau2net.analyse import analyse
from tableau2net.analyse.properties.algebraic_stability import semidefinite
from tableau2net.analyse.properties.linear_stability import _within_digits as of_function
from tableau2net.analyse.properties.linear_stability import e_polynomial
from tableau2net.analyse.stability.stability_function import StabilityFunction
from tableau2net.analyse.subject import Subject
from tableau2net.analyse.within_digits import UNDECIDED, Bracket, End, coprime, left_half_plane
from tableau2net.exact import parse, rounded
from tableau2net.methods import Method, runge_kutta
from tableau2net.verify.conditions import residuals_digits
from tableau2net.verify.conditions.residuals import taus

PRINTED = [
    name
    for name, each in documents().items()
    if each.kind == "runge-kutta" and each.method.printed is not None
]
L_STABLE = [
    "cash_sdirk43",
    "dirk65l",
    "kc_ark324_implicit",
    "kc_ark437_implicit",
    "kc_ark548_implicit",
    "kc_ark548b_implicit",
    "kc_esdirk325",
    "kc_esdirk32i5",
    "kc_esdirk436",
    "kc_esdirk437",
    "kc_esdirk43i6",
    "kc_esdirk536",
    "kc_esdirk547",
    "kc_esdirk547b",
    "kc_qesdirk436",
    "kvaerno54",
    "wso_dirk432",
    "wso_dirk643",
    "wso_dirk744",
    "wso_dirk1254",
    "wso_dirk1255",
]


@dataclass(frozen=True)
class Document:
    method: Method


@pytest.mark.parametrize("name", L_STABLE)
def test_methods_that_were_made_l_stable_are(name: str) -> None:
    found = analysis(name)
    assert (found["L-stable"], found["A(α)-stable"], found["stiffly accurate"]) == (True, "α = 90°", True)
    assert (found["real interval"], found["imaginary interval"]) == ("(-∞, 0]", "[0, ∞)")


@pytest.mark.parametrize(
    ("name", "property_", "expected"),
    [
        ("kvaerno43", "A-stable", True),
        ("kvaerno43", "L-stable", False),  # R(∞) = 0.7175; the embedded formula is L-stable (Kværnø 2004)
        ("kc_esdirk647", "A-stable", True),
        ("kc_esdirk647", "stiffly accurate", False),
        ("kc_ark324_explicit", "real interval", "[-3.6642045627…, 0]"),
        ("kc_ark324_explicit", "imaginary interval", "[0, 2.4841794172…]"),
        ("kc_ark548_implicit", "first same as last", True),
        ("kc_ark548_implicit", "C(η)", 2),
        ("dop853", "real interval", "[-6.3936515228…, 0]"),
        ("dop853", "imaginary interval", "[0, 5.9603598117…]"),
        ("dop853", "conditions", 286),
        ("tsitouras54", "first same as last", True),
        ("ssprk54", "SSP coefficient", "1.50818004…"),
        ("kcl43_2r", "R(z)", "1 + z + z**2/2 + z**3/6 + z**4/24"),
        ("niegemann144", "real interval", None),
    ],
)
def test_known_properties(name: str, property_: str, expected: object) -> None:
    assert analysis(name)[property_] == expected


@pytest.mark.parametrize(
    "name",
    [
        "rk4",
        "heun3",
        "bs32",
        "dopri5",
        "fehlberg45",
        "cash_karp",
        "radau_iia2",
        "backward_euler",
        "trapezoidal",
        "implicit_midpoint",
        "lobatto_iiia3",
        "lobatto_iiic3",
        "ssprk22",
        "ssprk33",
        "ssprk104",
    ],
)
def test_a_scheme_in_25_digits_is_like_the_exact_one(name: str) -> None:
    """Yes, no and numbers are the same, decimals as far as they go."""
    method = catalogued(name).method
    exact, within = (analyse(Document(each)) for each in (method, in_print(method, 25)))
    assert (exact.note, bool(within.note)) == ("", True)
    for section in within.sections:
        for finding in section.findings:
            expected = exact[finding.name]
            if finding.name not in (
                "R(z)",
                "E(y)",
                "effective order",
            ):  # another common factor, decimals, left open
                assert alike(finding.value, expected), finding


def alike(within: object, exact: object) -> bool:
    """Whether two findings are the same, numbers as far as the digits go; 6… and 6 are."""
    if within == exact:
        return True
    return str(within).replace("…", "") == str(exact).split(" = ")[-1].replace("…", "")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [name for name, each in documents().items() if each.kind not in FIRST and not each.method.has_pattern],
)
def test_every_other_scheme_can_be_analysed(name: str) -> None:
    assert analysis(name).sections


@pytest.mark.parametrize("name", PRINTED)
def test_the_numbers_that_decide_stay_short(name: str) -> None:
    """Polynomials of no higher degree than the formula's, with coefficients of no more digits than are known."""
    method = catalogued(name).method
    R = Subject.of(method, 10).R
    assert R is not None
    bracket = Bracket.of(e_polynomial(R))
    assert bracket.low.degree <= 2 * method.stages
    for p in (bracket.low, bracket.high):
        assert all(int(a.denominator).bit_length() < 600 for a in p.coefficients)
        assert all(int(a.numerator).bit_length() < 160 for a in p.coefficients)


@pytest.mark.usefixtures("arithmetic")
def test_both_kinds_of_balls_give_the_same_error() -> None:
    residuals_digits._all_trees.cache_clear()
    method = catalogued("bs32").method
    exact, within = taus(method), taus(in_print(method, 25))
    assert within.order == exact.order
    values = {str(tree): tau for tree, tau in exact.values}
    for tree, tau in within.values:
        low, high = tau.bounds
        value = exact.domain.near(values[str(tree)])  # type: ignore[attr-defined]
        assert low <= value <= high
        assert high - low < Fraction(1, 10**22)
    residuals_digits._all_trees.cache_clear()


def test_what_the_digits_do_not_tell_is_left_open() -> None:
    """1 − 2x + cx² is negative somewhere iff c < 1."""
    domain = WithinDigits()
    one, minus_two = (domain.number(Fraction(value)) for value in (1, -2))
    for c, infinite in (("1.003", True), ("0.997", False), ("1.001", None), ("0.999", None)):
        p = Polynomial((one, minus_two, domain.generator(rounded(c))), domain)
        end = Bracket.of(p).first_negative()
        assert end.infinite is infinite
        assert (end.text(5) is None) == (infinite is None)


def test_an_end_that_may_be_infinite_has_no_text() -> None:
    assert End(None, None, False).text(5) == "∞"
    assert End(None, None, False).infinite


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("0.33333", "0.33334", "0.3333…"),
        ("-0.33334", "-0.33333", "-0.3333…"),
        ("-1", "1", "0"),
        ("1.99999999999999", "2.00000000000001", "2…"),
        ("0.0000123456", "0.0000123457", "0.000012345…"),
        ("12", "17", "1.2e+01 … 17"),
        ("12", "12", "12…"),
    ],
)
def test_decimals_are_those_that_are_known(low: str, high: str, expected: str) -> None:
    if " … " in expected:
        assert " … " in decimals(Fraction(low), Fraction(high))
    else:
        assert decimals(Fraction(low), Fraction(high)) == expected


def test_only_a_fraction_that_is_no_chance_is_taken_for_the_number() -> None:
    domain = WithinDigits()
    third = domain.generator(rounded("0.333333333333333333333333"))
    assert simplest(third) == Fraction(1, 3)
    assert simplest(domain.generator(rounded("0.333"))) is None
    assert domain.text(domain.generator(rounded("0.3183098861837906715"))) == "0.318309886183790671…"


@pytest.mark.parametrize("name", ["heun3", "rk4"])
def test_the_angle_of_the_middle_is_that_of_the_method(name: str) -> None:
    """Of the adjoint method, with R(z) = 1/Σ (−z)^j/j!."""
    explicit = catalogued(name).method
    b = explicit.B[0]
    A = tuple(tuple(weight - a for weight, a in zip(b, row, strict=True)) for row in explicit.A)
    adjoint = runge_kutta("adjoint", A, b)
    exact, within = (analyse(Document(each)) for each in (adjoint, in_print(adjoint, 25)))
    assert within["A(α)-stable"] == exact["A(α)-stable"]
    assert str(exact["A(α)-stable"]).startswith("α = 8")


def test_the_order_is_said_to_be_no_more_than_what_was_looked_at() -> None:
    found = next(s for s in analysis("ono129").sections if s.title == "Principal error").findings[0]
    assert found.value is None
    assert "an order of 11 or more" in found.remark


def polynomial(*coefficients: str) -> Polynomial:
    """By rising powers, decimals known within their digits."""
    domain = WithinDigits()
    return Polynomial.of((domain.generator(parse(text, round_off=True)) for text in coefficients), domain)


@pytest.mark.parametrize(
    ("coefficients", "stable"),
    [
        (("1", "2.000", "1.000"), True),
        (("1", "-2.000", "1.000"), False),
        (("-1", "2.000", "1.000"), False),
        (("1.000", "0.001", "1.000"), None),
        (("1.000", "1.000", "1.000", "1.001"), None),  # (1 + z)(1 + z²) nearly
        (("1.000", "1.000", "1.000", "1.100"), False),
        (("2.000", "1.000", "1.000", "0.100"), True),
    ],
)
def test_poles_are_on_the_wrong_side_only_for_certain(
    coefficients: tuple[str, ...], stable: bool | None
) -> None:
    assert left_half_plane(polynomial(*coefficients)) is stable


def test_a_pole_that_may_cancel_is_no_reason_to_say_no() -> None:
    """(1 + z/2)(1 + z) over (1 − z/2)(1 + z), the implicit midpoint rule with its stage doubled."""
    P, Q = polynomial("1", "1.5000", "0.5000"), polynomial("1", "0.5000", "-0.5000")
    assert left_half_plane(Q.mirrored()) is False
    assert not coprime(P, Q)
    found = {each.name: each for each in of_function(StabilityFunction(P, Q), 5)}
    assert (found["A-stable"].value, found["A-stable"].remark) == (None, UNDECIDED)
    assert found["L-stable"].value is not True
    P = polynomial("1", "1.6000", "0.5000")
    assert coprime(P, Q)
    found = {each.name: each for each in of_function(StabilityFunction(P, Q), 5)}
    assert found["A-stable"].value is False


def test_the_doubled_midpoint_rule_is_not_said_to_be_unstable() -> None:
    A = [
        ["0.12345678901234567890", "0.37654321098765432110"],
        ["1.12345678901234567890", "-0.62345678901234567890"],
    ]
    rows = tuple(tuple(parse(text, round_off=True) for text in row) for row in A)
    method = runge_kutta("doubled", rows, (parse("3/10"), parse("7/10")))
    found = analyse(Document(replace(method, printed=method)))
    assert found["A-stable"] is not False
    assert found["algebraically stable"] is not False


def test_what_may_be_zero_or_not_is_no_reason_to_say_that_something_is_negative() -> None:
    """−x³ + e x⁴, |e| ≤ 0.001, is negative somewhere for every e; e − x³ e too, for some e only."""
    p = Polynomial.of((*(WithinDigits().zero,) * 3, *polynomial("-1", "0.001").coefficients), WithinDigits())
    assert Bracket.of(p).first_negative().infinite is False
    nothing = polynomial("0.001 - 0.0010", "0.001 - 0.0010")
    assert Bracket.of(nothing).first_negative().infinite


@pytest.mark.parametrize(
    ("pivot", "beside", "corner", "expected"),
    [
        ("0.001 - 0.0010", "0.5000", "1.000", False),  # 0 ± 0.0011 times 1 is less than 1/4
        ("0.001 - 0.0010", "0.0100", "1.000", None),
        ("0.001 - 0.0010", "0.0001", "1.000", True),
        ("1.000", "0.5000", "1.000", True),
    ],
)
def test_a_matrix_is_not_semidefinite_only_for_certain(
    pivot: str, beside: str, corner: str, expected: bool | None
) -> None:
    domain = WithinDigits()
    a, b, c = (domain.generator(parse(text, round_off=True)) for text in (pivot, beside, corner))
    assert semidefinite([[a, b], [b, c]], domain) is expected
