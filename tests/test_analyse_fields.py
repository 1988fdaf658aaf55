"""Schemes in number fields whose coefficients are long are analysed with short numbers: the work is counted."""

from __future__ import annotations

from fractions import Fraction

import pytest
from effort import at_most

from tableau2net.algebra.domains import choose_ordered, convert
from tableau2net.algebra.polynomials import Polynomial
from tableau2net.algebra.polynomials.real_root import real_roots, united
from tableau2net.analyse import analyse
from tableau2net.exact import parse
from tableau2net.read.model import Source
from tableau2net.read.schemes.scheme_class import read_scheme
from tableau2net.read.text import parse_bytes

LOBATTO = """
name: lobatto-moved
kind: runge-kutta
A:
  - [0, 0, 1/1000000000000000000000000000000, 0]
  - [11/120 + sqrt(5)/120, 5/24 - sqrt(5)/120, 5/24 - 13*sqrt(5)/120, -1/120 + sqrt(5)/120]
  - [11/120 - sqrt(5)/120, 5/24 + 13*sqrt(5)/120, 5/24 + sqrt(5)/120, -1/120 - sqrt(5)/120]
  - [1/12, 5/12, 5/12, 1/12]
b: [1/12, 5/12, 5/12, 1/12]
"""
DEGREE_18 = """
name: two-step
kind: general-linear
start: history
parameters: {t: {value: 1/2 + cos(pi/18)/sqrt(3)}}
A: [[-1 - t/6, 0, 0], [1/12, -1, 0], [1/2, -7/12 + 1/1000000000000000000000000000000 + 2*t**2/5, 1 + 3*t**2/4]]
U: [[1/8, 7/8], [2/5, 3/5], [5/8, 3/8]]
B: [[1 + t**2, 1, -1 - t**2], [0, 0, 0]]
V: [[1, 0], [1, 0]]
"""
NOERSETT = """
name: noersett-moved
kind: runge-kutta
parameters: {t: {value: 1/2 + cos(pi/18)/sqrt(3)}}
A: [[t], [1/2 - t, t - 1/1000000000000000000000000000000], [2*t, 1 - 4*t, t]]
b: [-1/2 + 7*t - 6*t**2, 2 - 14*t + 12*t**2, -1/2 + 7*t - 6*t**2]
"""
CALLS = 4_000_000  # most of them are imports and the building of the field


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(LOBATTO, id="lobatto", marks=pytest.mark.slow),
        pytest.param(DEGREE_18, id="degree-18", marks=pytest.mark.slow),
        pytest.param(NOERSETT, id="noersett", marks=pytest.mark.slow),
    ],
)
def test_coefficients_that_are_long_in_a_field_are_analysed_with_short_numbers(text: str) -> None:
    document = read_scheme(parse_bytes(text.encode(), "scheme.yaml"), Source("path", "scheme.yaml"))
    with at_most(CALLS):
        analysis = analyse(document)
    assert analysis.sections


def test_a_rational_root_among_irrational_ones_is_found_without_sturms_sequences(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("its remainders are long")

    domain = choose_ordered([parse("sqrt(2)")])
    assert domain is not None
    root = convert(parse("sqrt(2)"), domain)
    x, one = Polynomial((domain.zero, domain.one), domain), Polynomial((domain.one,), domain)
    factors = [x - one.scaled(domain.number(Fraction(1, 2))), x - one.scaled(root), x * x - one.scaled(root)]
    monkeypatch.setattr("tableau2net.algebra.polynomials.real_root.sturm", refused)
    found = list(real_roots(united([*factors, factors[0]], domain), domain))
    assert [each.decimal(6) for each in found] == ["-1.189207…", "0.5", "1.189207…", "1.414213…"]
