"""Linear multistep methods: the classical constants against the engine, and zero-stability."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schemes import bdf, exact, interval, matrix, multistep, rational, vector
from tiers import tries

from tableau2net.algebra.domains.rational import Rationals
from tableau2net.algebra.polynomials.schur import root_condition
from tableau2net.exact import number, parse
from tableau2net.methods import External, Method, Parameter, linear_multistep
from tableau2net.verify import Claims, prove
from tableau2net.verify.conditions import multistep as constants
from tableau2net.verify.stability.power_bounded import power_bounded
from tableau2net.verify.stability.zero_stability import zero_stability

entries = st.fractions(min_value=-2, max_value=2, max_denominator=4)


def consistent(alpha: list[Fraction], beta: list[Fraction]) -> tuple[list[Fraction], list[Fraction]]:
    """The same with α_k = 1 and α_0, β_0 chosen such that C_0 = C_1 = 0."""
    alpha = [-sum(alpha, Fraction(1)), *alpha, Fraction(1)]
    rho = sum((i * a for i, a in enumerate(alpha)), Fraction(0))
    return alpha, [rho - sum(beta, Fraction(0)), *beta]


@given(st.integers(1, 4).flatmap(lambda k: st.tuples(
    st.lists(entries, min_size=k - 1, max_size=k - 1), st.lists(entries, min_size=k, max_size=k)
)))  # fmt: skip
@settings(max_examples=tries(100))
def test_the_constants_and_the_engine_agree(case: tuple[list[Fraction], list[Fraction]]) -> None:
    alpha, beta = exact(consistent(*case))
    assert prove(linear_multistep("test", alpha, beta)).order == constants.order(alpha, beta, Rationals())


@pytest.mark.parametrize(
    ("alpha", "beta", "order", "constant"),
    [
        ("-1 1", "1 0", 1, "1/2"),
        ("0 -1 1", "-1/2 3/2 0", 2, "5/12"),
        ("0 0 0 -1 1", "-3/8 37/24 -59/24 55/24 0", 4, "251/720"),
        ("0 -1 1", "-1/12 2/3 5/12", 3, "-1/24"),
        ("-1 0 1", "1/3 4/3 1/3", 4, "-1/180"),
        ("-2 0 2", "0 4 0", 2, "1/6"),
        ("-1/2 0 1", "0 2 0", None, None),
        ("-1 1", "1 1", 0, None),
    ],
)
def test_known_orders_and_error_constants(
    alpha: str, beta: str, order: int | None, constant: str | None
) -> None:
    certificate = prove(multistep(alpha, beta))
    assert (certificate.order, certificate.error_constant) == (order, constant)


@pytest.mark.parametrize("k", range(1, 9))
def test_backward_differentiation_is_stable_up_to_six_steps(k: int) -> None:
    certificate = prove(bdf(k), Claims(order=k, zero_stable=k <= 6))
    assert certificate.verdict == "exact", certificate.failures


@pytest.mark.parametrize(
    ("alpha", "stable"),
    [
        ("-1 1", True),
        ("-1 0 1", True),
        ("1 -2 1", False),  # double root 1
        ("1 0 2 0 1", False),  # double roots ±i
        ("1 -1 1", True),  # a pair on the circle
        ("-1 1 -1 1", True),
        ("1 -5/2 1", False),  # roots 2 and 1/2: symmetric, but not on the circle
        ("5 -4 1", False),
        ("0 0 1", True),  # a double root inside
        ("-1+1e-30 1", True),
        ("-1-1e-30 1", False),
        ("sqrt(2)-1 -sqrt(2) 1", True),
        ("1 -2*cos(pi/7) 1", True),
        ("1 -2*cos(pi/7)-1 1+2*cos(pi/7) -1", True),
        ("1 -4*cos(pi/7) 2+4*cos(pi/7)**2 -4*cos(pi/7) 1", False),
        ("sqrt(2)+sqrt(3)-sqrt(5+2*sqrt(6))+1 -2 1", False),
        ("0 1-sqrt(3) sqrt(3)-2 1", True),
    ],
)
def test_known_polynomials(alpha: str, stable: bool) -> None:
    rho = vector(alpha)
    method = linear_multistep("test", rho, (*vector("0 " * (len(rho) - 2)), number(1), number(0)))
    assert zero_stability(method).stable is stable


CYCLOTOMIC = ([-1, 1], [1, 1], [1, 1, 1], [1, 0, 1], [1, -1, 1], [1, 1, 1, 1, 1])


def times(p: list[Fraction], q: list[Fraction]) -> list[Fraction]:
    result = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            result[i + j] += a * b
    return result


radius = st.fractions(min_value=0, max_value=2, max_denominator=8).filter(lambda r: r != 1)


@given(
    st.lists(st.sampled_from(range(len(CYCLOTOMIC))), max_size=3),
    st.lists(st.tuples(radius, st.fractions(-1, 1, max_denominator=5)), max_size=3),
)
@settings(max_examples=tries(200))
def test_the_root_condition_on_products_of_known_factors(
    on_circle: list[int], pairs: list[tuple[Fraction, Fraction]]
) -> None:
    polynomial = [Fraction(1)]
    for index in on_circle:
        polynomial = times(polynomial, [Fraction(a) for a in CYCLOTOMIC[index]])
    for r, cosine in pairs:  # a pair of modulus r
        polynomial = times(polynomial, [r * r, -2 * r * cosine, Fraction(1)])
    simple = len(set(on_circle)) == len(on_circle)
    expected = simple and all(r < 1 for r, _ in pairs)
    assert root_condition(polynomial, Rationals()) is expected


def lm2(range_text: str | None) -> Method:
    k = Parameter("k", learned=True, range=interval(range_text) if range_text else None)
    return linear_multistep("lm2", vector("-k k-1 1"), vector("0 1 0"), parameters=(k,))


@pytest.mark.parametrize(
    ("range_text", "stable"),
    [
        ("(-1, 1]", True),
        ("(-1, 1)", True),
        ("[0, 0]", True),
        ("[1, 1]", True),
        ("[-1, -1]", False),
        ("[-1, 1]", False),
        ("(-1, 11/10]", False),
        ("(-1, 1+1e-30]", False),
        ("(-1-1e-30, 1]", False),
        (None, False),
    ],
)
def test_zero_stability_holds_for_every_value_of_a_range(range_text: str | None, stable: bool) -> None:
    certificate = prove(lm2(range_text), Claims(rescaled_order=1, zero_stable=True))
    assert certificate.zero_stable is stable
    assert certificate.verdict == ("exact" if stable else "refuted")
    assert (certificate.order, certificate.rescaled_order, certificate.rescaling) == (0, 1, "k + 1")


@pytest.mark.parametrize(
    ("V", "range_text", "stable"),
    [
        ("1 k;0 1", "[-1, 1]", False),  # bounded at k = 0 alone
        ("1 k;0 1", "[0, 0]", True),
        ("1 0;0 k", "[-1, 1]", True),
        ("1 0;0 k", "[-1, 1+1e-20]", False),
        ("1 0;0 k**2-1", "[-7/5, 7/5]", True),
        ("1 0;0 k**2-1", "[-3/2, 3/2]", False),  # leaves the disc at √2
        ("1 0;0 1/k", "[1, 2]", True),
        ("1 0;0 1/(2*k)", "[-2, 2]", False),  # a pole at 0
        ("0 -1;1 2*k", "(-1, 1)", True),  # a pair on the circle, double at the ends
        ("0 -1;1 2*k", "[-1, 1)", False),
        ("1 1;0 k", "(-1, 1)", True),
        ("1 1;0 k", "(-1, 1]", False),
        ("k 0 0;0 1 k**2-2;0 0 1", "[-1, 1]", False),
    ],
)
def test_matrices_with_a_parameter(V: str, range_text: str, stable: bool) -> None:
    rows = matrix(V)
    external = (External("state"), *(External("copy", j) for j, _ in enumerate(rows[1:])))
    zeros = tuple((number(0),) * 1 for _ in rows)
    first = (number(1), *(number(0) for _ in rows[1:]))
    k = Parameter("k", learned=True, range=interval(range_text))
    method = Method(
        "test", "", "general-linear", matrix("0"), (first,), zeros, rows, external, parameters=(k,)
    )
    assert zero_stability(method).stable is stable


@given(st.fractions(-2, 2, max_denominator=7))
@settings(max_examples=tries(60))
def test_a_single_value_agrees_with_the_range_around_it(k: Fraction) -> None:
    rho = [entry.substitute({"k": number(k)}) for entry in vector("-k k-1 1")]
    method = linear_multistep("test", tuple(rho), vector("0 1 0"))
    assert zero_stability(method).stable is (-1 < k <= 1)
    assert zero_stability(lm2(f"[{k}, {k}]")).stable is (-1 < k <= 1)


def test_a_fixed_parameter_counts_at_its_value() -> None:
    k = Parameter("k", value=parse("1/2"))
    method = linear_multistep("test", vector("-k k-1 1"), vector("0 1 0"), parameters=(k,))
    assert zero_stability(method).stable is True


def test_the_matrix_and_the_polynomial_agree() -> None:
    for k in range(1, 8):
        method = bdf(k)
        assert method.multistep is not None
        assert rational(method)
        rho = [entry.rational or Fraction(0) for entry in method.multistep[0]]
        assert power_bounded(method.V) is root_condition(rho, Rationals())


def test_error_constants_of_backward_differentiation() -> None:
    found = [Fraction(prove(bdf(k)).error_constant or 0) for k in range(1, 7)]
    assert found == [Fraction(-1, k + 1) for k in range(1, 7)]
    assert all(a < b for a, b in pairwise(found))


def test_what_cannot_be_decided_is_not_waved_through() -> None:
    """The root −1 touches the circle, for k = 1/pi, and is simple there."""
    ranged = Parameter("k", range=interval("[0, 1/2]"))
    rho = vector("(pi*k-1)**2-1 -(pi*k-1)**2 1")
    certificate = prove(
        linear_multistep("test", rho, vector("0 1 0"), parameters=(ranged,)), Claims(zero_stable=True)
    )
    assert certificate.zero_stable is None
    assert certificate.verdict == "open"
    assert "zero-stability is not decided for pi beside a parameter (k)" in certificate.notes


@pytest.mark.parametrize("r", [2, 3, 4])
def test_copies_of_the_state_are_all_of_the_present(r: int) -> None:
    """Heun's method on the mean of r equal copies has order 2, however many there are; it is no copy's past."""
    share, first = " ".join(["1/" + str(r)] * r), " ".join(["1", *["0"] * (r - 1)])
    external = (External("state"), *(External("copy", j) for j in range(r - 1)))
    A, U, V = matrix("0 0;1 0"), matrix(f"{first};{share}"), matrix(";".join([share] * r))
    heun, half_of_it = (
        prove(Method("copies", "", "general-linear", A, U, matrix(";".join([b] * r)), V, external))
        for b in ("1/2 1/2", "1/4 1/4")
    )
    assert heun.order == 2
    assert half_of_it.rescaling == "2"
