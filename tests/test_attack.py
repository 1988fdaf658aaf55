"""The attack, two minutes of it: random schemes on which the verifier and independent oracles agree, and the kept
cases on which they once did not. `make attack` goes on for longer."""

from __future__ import annotations

import ast
from fractions import Fraction
from math import degrees
from pathlib import Path

import pytest
from attack.expected import Is, NotBelied
from attack.generators.runge_kutta import collocated
from attack.kept import Case, cases, disagreements
from attack.kinds import KINDS, scheme
from attack.numbers import FIELDS, SQRT15, sign
from attack.oracles import convergence, trees
from attack.oracles.multistep import Multistep
from attack.oracles.several_values import StabilityMatrix
from attack.scheme import Scheme
from attack.transcendental import PI, InPi
from attack.truth import truth
from attack.verdict import judge
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf
from tiers import seeds, tries

HERE = Path(__file__).parent / "attack"
HALF = Fraction(1, 2)
BATCH = 12
BATCHES = 8


def imported(file: Path) -> set[str]:
    """The packages that a file imports."""
    names = set[str]()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


def test_only_one_module_of_the_attack_knows_the_product() -> None:
    knowing = {file.name for file in HERE.rglob("*.py") if "tableau2net" in imported(file)}
    assert knowing == {"product.py"}


@pytest.mark.parametrize("file", sorted((HERE / "oracles").glob("*.py")), ids=lambda file: file.stem)
def test_oracles_import_only_numbers_and_one_another(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("attack"):
            assert (node.module or "").startswith(("attack.oracles", "attack.numbers"))
    assert imported(file) & {"tableau2net", "sympy", "flint", "importlib"} == set()


def test_the_enumeration_has_all_trees() -> None:
    assert [len(trees.forest().of_order(n)) for n in range(1, 9)] == [1, 1, 2, 4, 9, 20, 48, 115]
    assert [len(trees.forest(((0, 0), (0, 0))).of_order(n)) for n in range(1, 6)] == [2, 4, 14, 52, 214]
    assert [len(trees.forest(((0, 1), (1, 0))).of_order(n)) for n in range(1, 6)] == [2, 2, 4, 8, 18]
    plain = trees.forest()
    assert sum(Fraction(1, tree.symmetry * tree.density) for tree in plain.trees[1:4]) == Fraction(5, 6)


def test_the_trees_and_an_integrator_find_the_same_orders() -> None:
    for number in range(tries(20)):
        made = scheme("runge-kutta", 1, number)
        A, (b,) = made["A"], made["b"]
        assert trees.order([A], [b], trees.forest(), 7) == convergence.order(A, b, 7), made.text()


def test_the_locus_tells_two_roots_that_are_a_moved_coefficient_apart() -> None:
    top = 1 + Fraction(1, 10**30)
    method = Multistep((Fraction(1), Fraction(0), top), (Fraction(0), Fraction(1), Fraction(0)))
    holds, end = method.interval(imaginary=False) or (False, None)
    assert holds
    assert end is not None
    assert (
        abs(end[0] - 1 - mpf(top.numerator) / top.denominator) < mpf(10) ** -14
    )  # at w = -1, which is simple
    assert not end[1]


def test_an_order_is_looked_at_beyond_what_is_claimed() -> None:
    """Gauss's three stages twice: 5 is no order of it, though the trees of order 5 are as many as are usually asked."""
    r = SQRT15.theta
    A, b = collocated([HALF - r / 10, HALF + 0 * r, HALF + r / 10])
    arrays = {
        f"{name}.{key}": value
        for name in "fg"
        for key, value in (("A", tuple(map(tuple, A))), ("b", (tuple(b),)))
    }
    assert truth(Scheme("partitioned", arrays, {"order": "5"}))["refuted"] == Is(("order",))
    assert truth(Scheme("partitioned", arrays, {"order": "6"}))["refuted"] == Is(())


def test_growth_between_roots_a_moved_coefficient_apart_is_seen() -> None:
    """det(I + M(z)) = (z + 2)(z + 2 - 2εz)/2(1 - εz) is negative between -2 - 4ε and -2 only."""
    small, half, zero, one = Fraction(1, 10**30), HALF, Fraction(0), Fraction(1)
    A, U = ((small, zero), (one, zero)), ((one, zero), (zero, one))
    B, V = ((3 * half / 2, half / 2), (half / 2, 3 * half / 2)), ((half, half), (half, half))
    stretch = NotBelied(StabilityMatrix.of(A, U, B, V), -1)
    assert stretch.met("[-2, 0]")
    without = NotBelied(StabilityMatrix.of(((zero, zero), (one, zero)), U, B, V), -1)
    assert not without.met("[-2, 0]")


def test_growth_within_a_moved_coefficient_of_an_end_that_is_told_exactly_is_seen() -> None:
    """det(I + M(z)) of this method is negative within 4√ε of −2 only."""
    small, half, zero, one = Fraction(1, 10**30), HALF, Fraction(0), Fraction(1)
    M = StabilityMatrix.of(
        ((zero, small), (one, zero)),
        ((one, zero), (zero, one)),
        ((3 * half / 2, half / 2), (half / 2, 3 * half / 2)),
        ((half, half), (half, half)),
    )
    assert NotBelied(M, -1).met("[-1000000000000000/500000000000001, 0] = [-1.9999999999…, 0]")
    assert not NotBelied(M, -1).met("[-1000000000000000/500000000000002, 0] = [-1.9999999999…, 0]")


def test_an_end_that_is_a_little_too_large_is_seen() -> None:
    """The explicit midpoint rule as a general linear method is stable on [−2, 0]."""
    zero, one = Fraction(0), Fraction(1)
    M = StabilityMatrix.of(((zero, zero), (HALF, zero)), ((one,), (one,)), ((zero, one),), ((one,),))
    assert NotBelied(M, -1).met("[-2, 0]")
    assert not NotBelied(M, -1).met("[-2.0001, 0]")
    assert not NotBelied(M, -1).met("[-1.9999, 0]")


def test_eigenvalues_that_floats_do_not_find_are_found_in_many_places() -> None:
    judged = judge(scheme("general-linear", 9, 847))  # entries of 1 and of 10^−30, over a half-plane to 10^4
    assert judged.disagreements == ()


def test_a_pole_that_nothing_comes_of_is_none() -> None:
    """At z = −1 the stage of A = [−1] has no value; where no result uses it, none is missed."""
    one, zero = ((Fraction(1),),), ((Fraction(0),),)
    idle = NotBelied(StabilityMatrix.of(((Fraction(-1),),), one, zero, zero), -1)
    assert idle.met("(-∞, 0]")
    used = NotBelied(StabilityMatrix.of(((Fraction(-1),),), one, one, one), -1)
    assert not used.met("(-∞, 0]")


def test_the_angle_of_a_locus_that_all_but_touches_the_axis() -> None:
    """Of ρ = 1 − (2 − ε) w + w² and σ = w² near w = exp(iφ) the locus is −(φ² − ε)(1 − iφ), so that α is about √ε."""
    small = Fraction(1, 10**30)
    alpha = Multistep((Fraction(1), small - 2, Fraction(1)), (Fraction(0), Fraction(0), Fraction(1))).angle
    assert alpha == pytest.approx(degrees(1e-15), rel=1e-9)


def test_a_sign_is_looked_for_until_it_is_told() -> None:
    with mp.workdps(600):
        near = Fraction(int(mp.pi * 10**500), 10**500)
    assert sign(PI - near) == 1
    assert sign(near + Fraction(1, 10**500) - PI) == 1


def test_nothing_is_asked_of_stages_that_no_weight_needs() -> None:
    assert "C(η)" not in truth(Scheme("runge-kutta", {"A": ((Fraction(1),),), "b": ((Fraction(0),),)}))


QUOTIENTS = st.builds(
    lambda a, b, c, d: (a + b * PI) / (c + d * PI if c or d else 1),
    *[st.fractions(-9, 9, max_denominator=9)] * 4,
)


@given(x=QUOTIENTS, y=QUOTIENTS, z=QUOTIENTS)
@settings(max_examples=tries(50))
def test_numbers_with_pi_obey_the_laws_of_a_field(x: InPi, y: InPi, z: InPi) -> None:
    assert (x + y) * z == x * z + y * z
    assert x - x == 0
    assert not y or (x / y) * y == x
    with mp.workdps(60):
        assert abs((x * y).decimals() - x.decimals() * y.decimals()) < mpf(10) ** -40
        assert sign(x) == (x.decimals() > 0) - (x.decimals() < 0)


@pytest.mark.parametrize("batch", seeds(BATCHES))
@pytest.mark.parametrize("kind", KINDS)
def test_random_schemes(kind: str, batch: int) -> None:
    first = batch * BATCH
    for number in range(first, first + tries(BATCH)):
        made = scheme(kind, 0, number)
        found = judge(made).disagreements
        assert found == (), f"{made.text()}\n{found}"


def marked(case: Case) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=case.awaits)] if case.awaits else []
    return pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in cases()])
def test_kept_cases(case: Case) -> None:
    assert disagreements(case) == [], case.why


def test_an_angle_that_vanishes_at_a_moved_double_root_is_none() -> None:
    """Near w = e^{iφ} the locus of ρ = (w − 1)² is −10³⁰ φ²(1 + 10³⁰ iφ…): its angle, 10³⁰ φ, tends to 0."""
    small = Fraction(1, 10**30)
    alpha = (Fraction(1), Fraction(-2), Fraction(1))
    assert Multistep(alpha, (small, Fraction(-1), Fraction(1))).angle is False


def test_a_fraction_that_was_left_over_in_one_field_goes_into_another() -> None:
    fraction = SQRT15.theta * SQRT15.theta
    other = next(field.theta for field in FIELDS if field.degree > 2)
    for made in (fraction * other, other * fraction):
        assert made == other * 15
    for made in (fraction + other, other + fraction):
        assert made == other + 15
    with pytest.raises(AssertionError, match="two fields"):
        SQRT15.theta * other
