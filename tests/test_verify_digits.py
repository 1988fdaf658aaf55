"""Decimals that were rounded in print: proved within their digits, refuted beyond them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from operator import sub
from pathlib import Path

import pytest
from rooted_trees import BruteForce, parse, trees
from schemes import catalogued, fractions

from tableau2net.algebra.domains.balls import balls
from tableau2net.exact import ZERO, Expression, rounded
from tableau2net.methods import Method, runge_kutta
from tableau2net.read import load_scheme
from tableau2net.verify import Claims, prove, verify
from tableau2net.verify.conditions.digits import MADE, balls_of, enumeration, order_within_digits, tree_of

HEUN3 = """
name: test
kind: runge-kutta
decimals: {decimals}
order: {order}
A:
  - []
  - [{a}]
  - [0, 0.6666667]
b: [1/4, 0, 3/4]
c: [0, 1/3, 0.6667]
"""


def printed(number: Expression, digits: int) -> Expression:
    """A rational number as a table with so many digits has it."""
    value = number.rational
    assert value is not None
    if value == 0:
        return ZERO
    whole, rest = divmod(round(abs(value) * 10**digits), 10**digits)
    text = rounded(f"{whole}.{rest:0{digits}}")
    return -text if value < 0 else text


def in_print(method: Method, digits: int) -> Method:
    A = tuple(tuple(printed(a, digits) for a in row) for row in method.A)
    b_hat = None if method.b_hat is None else tuple(printed(a, digits) for a in method.b_hat)
    b = tuple(printed(a, digits) for a in method.B[0])
    return replace(method, printed=runge_kutta("test", A, b, b_hat=b_hat))


@pytest.mark.usefixtures("arithmetic")
@pytest.mark.parametrize("stem", ["rk4", "bs32", "dopri5", "fehlberg45", "cash_karp", "radau_iia2"])
def test_a_rounded_table_has_the_order_of_the_method(stem: str) -> None:
    scheme = catalogued(stem)
    exact = verify(scheme)
    within = prove(
        in_print(scheme.method, 25),
        scheme.claims,
    )
    assert within.verdict == "digits"
    assert "within the printed digits" in within.describe()
    assert (within.order, within.stage_order) == (exact.order, exact.stage_order)
    assert within.embedded_order == exact.embedded_order


@pytest.mark.usefixtures("arithmetic")
def test_a_wrong_digit_is_refuted() -> None:
    method = catalogued("rk4").method
    right = in_print(method, 15)
    assert right.printed is not None
    rows = [list(row) for row in right.printed.A]
    rows[2][1] = rounded("0.500000000000040")
    wrong = replace(right, printed=replace(right.printed, A=tuple(map(tuple, rows))))
    assert prove(right, Claims(order=4)).verdict == "digits"
    certificate = prove(wrong, Claims(order=4))
    assert (certificate.verdict, certificate.order) == ("refuted", 1)
    violation = certificate.violation
    assert violation is not None
    assert parse(violation.tree) in trees(2)
    assert violation.value.startswith("0.50000000000001")


@pytest.mark.usefixtures("arithmetic")
def test_the_value_at_a_violation_encloses_that_of_the_trees() -> None:
    method = catalogued("rk4").method
    violation = prove(in_print(method, 20), Claims(order=9)).violation
    assert violation is not None
    assert violation.order == 5
    value = BruteForce(fractions(method.A), fractions(method.B)).outputs(parse(violation.tree))[0]
    middle, radius = map(Fraction, violation.value.split(" ± "))
    assert abs(middle - value) <= radius < Fraction(1, 10**18)


@pytest.mark.usefixtures("arithmetic")
def test_every_rooted_tree_is_made_once() -> None:
    kind, method = balls(), catalogued("rk4").method
    with kind.working():
        made = enumeration(method, kind)
        for order in range(1, 9):
            found = made.of_order(order)
            assert sorted(parse(str(t.tree)) for t in found) == sorted(trees(order))
            assert [t.density for t in found] == [t.tree.density for t in found]


@pytest.mark.parametrize(
    ("decimals", "order", "a", "verdict"),
    [
        ("rounded", 3, "0.333333", "digits"),
        ("rounded", 3, "3.33333e-1", "digits"),
        ("rounded", 3, "-(-0.333333)", "digits"),
        ("rounded", 4, "0.333333", "refuted"),
        ("rounded", 3, "0.333323", "refuted"),
        ("exact", 3, "0.333333", "refuted"),
        ("rounded", 3, "1/(3.00000)", "digits"),
    ],
)
def test_a_document_says_how_its_decimals_are_meant(
    tmp_path: Path, decimals: str, order: int, a: str, verdict: str
) -> None:
    path = tmp_path / "test.yaml"
    path.write_text(HEUN3.format(decimals=decimals, order=order, a=a), encoding="utf-8")
    scheme = load_scheme(str(path))
    assert verify(scheme).verdict == verdict
    assert all(entry.rational is not None for row in scheme.method.A for entry in row)


def test_an_abscissa_may_be_off_by_its_last_digit_only(tmp_path: Path) -> None:
    path = tmp_path / "test.yaml"
    text = HEUN3.format(decimals="rounded", order=3, a="0.333333")
    path.write_text(text.replace("0.6667", "0.6669"), encoding="utf-8")
    (failure,) = verify(load_scheme(str(path))).failures
    assert failure.startswith("c[3] = 0.6669 is claimed, but row 3 of A sums to 0.6666667 ± ")


@pytest.mark.usefixtures("arithmetic")
@pytest.mark.parametrize(
    "stem", ["rk4", "radau_iia2", pytest.param("ark324l2sa", marks=pytest.mark.slow), "mclachlan_atela3"]
)
def test_conditions_without_the_weights_of_their_trees_are_the_same(stem: str) -> None:
    """The products of matrices give a ball that meets that of b·φ(t), for every tree once; with several fields too."""
    kind, method = balls(), catalogued(stem).method
    method = method.printed or method
    with kind.working():
        B = [balls_of(row, kind) for row in method.B]
        for order in range(2, 10):
            made, plain = enumeration(method, kind), enumeration(method, kind)
            found = list(made.valued(order, B))
            assert made.kept(order - 1) == (order - 1 <= MADE)
            expected = plain.of_order(order)
            assert len(found) == len(expected)
            for t, (parts, root, density, values) in zip(expected, found, strict=True):
                (row,) = kind.apply(B, [t.stages])
                assert (root, density, tree_of(parts)) == (t.root, t.density, t.tree)
                assert all(map(kind.may_be_zero, map(sub, values, row)))


@pytest.mark.usefixtures("arithmetic")
def test_weights_of_the_highest_orders_are_not_made() -> None:
    """Neither for the order that is found, and the one below, nor for the next, of which a condition is broken."""
    kind, method = balls(), catalogued("verner98e").method.printed
    assert method is not None
    with kind.working():
        trees_of_it = enumeration(method, kind)
        found = order_within_digits(trees_of_it, [balls_of(row, kind) for row in method.B])
    assert found.order == 9
    assert found.violation is not None
    assert not trees_of_it.kept(8)
