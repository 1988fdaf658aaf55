"""Integers with large prime factors: no answer waits for their factorisation, which nobody knows how to do quickly."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from effort import at_most
from hypothesis import given, settings
from hypothesis import strategies as st
from tiers import tries

import tableau2net
from tableau2net.algebra.domains import choose_ordered
from tableau2net.algebra.polynomials import Polynomial
from tableau2net.algebra.polynomials.real_root import Root, real_roots
from tableau2net.exact import parse, to_sympy
from tableau2net.exact.enclosure import enclosure

PRODUCT = (2**107 - 1) * (2**127 - 1)  # the factors are primes
ABSCISSAE = {
    "a quadratic": f"root(1, {-(PRODUCT**2)}, {PRODUCT}, 1)/{PRODUCT}",
    "a cubic": f"root(1, {-(PRODUCT**2)}, {PRODUCT}, 0, 1)/{PRODUCT}",
    "a quartic": f"root(1, {-(PRODUCT**2)}, 0, {PRODUCT}, 0, 1)/{PRODUCT}",
    "two roots": f"root(1, {-PRODUCT}, {PRODUCT}, 1)/{PRODUCT} + sqrt(2)",
    "a square root": f"sqrt({PRODUCT})/{PRODUCT}",
    "a nested square root": f"sqrt(1+sqrt({PRODUCT}))/{PRODUCT}",
    "a rational number": f"{PRODUCT}/{PRODUCT + 2}",
}
CALLS = 30_000_000  # a factorisation would need far more than anyone can wait for


@pytest.mark.parametrize("abscissa", ABSCISSAE.values(), ids=ABSCISSAE)
def test_a_scheme_of_long_integers_is_proved_and_analysed(abscissa: str) -> None:
    with at_most(CALLS):
        scheme = tableau2net.scheme(A=[[0, 0], [abscissa, 0]], b=["1/2", "1/2"], order=1)
        assert tableau2net.verify(scheme).ok
        tableau2net.analyze(scheme)


def test_a_strongly_damped_family_is_analysed() -> None:
    """The radius of absolute monotonicity is a root of a quadratic of 600 digits."""
    document = "name: r\nkind: family\nfamily: rkc1\nstages: 2\ndamping: 1e300\norder: 1\n"
    with at_most(CALLS):
        found = tableau2net.analyze(tableau2net.load(document))
    assert found["SSP coefficient"] == "1.9999999999…"  # it tends to 2, the radius of 1 + z + z²/4


small = st.integers(-9, 9)


def roots(rising: list[int]) -> list[Root]:
    domain = choose_ordered([])
    assert domain is not None
    return list(real_roots(Polynomial(tuple(domain.number(Fraction(a)) for a in rising), domain), domain))


@settings(max_examples=tries(60))
@given(st.lists(small, min_size=2, max_size=5), st.sampled_from([1, PRODUCT]))
def test_the_closed_form_of_a_root_lies_between_its_bounds(rising: list[int], scale: int) -> None:
    if not rising[-1]:
        return
    longer = [
        a * scale ** (len(rising) - 1 - i) for i, a in enumerate(rising)
    ]  # its roots are `scale` times as large
    for root in roots(longer):
        written = root.exact()
        assert written is not None
        bounds = enclosure(parse(written), 400)
        assert bounds is not None
        low, high = bounds
        assert root.low <= high
        assert low <= root.high


@settings(max_examples=tries(60))
@given(st.lists(small, min_size=3, max_size=5), st.sampled_from([1, PRODUCT]))
def test_sympy_gets_the_root_that_is_meant(rising: list[int], scale: int) -> None:
    x = sympy.Symbol("x")
    polynomial = sympy.Poly(rising[::-1], x)
    if polynomial.degree() < 2 or not rising[0]:
        return
    longer = [a * scale ** (len(rising) - 1 - i) for i, a in enumerate(rising)]
    for index in range(1, polynomial.count_roots() + 1):
        text = f"root({index}, {', '.join(map(str, longer))})"
        bounds = enclosure(parse(text), 400)
        assert bounds is not None
        value = sympy.Rational(to_sympy(parse(text)).n(300))
        middle = (bounds[0] + bounds[1]) / 2
        assert abs(Fraction(value.p, value.q) - middle) / scale < Fraction(1, 10**30)
