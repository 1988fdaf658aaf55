"""Within the digits: one choice of coefficients satisfies all conditions at once, or that is not said."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
import sympy
from cover import tiered
from hypothesis import given
from hypothesis import strategies as st
from rooted_trees import trees
from schemes import SCHEMES, catalogued
from test_verify_digits import in_print
from tiers import seeds

from tableau2net.algebra.domains.balls import ArbBalls, FixedBalls, balls
from tableau2net.cli import main
from tableau2net.exact import Rounded
from tableau2net.methods import Method
from tableau2net.read import load_scheme
from tableau2net.verify import verify
from tableau2net.verify.existence.candidates import simplest_between
from tableau2net.verify.existence.composition import conditions, flows, symmetric
from tableau2net.verify.existence.conditions import Component, Grown, Monomial, Values
from tableau2net.verify.existence.equations import Equation, Parallel
from tableau2net.verify.existence.exists import Box, exists
from tableau2net.verify.existence.lobatto import node_and_weight
from tableau2net.verify.existence.newton import has_zero
from tableau2net.verify.existence.paired import paired
from tableau2net.verify.existence.quadratic import quadratic
from tableau2net.verify.existence.span import Annihilated, Vector
from tableau2net.verify.existence.strang import lyndon, strang
from tableau2net.verify.existence.system import System, Wanted, system
from tableau2net.verify.existence.tableau import Tableaux, tableaux

DEPENDENT = """
name: dependent
kind: runge-kutta
order: 3
decimals: rounded
A:
  - []
  - [0.5]
  - [-1/3, 1]
  - [2/3 + 1 - 2/3 - 1/100, -1, 2/3 + 1/100]
b: [1/4, 0, 3/8, 3/8]
"""
TWICE = """
name: twice
kind: runge-kutta
order: 2
decimals: rounded
A: [[], [{a}]]
b: [1/2, {b}]
"""


def document(folder: Path, text: str) -> str:
    path = folder / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def printed_method(stem: str) -> Method:
    printed = catalogued(stem).method.printed
    assert printed is not None
    return printed


def proved(printed: Method, wanted: Wanted) -> bool:
    kind = balls()
    with kind.working():
        return exists(kind, printed, wanted)


@pytest.mark.usefixtures("arithmetic")
def test_a_condition_that_no_choice_satisfies_is_refuted(tmp_path: Path) -> None:
    """That of [[•]] is 203/1200 for every a21: its ball holds 1/6, for it takes a21 for two numbers."""
    found = verify(load_scheme(document(tmp_path, DEPENDENT)))
    assert (found.verdict, found.order) == ("refuted", 2)
    assert found.violation is not None
    assert found.violation.tree == "[[•]]"
    middle, radius = found.violation.value.split(" ± ")
    digits, rest = divmod(203 * 10**24, 1200)
    assert rest
    assert middle == f"0.{digits}…"  # 24 places of those that are known
    assert Fraction(radius) < Fraction(1, 10**50)


@pytest.mark.usefixtures("arithmetic")
@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        ("1", "0.500", "digits"),
        ("1001/1000", "0.500", "open"),  # b2 = 1/2 for Σ b = 1, and 500/1001 for b2 a21 = 1/2
        ("1.000", "0.500", "digits"),
        ("1.003", "0.500", "open"),
        ("1.010", "0.500", "refuted"),
    ],
)
def test_one_choice_is_to_satisfy_all_conditions(a: str, b: str, verdict: str, tmp_path: Path) -> None:
    assert verify(load_scheme(document(tmp_path, TWICE.format(a=a, b=b)))).verdict == verdict


def test_what_is_not_refuted_to_the_digits_is_left_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = document(tmp_path, TWICE.format(a="1001/1000", b="0.500"))
    assert main(["check", path, "--json"]) == 3
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["left_open"], found["refuted"]) == (["order"], [])
    assert (found["order"], found["bounds"]) == (1, [{"number": "order", "least": 1, "most": 2}])
    assert "not refuted within the digits" in found["doubts"][0]


@pytest.mark.usefixtures("arithmetic")
@pytest.mark.parametrize("digits", [6, 12, 30])
@pytest.mark.parametrize(
    "stem", ["heun3", "rk4", "bs32", "ssprk33", "ssprk104", "radau_iia2", "lobatto_iiic3"]
)
def test_a_rounded_table_of_a_method_has_its_order_and_no_more(stem: str, digits: int) -> None:
    scheme = catalogued(stem)
    found = replace(in_print(scheme.method, digits), b_hat=None).printed
    assert found is not None
    found = replace(found, b_hat=None)
    assert scheme.order is not None
    assert proved(found, Wanted(scheme.order))
    assert not proved(found, Wanted(scheme.order + 1))


@pytest.mark.parametrize(
    ("stem", "wanted"),
    [
        ("verner87r", Wanted(8)),
        ("dop853", Wanted(8, 5)),
        ("feagin108", Wanted(10, 8)),
        ("tsitouras54", Wanted(5, 4)),
        ("kc_ark548b_implicit", Wanted(5, 4, 2)),
        ("ark548l2sa", Wanted(5, 4)),
        ("kahan_li8", Wanted(8)),
        ("blanes_moan6", Wanted(6)),
        ("mclachlan_atela5", Wanted(5)),
    ],
)
def test_methods_with_dependent_conditions_are_proved(stem: str, wanted: Wanted) -> None:
    pytest.importorskip("flint")
    assert proved(printed_method(stem), wanted)
    assert not proved(printed_method(stem), replace(wanted, order=wanted.order + 1))


@pytest.mark.parametrize("units", [10, 10**6])
@pytest.mark.parametrize(
    "entry",
    tiered(
        (
            "1.45453440217827322805",
            "0.60677757090335451097",
            "0.18923747814892349016",
            "0.41045970252026064532",
        ),
        ["0.18923747814892349016"],
        "slow",
    ),
)
def test_a_coefficient_of_feagins_method_that_is_wrong_is_not_proved(
    entry: str, units: int, tmp_path: Path
) -> None:
    """By so many units of the last digit: a32, a43, b9 and b_hat9, a64."""
    pytest.importorskip("flint")
    text = (SCHEMES / "feagin108.yaml").read_text(encoding="utf-8")
    assert entry in text
    whole, digits = entry.split(".")
    moved = f"{whole}.{int(digits) - units:020d}"
    verdict = verify(load_scheme(document(tmp_path, text.replace(entry, moved)))).verdict
    assert verdict in (("open", "refuted") if units == 10 else ("refuted",))


def paired_system(stem: str, wanted: Wanted) -> tuple[Box, System]:
    kind = balls()
    found = tableaux(printed_method(stem))
    assert found is not None
    box = Box(kind, found)
    made = paired(box.values(box.centre, Fraction(1), defects=True), kind, wanted)
    assert made is not None
    more, equations = made
    return Box(kind, more), equations


def test_a_pair_of_stages_that_cancel_is_found_by_the_numbers() -> None:
    """Feagin's stages 2, 3, 5, 7 and 16, 15, 14, 13; no other scheme that is tried has such pairs."""
    kind = balls()
    with kind.working():
        _, equations = paired_system("feagin108", Wanted(10, 8))
        assert dict(equations.alike) == {15: 1, 14: 2, 13: 4, 12: 6}
        for stem in ("verner87r", "dop853", "tsitouras54"):
            found = tableaux(printed_method(stem))
            assert found is not None
            box = Box(kind, found)
            assert paired(box.values(box.centre, Fraction(1), defects=True), kind, Wanted(5)) is None


@pytest.mark.parametrize("s", range(2, 10))
def test_lobattos_nodes_and_weights_have_order_2s_2(s: int) -> None:
    """Each condition holds within the enclosures, which are narrow; that of the next order does not."""
    grid = [Fraction(k, 64) for k in range(65)]
    found = {
        place: both for x in grid if (both := node_and_weight(s, x)) for place in [round(both[0][0] * 2**64)]
    }
    inside = [both for both in found.values() if both[0][0] >= 0 and both[0][1] <= 1]
    assert len(inside) == s
    for n in range(2 * s - 1):
        low = sum((w[0] * max(x[0], Fraction(0)) ** n for x, w in inside), Fraction(0))
        high = sum((w[1] * x[1] ** n for x, w in inside), Fraction(0))
        assert high - low < Fraction(1, 10**100)
        assert (low <= Fraction(1, n + 1) <= high) == (n < 2 * s - 2)


@given(st.lists(st.lists(st.integers(-3, 3), min_size=3, max_size=3), max_size=4))
def test_a_functional_is_0_on_what_is_said_to_follow(rows: list[list[int]]) -> None:
    """If it is 0 on the classes that are equations, and on the rest, it is 0 on all that was needed."""
    kind = balls()
    with kind.working():
        vectors = [
            Vector(
                Monomial(0, 0),
                {i: kind.ball(Fraction(a), Fraction(a)) for i, a in enumerate(row) if a},
                frozenset({0}) if row[0] == row[2] else frozenset(),
                {0: 2},
            )
            for row in rows
        ]
        found = Annihilated(kind, lambda _: True, [], vectors[:1], vectors[1:])
    free = sympy.symbols("f0:3")
    named = {id(v): sum(free[i] * rows[n][i] for i in range(3)) for n, v in enumerate(vectors)}
    given_zero = [sum(free[k] for k in K) for K in found.classes]
    given_zero += [named[id(v)] for v in (*vectors[:1], *found.rest)]
    solution = sympy.solve([each for each in given_zero if each != 0], free, dict=True) or [{}]
    for v in vectors:
        assert sympy.expand(sympy.sympify(named[id(v)]).subs(solution[0])) == 0


@pytest.mark.parametrize("stem", ["kcl43_2r", "calvo_lddc64", "kc_esdirk325", "mclachlan_atela3"])
def test_a_coefficient_moved_by_many_units_is_not_proved(stem: str) -> None:
    printed = printed_method(stem)
    kind = balls()
    with kind.working():
        assert exists(kind, printed, Wanted(3))
        found = tableaux(printed)
        assert found is not None
        k = next(k for k in found.fields[0].b.values() if k in found.unknowns)
        low, high = found.intervals[k]
        moved = (low + 40 * (high - low), high + 40 * (high - low))
        box = Box(kind, replace(found, intervals=(*found.intervals[:k], moved, *found.intervals[k + 1 :])))
        values = box.values(box.centre, Fraction(1), defects=True)
        around = system(values, kind, Wanted(3), guess=False)
        assert not all(kind.may_be_zero(each.value(values)) for each in around.equations)


def exact_values(found: Tableaux, entries: list[Fraction], *, defects: bool) -> Values:
    return Values(found, entries, lambda value: value, defects=defects)


@pytest.mark.parametrize("stem", ["ssprk54", "kc_esdirk325", "ark324l2sa", "pefrl"])
def test_a_gradient_is_that_of_the_value(stem: str) -> None:
    """Along a line through random fractions, by the difference quotient of a small step."""
    found, random = tableaux(printed_method(stem)), Random(stem)
    assert found is not None
    kind = balls()
    with kind.working():
        box = Box(kind, found)
        around = box.values(box.centre, Fraction(1), defects=True)
        equations: list[Equation] = list(system(around, kind, Wanted(3), guess=False).equations)
        equations += system(around, kind, Wanted(3), guess=True).equations
        composed = tableaux(printed_method(stem), tied=True)
        flow = None if composed is None else flows(composed)
    point, direction = (
        [Fraction(random.randrange(-9, 10), random.randrange(1, 10)) for _ in found.intervals] for _ in "xy"
    )
    if flow is not None:
        assert composed is not None
        equations = list(strang(flow, 4))
        found, point = composed, point[: len(composed.intervals)]
        direction = direction[: len(point)]
    assert len(equations) > 5
    h = Fraction(1, 10**20)
    for equation in equations:
        before, after = (
            equation.value(
                exact_values(
                    found, [x + s * h * v for x, v in zip(point, direction, strict=True)], defects=True
                )
            )
            for s in (-1, 1)
        )
        gradient = equation.gradient(exact_values(found, point, defects=True))
        slope = sum((a * direction[k] for k, a in gradient.items()), Fraction(0))
        assert abs((after - before) / (2 * h) - slope) < Fraction(1, 10**20)


def test_a_gradient_of_paired_stages_is_that_of_the_value() -> None:
    kind, random = balls(), Random("pairs")
    with kind.working():
        box, found = paired_system("feagin108", Wanted(8, 6))
    intervals = box.tableaux.intervals
    point, direction = (
        [Fraction(random.randrange(-9, 10), random.randrange(1, 10)) for _ in intervals] for _ in "xy"
    )
    kinds = {type(each).__name__ for each in found.equations}
    assert {"Sum", "Difference", "LeftOf"} <= kinds
    h = Fraction(1, 10**20)

    def at(step: Fraction) -> Values:
        entries = [x + step * v for x, v in zip(point, direction, strict=True)]
        return Values(box.tableaux, entries, lambda value: value, found.vanishing, alike=dict(found.alike))

    before, here, after = map(at, (-h, Fraction(0), h))
    for equation in found.equations:
        slope = sum((a * direction[k] for k, a in equation.gradient(here).items()), Fraction(0))
        quotient = (equation.value(after) - equation.value(before)) / (2 * h)
        assert abs(quotient - slope) <= Fraction(1, 10**15) * max(1, abs(slope))


@pytest.mark.parametrize("highest", [1, 2, 5, 7])
def test_there_is_a_monomial_for_each_rooted_tree(highest: int) -> None:
    found = tableaux(catalogued("radau_iia2").method)
    assert found is not None
    random = Random(1)
    entries = [Fraction(random.randrange(1, 10)) for _ in found.intervals]
    for defects in (False, True):
        made = list(Grown(exact_values(found, entries, defects=defects), highest).monomials(None))
        for order in range(1, highest + 1):
            assert sum(m.order == order for m in made) == len(trees(order))


def test_components_that_vanish_are_left_out_of_all_that_has_them() -> None:
    found = tableaux(printed_method("ssprk54"))
    assert found is not None
    values = exact_values(found, [Fraction(1, 3)] * len(found.intervals), defects=True)
    (first, *_) = (m for m in Grown(values, 3).monomials(None) if m.children)
    field, inner = first.children[0]
    stage = min(values.defect(field, inner))
    values = Values(
        found,
        [Fraction(1, 3)] * len(found.intervals),
        lambda value: value,
        {Component(field, inner, stage)},
    )
    assert stage in values.raw_defect(field, inner)
    assert stage not in values.defect(field, inner)
    assert stage not in values.monomial(first)


def test_an_interval_newton_step_finds_zeros_within_reach_only() -> None:
    """x² + y = 1 + t and x = y, near x = y = 0.618."""
    kind = balls()

    def search(t: str) -> bool:
        def at(point: list[Fraction]) -> tuple[object, ...]:
            x, y = (Fraction("0.618") + z / 1000 for z in point)
            return tuple(kind.ball(v, v) for v in (x**2 + y - 1 - Fraction(t), x - y))

        def slopes(point: list[Fraction], around: Fraction) -> list[dict[int, object]]:
            x = Fraction("0.618") + point[0] / 1000
            low, high = (2 * (x + s * around / 1000) / 1000 for s in (-1, 1))
            one = kind.ball(Fraction(1, 1000), Fraction(1, 1000))
            return [{0: kind.ball(low, high), 1: one}, {0: one, 1: -one}]

        return has_zero(kind, 2, at, slopes)

    with kind.working():
        assert search("0")
        assert search("0.001")
        assert not search("0.003")


@given(st.fractions(-3, 3), st.fractions(Fraction(1, 1000), 1))
def test_the_simplest_fraction_is_between_and_none_is_simpler(low: Fraction, width: Fraction) -> None:
    found = simplest_between(low, low + width)
    assert low <= found <= low + width
    for d in range(1, found.denominator):
        assert -(-low.numerator * d // low.denominator) > (low + width) * d


def test_flows_are_in_their_order() -> None:
    composed = tableaux(printed_method("pefrl"), tied=True)
    assert composed is not None
    found = flows(composed)
    assert found is not None
    assert symmetric(found)
    assert [each.field for each in found] == [found[0].field, 1 - found[0].field] * (len(found) // 2) + [
        found[0].field
    ]
    general = tableaux(printed_method("ark324l2sa"), tied=True)
    assert general is not None
    assert flows(general) is None


def test_there_is_a_condition_for_each_free_tree() -> None:
    """Of trees with vertices of two kinds, where neighbours are of different kinds: 2, 1, 2, 3, 6 of 1 … 5 vertices."""
    composed = tableaux(printed_method("mclachlan_atela3"), tied=True)
    assert composed is not None
    found = flows(composed)
    assert found is not None
    assert not symmetric(found)
    values = exact_values(composed, [Fraction(1)] * len(composed.intervals), defects=False)
    made = [each.monomial.order for each in conditions(values, 5, found)]  # type: ignore[attr-defined]
    assert [made.count(n) for n in range(1, 6)] == [2, 1, 2, 3, 6]


def test_the_words_of_lyndon_are_as_many_as_there_are_conditions() -> None:
    """Of symmetric compositions: 1, 1, 2, 4 of weights 1, 3, 5, 7 (Hairer, Lubich, Wanner, III.3)."""
    assert [len(list(lyndon(weight))) for weight in (1, 3, 5, 7)] == [1, 1, 2, 4]


@pytest.mark.usefixtures("arithmetic")
@pytest.mark.parametrize("digits", [12, 18, 30])
@pytest.mark.parametrize(
    ("order", "A", "b"),
    [
        (4, [["1/4", "1/4 - sqrt(3)/6"], ["1/4 + sqrt(3)/6", "1/4"]], ["1/2", "1/2"]),
        (3, [["1/2 + sqrt(3)/6", "0"], ["-sqrt(3)/3", "1/2 + sqrt(3)/6"]], ["1/2", "1/2"]),
    ],
)
def test_fractions_beside_decimals_are_no_obstacle(
    order: int, A: list[list[str]], b: list[str], digits: int, tmp_path: Path
) -> None:
    """Exact entries are no unknowns, so that the conditions are more than the unknowns and depend on each other."""

    def in_decimals(text: str) -> str:
        value = sympy.sympify(text)
        if value.is_Rational:
            return text
        whole = round(Fraction(str(sympy.N(value, digits + 10))) * 10**digits)
        return f"{'-' if whole < 0 else ''}0.{abs(whole):0{digits}}"  # all are less than 1

    def verdict(rows: list[list[str]]) -> str:
        lines = "\n".join(f"  - [{', '.join(row)}]" for row in rows)
        weights = ", ".join(b)
        text = (
            f"name: mixed\nkind: runge-kutta\norder: {order}\ndecimals: rounded\n"
            f"A:\n{lines}\nb: [{weights}]\n"
        )
        return verify(load_scheme(document(tmp_path, text))).verdict

    rows = [[in_decimals(entry) for entry in row] for row in A]
    assert verdict(rows) == "digits"
    last = rows[1][0]
    rows[1][0] = f"{last[:-2]}{(int(last[-2]) + 5) % 10}{last[-1]}"
    assert verdict(rows) == "refuted"


@given(
    st.integers(-9, 9),
    st.integers(-9, 9).filter(bool),
    st.integers(1, 12),
    st.sampled_from([2, 3, 5, 6, 7, 10]),
)
def test_a_quadratic_irrational_is_found_by_its_digits(p: int, q: int, r: int, d: int) -> None:
    value = (sympy.Integer(p) + q * sympy.sqrt(d)) / r
    shown = round(Fraction(str(sympy.N(value, 40))), 25)
    found = quadratic(Rounded(shown, Fraction(1, 10**25), "0"))
    assert found is not None
    assert found[1] == d
    assert sympy.simplify(sympy.sympify(str(found[0]), rational=True) - value) == 0


def test_digits_that_are_of_no_simple_number_are_taken_for_none() -> None:
    assert quadratic(Rounded(Fraction("0.31830988618379067154"), Fraction(1, 10**20), "0")) is None
    assert quadratic(Rounded(Fraction("0.7071"), Fraction(1, 10**4), "0")) is None


def test_fractions_with_long_denominators_are_found() -> None:
    """Prince's method of order 8: 147 equations of which 66 are independent."""
    assert proved(printed_method("prince86"), Wanted(8, 6))
    assert not proved(printed_method("prince86"), Wanted(8, 7))


@pytest.mark.parametrize(
    "entry",
    [
        "4.35147985890989745154013147945",
        "0.0383312906839843735262502702",
        "-0.0150003194428508726399201574995",
    ],
)
def test_a_coefficient_beside_long_fractions_that_is_wrong_is_not_proved(entry: str, tmp_path: Path) -> None:
    text = (SCHEMES / "prince86.yaml").read_text(encoding="utf-8")
    assert entry in text
    moved = entry[:-3] + f"{(int(entry[-3]) + 5) % 10}" + entry[-2:]
    assert verify(load_scheme(document(tmp_path, text.replace(entry, moved)))).verdict in ("open", "refuted")


@pytest.mark.usefixtures("arithmetic")
@pytest.mark.parametrize(("accuracy", "verdict"), [("1e-12", "digits"), ("1e-13", "open")])
def test_weights_that_may_be_0_are_tried_as_0(accuracy: str, verdict: str, tmp_path: Path) -> None:
    """Of pep756 b2 = 3.4e-13 and b4 = -1.6e-13."""
    text = (SCHEMES / "pep756.yaml").read_text(encoding="utf-8")
    changed = text.replace("accuracy: 1e-12", f"accuracy: {accuracy}")
    assert verify(load_scheme(document(tmp_path, changed))).verdict == verdict


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("0.4109696726168125", "0.4109696727168125"),
        ("9.884560134482289", "9.884560144482289"),
        ("-0.34943764894", "-0.34943764994"),
    ],
)
def test_a_wrong_coefficient_beside_weights_that_may_be_0_is_not_proved(
    before: str, after: str, tmp_path: Path
) -> None:
    text = (SCHEMES / "pep756.yaml").read_text(encoding="utf-8")
    assert before in text
    assert verify(load_scheme(document(tmp_path, text.replace(before, after)))).verdict in ("open", "refuted")


def in_columns(text: str, folder: Path) -> tuple[Box, System]:
    """A variant of dirk65l, with the defects that may be multiples of columns of A made so."""
    kind = balls()
    printed = load_scheme(document(folder, text)).method.printed
    assert printed is not None
    found = tableaux(printed)
    assert found is not None
    box = Box(kind, found)
    around = box.values(box.centre, Fraction(1), defects=True)
    return box, system(around, kind, Wanted(6), guess=True, columns=True)


def test_a_defect_that_is_a_multiple_of_a_column_is_found(tmp_path: Path) -> None:
    """A c² − c³/3 of dirk65l is 0.076046 times the first column of A, at all stages but the first."""
    text = (SCHEMES / "dirk65l.yaml").read_text(encoding="utf-8")
    with balls().working():
        box, found = in_columns(text, tmp_path)
        parallel = [each for each in found.equations if isinstance(each, Parallel)]
        assert {(each.component.monomial.power, each.column) for each in parallel} == {(2, 0)}
        assert len({each.component.stage for each in parallel} | {parallel[0].other}) == 6
        wrong = text.replace("0.633051807335483", "0.633051807335983")
        _, found = in_columns(wrong, tmp_path)
        assert not any(isinstance(each, Parallel) for each in found.equations)
    random = Random("columns")
    point, direction = (
        [Fraction(random.randrange(-9, 10), random.randrange(1, 10)) for _ in box.tableaux.intervals]
        for _ in "xy"
    )
    h = Fraction(1, 10**20)
    for equation in parallel:
        before, after = (
            equation.value(
                exact_values(
                    box.tableaux,
                    [x + s * h * v for x, v in zip(point, direction, strict=True)],
                    defects=True,
                )
            )
            for s in (-1, 1)
        )
        gradient = equation.gradient(exact_values(box.tableaux, point, defects=True))
        slope = sum((a * direction[k] for k, a in gradient.items()), Fraction(0))
        assert abs((after - before) / (2 * h) - slope) <= Fraction(1, 10**12) * max(1, abs(slope))


@pytest.mark.parametrize(
    ("line", "verdict", "bounds"),
    [("accuracy: 2e-15", "digits", []), ("decimals: rounded", "open", ["embedded_order"])],
)
def test_dependent_conditions_of_a_method_in_columns_are_no_obstacle(
    line: str, verdict: str, bounds: list[str], tmp_path: Path
) -> None:
    text = (SCHEMES / "dirk65l.yaml").read_text(encoding="utf-8")
    found = verify(load_scheme(document(tmp_path, text.replace("accuracy: 2e-15", line))))
    assert (found.verdict, found.order) == (verdict, 6)
    assert [each.number for each in found.bounds] == bounds


@pytest.mark.parametrize(
    "entry", ["0.633051807335483", "0.227323534105590", "0.365794764008590", "-0.381545894386538"]
)
def test_a_wrong_coefficient_of_a_method_in_columns_is_not_proved(entry: str, tmp_path: Path) -> None:
    text = (SCHEMES / "dirk65l.yaml").read_text(encoding="utf-8")
    assert entry in text
    moved = entry[:-2] + f"{(int(entry[-2]) + 5) % 10}" + entry[-1]
    changed = text.replace("0 " + entry, "0 " + moved).replace(entry, moved, 1)
    assert verify(load_scheme(document(tmp_path, changed))).verdict in ("open", "refuted")


@pytest.mark.parametrize("seed", seeds(40))
def test_the_right_inverse_is_the_same_without_python_flint(seed: int) -> None:
    """And where rows are dependent, as far as floats tell, there is none: of a combination of others, or of one that
    differs from it in its last digits."""
    pytest.importorskip("flint")
    random = Random(seed)
    few = random.randint(1, 12)
    many = few + random.randint(0, 8)
    floats = [[random.gauss(0, 1) * (random.random() < 0.5) for _ in range(many)] for _ in range(few)]
    for i in range(few):
        floats[i][i] += 3  # so that they are independent
    if seed % 2 and few > 2:
        last = [2 * a - b for a, b in zip(floats[0], floats[1], strict=True)]
        floats[-1] = [a * (1 + 1e-16 * random.randint(-1, 1)) for a in last] if seed % 4 == 1 else last
    found = []
    for kind in (ArbBalls(), FixedBalls()):
        with kind.working():
            rows = [tuple(kind.ball(Fraction(a), Fraction(a)) for a in row) for row in floats]
            found.append(kind.right_inverse(rows))
    flint, plain = found
    assert (flint is None) == (plain is None) == bool(seed % 2 and few > 2)
    if flint is None or plain is None:
        return
    for row, other in zip(flint, plain, strict=True):
        assert row == pytest.approx(other, rel=1e-9, abs=1e-9)
    for i, row in enumerate(floats):
        products = [sum(a * flint[k][j] for k, a in enumerate(row)) for j in range(few)]
        assert products == pytest.approx([float(i == j) for j in range(few)], abs=1e-9)
