"""Zero-stability for irrational coefficients, irrational ends of ranges and several parameters: decided where it can
be, in agreement with each single value, and else left open."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schemes import interval, vector
from tiers import tries

from tableau2net.algebra.polynomials.bernstein import keeps_sign
from tableau2net.exact import number, parse
from tableau2net.methods import Method, Parameter, linear_multistep
from tableau2net.verify import Claims, prove
from tableau2net.verify.stability.power_bounded import power_bounded
from tableau2net.verify.stability.zero_stability import zero_stability

ONE_IRRATIONAL = "-k*sqrt(2) k*sqrt(2)-1 1"  # roots 1 and −k√2
PLAIN = "-k k-1 1"
TWO = "-k -alpha k+alpha-1 1"  # 1 and the roots of w² + (k + α) w + k
SUM = "-k-alpha k+alpha-1 1"  # 1 and −(k + α)


def method(rho_text: str, /, **ranges: str | None) -> Method:
    rho = vector(rho_text)
    beta = (*[number(0)] * (len(rho) - 2), number(1), number(0))
    parameters = (
        Parameter(name, learned=True, range=None if limits is None else interval(limits))
        for name, limits in ranges.items()
    )
    return linear_multistep("test", rho, beta, parameters=tuple(parameters))


@pytest.mark.parametrize(
    ("alpha", "limits", "stable"),
    [
        (ONE_IRRATIONAL, "[-1/2, 1/2]", True),
        (ONE_IRRATIONAL, "(-sqrt(2)/2, sqrt(2)/2]", True),
        (ONE_IRRATIONAL, "[-sqrt(2)/2, sqrt(2)/2]", False),  # −1 twice… the roots 1 and 1
        (ONE_IRRATIONAL, "[-1/2, sqrt(2)/2 + 1e-30]", False),
        (ONE_IRRATIONAL, "[0, cos(pi/7)]", False),
        (ONE_IRRATIONAL, None, False),
        (PLAIN, "[-1/2, sqrt(2)/2]", True),
        (PLAIN, "(-sqrt(2)/2, sqrt(2)]", False),
        (PLAIN, "[sqrt(2)/2, sqrt(2)/2]", True),
        (PLAIN, "[sqrt(2), sqrt(2)]", False),
        (PLAIN, "[0, pi/4]", True),
        (PLAIN, "[0, pi/3]", False),
        (PLAIN, "[pi/3, pi/3]", False),
        (PLAIN, "(1 - pi/2, pi/4)", True),
        ("-pi*k pi*k-1 1", "[0, 1/4]", True),
        ("-pi*k pi*k-1 1", "[0, 1]", False),
        ("-pi*k pi*k-1 1", None, False),
        ("-pi*k pi*k-1 1", "[-1/4, 1/(4*pi)]", True),
        ("-pi*k*sqrt(2) pi*k*sqrt(2)-1 1", "[0, 1/5]", True),
        ("-pi/4 pi/4-1 1", None, True),
        ("-pi/3 pi/3-1 1", None, False),
        ("-k*root(3,1,0,-3,-1,1) k*root(3,1,0,-3,-1,1)-1 1", "[-1/4, 1/4]", True),
        ("-k*(sqrt(2)+sqrt(3)) k*(sqrt(2)+sqrt(3))-1 1", "(sqrt(2)-sqrt(3), sqrt(3)-sqrt(2)]", True),
        ("-k*(sqrt(2)+sqrt(3)) k*(sqrt(2)+sqrt(3))-1 1", "[sqrt(2)-sqrt(3), sqrt(3)-sqrt(2)]", False),
    ],
)
def test_one_parameter_among_irrational_numbers_is_decided(
    alpha: str, limits: str | None, stable: bool
) -> None:
    given = method(alpha) if "k" not in alpha else method(alpha, k=limits)
    certificate = prove(given, Claims(zero_stable=stable))
    assert certificate.zero_stable is stable
    assert "zero_stable" not in (*certificate.refuted, *certificate.left_open)
    assert prove(given, Claims(zero_stable=not stable)).refuted == ("zero_stable",)


@pytest.mark.parametrize(
    ("alpha", "k", "second", "stable"),
    [
        (TWO, None, None, False),
        (TWO, "[-1/10, 1/10]", "[-1/10, 1/10]", True),
        (TWO, "[-1/2, 1/2]", "[-1/4, 1/4]", False),  # beyond 2 k + α + 1 = 0
        (SUM, "[0, 1/2]", "[0, 1/2]", True),  # up to the root −1
        (SUM, "[-1/2, 1/2]", "[-1/2, 1/2]", False),  # to the double root 1 in a corner
        (SUM, "(-1/2, 1/2]", "[-1/2, 1/2]", True),
        (SUM, "[-1/2, -1/2]", "(-1/2, 3/2]", True),
        (SUM, "[0, sqrt(2)/3]", "[0, 1/2]", True),
        ("-k*alpha k*alpha-1 1", "(-1, 1]", "(-1, 1]", True),
        ("-pi*k*alpha pi*k*alpha-1 1", "[0, 1/2]", "[0, 1/2]", True),
        ("-pi*k*alpha pi*k*alpha-1 1", "[0, 1]", "[0, 1/2]", False),
        ("-k*alpha k*alpha-1 1", "[0, pi/4]", "[0, 1/2]", True),
        ("-k*alpha k*alpha-1 1", "[-1, 1]", "[-1, 1]", False),  # k = 1, α = −1
        ("-k*alpha*sqrt(2) k*alpha*sqrt(2)-1 1", "[-1/2, 1/2]", "[-1, 1]", True),
        ("1 -2*k*alpha 1", "(-1, 1)", "(-1, 1)", True),  # a pair on the circle
        ("1 -2*k*alpha 1", "(-1, 1)", "(-1, 11/10)", False),
        ("-k/(alpha-2) k/(alpha-2)-1 1", "(-1, 1)", "[-1, 1]", True),
    ],
)
def test_two_parameters_are_decided_on_their_box(
    alpha: str, k: str | None, second: str | None, stable: bool
) -> None:
    found = zero_stability(method(alpha, k=k, alpha=second))
    assert found.stable is stable
    assert bool(found.remark) != stable


S = "(k**2+alpha**2)"


@pytest.mark.parametrize(
    ("rho", "ranges"),
    [
        (f"-1+{S} -{S} 1", ("[-1/2, 1/2]", "[-1/2, 1/2]")),  # the root −1 touches the circle where k = α = 0
        (f"1-{S} {S}-2 1", ("[-1/2, 1/2]", "[-1/3, 1/2]")),  # 1 is a double root there alone
        pytest.param(f"-1+pi*{S} -pi*{S} 1", ("[-1/4, 1/4]", "[-1/4, 1/4]"), marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("claimed", [True, False])
def test_what_is_left_open_is_neither_proved_nor_refuted(
    rho: str, ranges: tuple[str, str], claimed: bool
) -> None:
    found = prove(method(rho, k=ranges[0], alpha=ranges[1]), Claims(zero_stable=claimed))
    reason = "zero-stability is not decided for several parameters at once (alpha, k)"
    assert (found.zero_stable, found.left_open, found.refuted) == (None, ("zero_stable",), ())
    assert found.doubts[0].endswith(reason)


def test_a_point_where_it_fails_is_found_where_it_is_one_of_those_that_are_tried() -> None:
    found = zero_stability(method(f"1-{S} {S}-2 1", k="[-1/2, 1/2]", alpha="[-1/2, 1/2]"))
    assert (found.stable, found.remark) == (False, "it is not zero-stable for k = 0, alpha = 0")


tenths = st.integers(-12, 12).map(lambda n: Fraction(n, 10))


@given(st.lists(tenths, min_size=4, max_size=4), st.sampled_from([TWO, SUM, "1 -2*k*alpha 1"]))
@settings(max_examples=tries(40))
def test_what_is_proved_of_a_box_holds_at_its_points_and_what_refutes_is_one_of_them(
    ends: Sequence[Fraction], alpha: str
) -> None:
    low, high = sorted(ends[:2]), sorted(ends[2:])
    boxed = method(alpha, k=f"[{low[0]}, {low[1]}]", alpha=f"[{high[0]}, {high[1]}]")
    found = zero_stability(boxed)
    points = list(product(_spread(*low), _spread(*high)))
    bounded = [power_bounded(boxed.substitute({"k": number(a), "alpha": number(b)}).V) for a, b in points]
    assert not found.stable or all(bounded)
    if found.stable is False and "near" not in found.remark:
        place = found.remark.removeprefix("it is not zero-stable for ")
        values = {name: parse(x) for name, x in (each.split(" = ") for each in place.split(", "))}
        assert not power_bounded(boxed.substitute(values).V)


def _spread(low: Fraction, high: Fraction) -> list[Fraction]:
    return [low + (high - low) * i / 4 for i in range(5)]


@pytest.mark.parametrize(
    ("terms", "keeps"),
    [
        ({(0, 0): 1, (1, 1): 1}, True),  # 1 + x y, which is 0 at two corners only
        ({(1, 0): 1, (0, 1): 1}, False),  # x + y
        ({(2, 0): 1, (0, 2): 1, (0, 0): Fraction(1, 100)}, True),
        ({(2, 0): 1, (0, 2): 1, (0, 0): Fraction(-1, 100)}, False),
        ({(0, 0): 1, (1, 0): -1}, True),  # 1 − x, 0 on a side
        ({(2, 0): 1, (1, 1): -2, (0, 2): 1}, False),  # (x − y)², which has one sign and zeros
        ({(0, 0): 7}, True),
    ],
)
def test_a_polynomial_keeps_its_sign_inside_a_box_or_a_point_says_where_not(
    terms: dict[tuple[int, ...], Fraction | int], keeps: bool
) -> None:
    box = ((Fraction(-1), Fraction(1)),) * 2
    exact = {powers: Fraction(a) for powers, a in terms.items()}
    found = keeps_sign(exact, box)
    assert (found is True) == keeps
    if isinstance(found, tuple):
        assert all(low < x < high for x, (low, high) in zip(found, box, strict=True))
