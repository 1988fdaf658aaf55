"""Number fields: the smallest one that holds several numbers, however they are written."""

from __future__ import annotations

from fractions import Fraction

import pytest
from effort import at_most
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tiers import tries

from tableau2net.algebra.backend import switch
from tableau2net.algebra.backend.plain import PlainBackend
from tableau2net.algebra.coefficients import divided, monic
from tableau2net.algebra.domains import choose, choose_ordered, convert
from tableau2net.algebra.domains.compositum import Compositum, compositum
from tableau2net.algebra.domains.factors import circle_polynomial
from tableau2net.algebra.element import Vector
from tableau2net.algebra.polynomials import Polynomial
from tableau2net.errors import InputError
from tableau2net.exact import Expression, Function, is_zero, number, parse
from tableau2net.exact.enclosure import enclosure

SPELLINGS = [
    f"sqrt({2**a * 5**b * 7**c * k * k})"
    for a, b, c in [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1)]
    for k in range(1, 8)
][:43]  # fmt: skip
QUARTIC = "1, 3, -9, 0, 2"  # its Galois group is that of all permutations


def functions(*texts: str) -> tuple[Function, ...]:
    """The outermost functions of numbers."""
    found = [node for text in texts for node in parse(text).walk() if isinstance(node, Function)]
    inner = {below for node in found for child in node.children for below in child.walk()}
    return tuple(dict.fromkeys(node for node in found if node not in inner))


def approximate(built: Compositum, image: tuple[Fraction, ...], bits: int = 600) -> tuple[Fraction, Fraction]:
    """Bounds on a polynomial in θ."""
    within = enclosure(built.theta, bits)
    assert within is not None
    low = high = Fraction(0)
    for a in reversed(image):
        corners = [x * y for x in (low, high) for y in within]
        low, high = min(corners) + a, max(corners) + a
    return low, high


def holds(built: Compositum, generators: tuple[Function, ...]) -> None:
    """θ is a root of its polynomial, and every number is where its image is."""
    low, high = approximate(built, built.polynomial)
    assert low <= 0 <= high
    for generator in generators:
        low, high = approximate(built, built.images[generator])
        value = enclosure(generator, 600)
        assert value is not None
        assert low <= value[1]
        assert value[0] <= high
        assert high - low < Fraction(1, 10**40)


@pytest.mark.parametrize("flint", [True, False])
@pytest.mark.parametrize(
    ("texts", "degree"),
    [
        (("sqrt(2)",), 2),
        (("sqrt(6)", "sqrt(10)", "sqrt(15)"), 4),
        (tuple(SPELLINGS), 8),
        (("root(1, 1, -4, -4, 1, 1)", "root(2, 1, -4, -4, 1, 1)"), 4),
        (("root(1, -2, 0, 0, 1)", "sqrt(3)", "root(1, -16, 0, 0, 1)"), 6),
        (("cos(pi/101)",), 50),
        (("cos(pi/5)", "sqrt(5)", "cos(pi/7)", "sin(3*pi/14)"), 6),
        (("sqrt(2 + sqrt(2))", "sqrt(2 - sqrt(2))", "cos(pi/8)", "sqrt(8)"), 4),
        (("sqrt(sqrt(sqrt(sqrt(3))))",), 16),
        (("sqrt(5 + 2*sqrt(6))", "sqrt(2)"), 4),
        (("root(1, 2, -3, 0, 1)", "sqrt(2)"), 2),
    ],
)
def test_a_field_is_the_smallest_that_holds_its_numbers(
    texts: tuple[str, ...], degree: int, flint: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not flint:
        monkeypatch.setattr(switch, "has_flint", lambda: False)
    generators = functions(*texts)
    built = compositum(generators)
    assert built.degree == degree
    holds(built, generators)


def test_all_roots_of_a_quartic_lie_in_a_field_of_degree_24() -> None:
    generators = functions(*(f"root({i}, {QUARTIC})" for i in range(1, 5)))
    built = compositum(generators)
    assert built.degree == 24
    holds(built, generators)
    assert built.value(sum(generators, number(0))) == ()


def test_many_spellings_of_few_roots_are_read_at_once() -> None:
    with at_most(200_000):
        assert compositum(functions(*SPELLINGS)).degree == 8


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (
            ["sqrt(2)", "sqrt(3)", "sqrt(5)", "sqrt(7)", "sqrt(11)", "sqrt(13)", "sqrt(17)"],
            "7 independent square",
        ),
        (["sin(3*pi/101)"], r"sin\(3\*pi/101\), of degree 100"),
        (["cos(pi/99999)"], r"cos\(pi/99999\), of degree 32400"),
        (
            ["sqrt(2)", "sqrt(3)", "sqrt(5)", "sqrt(7)", "cos(pi/7)", "cos(pi/13)"],
            "beside a field of degree 16",
        ),
    ],
)
def test_a_field_that_is_too_large_is_refused_with_its_degree(texts: list[str], found: str) -> None:
    with pytest.raises(InputError, match=found):
        compositum(functions(*texts))


@pytest.mark.parametrize("n", [3, 4, 5, 8, 9, 12, 15, 16, 21, 24, 30])
def test_the_polynomial_of_a_cosine_vanishes_at_it(n: int) -> None:
    polynomial = circle_polynomial(n)
    value = sum((number(a) * parse(f"cos(2*pi/{n})") ** i for i, a in enumerate(polynomial)), number(0))
    assert is_zero(value)
    assert polynomial[-1] == 1


GENERATORS = [
    "sqrt(2)", "sqrt(3)", "sqrt(12)", "cos(pi/5)", "sin(pi/8)", "root(1, -2, 0, 0, 1)", "sqrt(1 + sqrt(2))", "sqrt(5)",
]  # fmt: skip


@settings(max_examples=tries(30), derandomize=True)
@given(
    st.lists(st.sampled_from(GENERATORS), min_size=1, max_size=3, unique=True),
    st.lists(st.integers(-3, 3), min_size=3, max_size=3),
    st.lists(st.integers(-3, 3), min_size=3, max_size=3),
)
def test_arithmetic_in_a_field_is_that_of_the_numbers(texts: list[str], a: list[int], b: list[int]) -> None:
    def combined(weights: list[int]) -> Expression:
        pairs = zip(weights, texts, strict=False)
        return sum((number(w) * parse(text) ** (i + 1) for i, (w, text) in enumerate(pairs)), number(1))

    x, y = combined(a), combined(b)
    domain = choose([x, y])
    ordered = choose_ordered([x, y])
    assert ordered is not None
    product = convert(x, domain) * convert(y, domain)
    bounds, exactly = ordered.within(product, Fraction(1, 10**30)), enclosure(x * y, 300)
    assert exactly is not None
    assert bounds[0] <= exactly[1]
    assert exactly[0] <= bounds[1]
    assert bool(product) == (not is_zero(x) and not is_zero(y))


def euclid(p: Vector, q: Vector) -> Vector:
    """The monic greatest common divisor."""
    while q:
        p, q = q, monic(divided(p, q)[1])
    return monic(p)


POLYNOMIALS = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=4)


@settings(max_examples=tries(60), derandomize=True)
@given(
    POLYNOMIALS, POLYNOMIALS, POLYNOMIALS, st.sampled_from(["sqrt(6)", "root(1, -2, 0, 0, 1)", "cos(pi/9)"])
)
def test_the_greatest_common_divisor_is_euclids(
    a: list[tuple[int, int]], b: list[tuple[int, int]], c: list[tuple[int, int]], generator: str
) -> None:
    domain = choose([parse(generator)])
    x = convert(parse(generator), domain)
    p, q, common = (
        Polynomial.of([domain.integer(m) + domain.integer(n) * x for m, n in each], domain)
        for each in (a, b, c)
    )
    left, right = p * common, q * common
    assume(left and right)
    assert left.gcd(right).coefficients == euclid(left.coefficients, right.coefficients)
    assert left.gcd(right).degree >= common.degree


def test_polynomials_over_a_field_are_seen_to_be_coprime_without_euclids_algorithm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(backend: object, p: object, q: object) -> None:
        raise AssertionError("its remainders have thousands of digits")

    domain = choose([parse("sqrt(6)")])
    x = convert(parse("sqrt(6)"), domain)
    p, q = (
        Polynomial.of(
            [domain.integer(seed * j * j + 1) + domain.integer(j - 7) * x for j in range(16)], domain
        )
        for seed in (3, 5)
    )
    monkeypatch.setattr(PlainBackend, "common_divisor", refused)
    assert p.gcd(q).degree == 0
    assert p.gcd(p.derivative()).degree == 0
