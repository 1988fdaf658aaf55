"""Underlying one-step methods, effective order, and order relative to a starting method."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rooted_trees import density
from rooted_trees import trees as slow_trees
from schemes import catalogued, fractions, matrix, multistep, tableau, vector
from tiers import tries

from tableau2net.algebra.domains import choose
from tableau2net.algebra.domains.rational import Rationals
from tableau2net.algebra.linear.elimination import reduced
from tableau2net.exact import number
from tableau2net.methods import External, Method
from tableau2net.read import SchemeDocument
from tableau2net.read.families import KIND as FAMILIES
from tableau2net.read.leaves import Integer
from tableau2net.series.bseries import exact as exact_flow
from tableau2net.series.bseries import followed, parts, trees
from tableau2net.series.effective import HIGHEST, effective_order, preimage
from tableau2net.series.rooted_tree import LEAF, Tree
from tableau2net.series.underlying import NoUnderlyingMethod, Underlying
from tableau2net.verify import Claims, prove
from tableau2net.verify.conditions.setting import entries

RATIONALS = Rationals()
BUTCHER = ("0 0 0 0 0;1/5 0 0 0 0;0 2/5 0 0 0;3/16 0 5/16 0 0;1/4 0 -5/4 2 0", "1/6 0 0 2/3 1/6")
EXACT_HISTORY = ["ab2", "ab3", "ab4", "am3", "bdf2", "bdf3", "bdf4", "leapfrog", "milne_simpson", "nystrom3"]


def under(method: Method) -> Underlying:
    return Underlying(method, choose(entries(method)))


def free(A: str, U: str, B: str, V: str, c: str) -> Method:
    r = len(matrix(V))
    external = (External("state"), *(External("free", j) for j in range(1, r)))
    return Method("test", "", "general-linear", matrix(A), matrix(U), matrix(B), matrix(V), external,
                  abscissae=vector(c))  # fmt: skip


def test_there_are_as_many_trees_as_there_should_be() -> None:
    assert [len(trees(n)) for n in range(1, 9)] == [1, 1, 2, 4, 9, 20, 48, 115]
    assert [len(slow_trees(n)) for n in range(1, 9)] == [1, 1, 2, 4, 9, 20, 48, 115]


def test_the_parts_of_a_tree_are_all_its_subtrees_at_the_root() -> None:
    """A tree of a root with m leaves has 2^m, a tall one as many as it has vertices."""
    bush, tall = trees(1)[0], trees(1)[0]
    for _ in range(4):
        bush, tall = bush.product(trees(1)[0]), trees(1)[0].product(tall)
    assert sum(times for _, _, times in parts(bush)) == 16
    assert sum(times for _, _, times in parts(tall)) == 5


def test_two_flows_one_after_the_other_are_the_flow_over_both() -> None:
    """E E = the exact flow over 2 h: 2^|t|/γ(t)."""

    def flow(tree: Tree) -> Fraction:
        return exact_flow(tree)

    for tree in (tree for n in range(1, 7) for tree in trees(n)):
        total = flow(tree) + sum(term for _, term in followed(flow, flow, tree, RATIONALS))
        assert total == Fraction(2**tree.order, tree.density)


def conjugation(alpha: dict[Tree, Fraction], tree: Tree) -> Fraction:
    """(L α)(t), as it stands in the equations."""
    lost = sum((times * alpha[part] for part, cut, times in parts(tree) if cut == (LEAF,)), Fraction(0))
    return (alpha[tree.children[0]] if len(tree.children) == 1 else Fraction(0)) - lost


def test_the_number_of_conditions_is_butcher_s() -> None:
    """1, 2, 3, 5, 10, 21, 49, 116 up to orders 1 … 8 (Butcher 2003, §38): as many as there are trees more than of the
    order below, from order 3 on."""
    conditions = [1, 1, *(_rank_defect(n) for n in range(3, 9))]
    assert [sum(conditions[:n]) for n in range(1, 9)] == [1, 2, 3, 5, 10, 21, 49, 116]


def _rank_defect(n: int) -> int:
    """How many equations of order n are left over: L has no kernel."""
    return len(_left_over(n, dict.fromkeys(trees(n), Fraction(0))))


def _left_over(n: int, right: dict[Tree, Fraction]) -> list[Fraction]:
    """What Gauss leaves of the right side in the equations that say nothing of α."""
    below = trees(n - 1)
    unit = {each: {s: Fraction(s == each) for s in below} for each in below}
    found = reduced(
        [[*(conjugation(unit[each], t) for each in below), right[t]] for t in trees(n)], len(below)
    )
    assert found is not None
    return [row[0] for row in found[1]]


fractions_of_few = st.fractions(min_value=-3, max_value=3, max_denominator=4)


@given(st.data(), st.integers(3, 7))
def test_what_the_equations_determine_is_found_and_what_they_contradict_is_not(
    data: st.DataObject, n: int
) -> None:
    alpha = {tree: data.draw(fractions_of_few) for tree in trees(n - 1)}
    assert preimage(lambda tree: conjugation(alpha, tree), n, RATIONALS) == alpha
    off = data.draw(st.sampled_from(trees(n)))
    moved = {tree: conjugation(alpha, tree) + (tree == off) for tree in trees(n)}
    assert (preimage(moved.__getitem__, n, RATIONALS) is None) == any(_left_over(n, moved))


def test_butcher_s_method_of_five_stages_has_effective_order_five() -> None:
    certificate = prove(tableau(*BUTCHER), Claims(order=4, effective_order=5))
    assert certificate.verdict == "exact"
    assert certificate.effective_order == 5
    wrong = prove(tableau(*BUTCHER), Claims(effective_order=6))
    assert wrong.failures == ("effective order 6 is claimed, but it is 5",)


@pytest.mark.parametrize(("row", "column"), [(i, j) for i in range(6) for j in range(5) if i > j or i == 5])
def test_effective_order_sees_every_coefficient(row: int, column: int) -> None:
    A, (b,) = (fractions(rows) for rows in (tableau(*BUTCHER).A, tableau(*BUTCHER).B))
    rows = [*A, b]
    rows[row][column] += Fraction(1, 10**30)
    moved = tableau(*[";".join(" ".join(map(str, r)) for r in part) for part in (rows[:5], rows[5:])])
    assert effective_order(under(moved).phi, choose(entries(moved))).known.least < 5


small = st.fractions(min_value=-1, max_value=1, max_denominator=3)


@given(st.lists(small, min_size=6, max_size=6), st.lists(small, min_size=2, max_size=2))
@settings(max_examples=tries(40))
def test_a_conjugate_has_the_effective_order_of_the_method(x: list[Fraction], y: list[Fraction]) -> None:
    """S M S⁻¹ as a tableau, with M an explicit method of three stages and S an explicit one of one stage: both have the
    effective order of M. The inverse of u + h b f(u) is implicit: u' = u − h b f(u')."""
    c2, a31, a32, *b = x
    shift = y[0]
    #   S: Y1 = u, u1 = u + s F1;  M: three stages from u1;  S⁻¹: u3 = u2 − s F(u3)
    M: list[Any] = [[0, 0, 0], [c2, 0, 0], [a31, a32, 0]]
    A = [[0] * 5, *([shift, *row, 0] for row in M), [shift, *b, -shift]]
    conjugate = tableau(_text(A), " ".join(map(str, A[-1])))
    alone = tableau(_text(M), " ".join(map(str, b)))
    orders = [effective_order(under(m).phi, choose(entries(m)), 4).known.least for m in (alone, conjugate)]
    assert orders[0] == orders[1]


def _text(rows: Any) -> str:
    return ";".join(" ".join(map(str, row)) for row in rows)


@pytest.mark.parametrize("stem", EXACT_HISTORY)
def test_a_multistep_method_s_underlying_method_has_its_order(stem: str) -> None:
    """A step of Φ from exact values differs from the exact flow first at order p + 1."""
    method = catalogued(stem).method
    found, order = under(method), prove(method).order
    assert order is not None
    for n in range(1, order + 1):
        assert all(found.phi(tree) == found.domain.number(exact_flow(tree)) for tree in trees(n))
    assert any(found.phi(tree) != found.domain.number(exact_flow(tree)) for tree in trees(order + 1))


def test_a_runge_kutta_method_is_its_own_underlying_method() -> None:
    found = under(tableau("0 0 0 0;1/2 0 0 0;0 1/2 0 0;0 0 1 0", "1/6 1/3 1/3 1/6"))
    for n in range(1, 5):
        assert all(found.phi(tree) == found.domain.number(exact_flow(tree)) for tree in trees(n))
    (value,) = {found.phi(tree) for tree in trees(5) if tree.density == 5}
    assert value == found.domain.number(Fraction(5, 24))


def test_the_underlying_method_commutes_with_the_step() -> None:
    """B ηD + V ξ = Φ ξ, tree by tree, for BDF2 and for a method of Butcher's."""
    for stem in ("bdf2", "dimsim3", "pece_adams3"):
        method = catalogued(stem).method
        found = under(method)
        of = [lambda part, j=j, xi=found.xi: xi(part)[j] for j in range(len(found.V))]
        for tree in (tree for n in range(1, 6) for tree in trees(n)):
            slopes, xi = found.slopes(tree), found.xi(tree)
            for j, (b, v) in enumerate(zip(found.B, found.V, strict=True)):
                step = sum(a * s for a, s in zip(b, slopes, strict=True)) + sum(
                    a * x for a, x in zip(v, xi, strict=True)
                )
                terms = followed(found.phi, of[j], tree, found.domain)
                assert step == found.u[j] * found.phi(tree) + sum(term for _, term in terms)


def test_lm_s_underlying_method_needs_f_rescaled() -> None:
    found = under(multistep("-k k-1 1", "0 1 0"))
    assert found.domain.text(found.phi(trees(1)[0])) == "1/(k + 1)"


DIMSIM2 = ("0 0;2 0", "1 0;0 1", "5/4 1/4;3/4 -1/4", "1/2 1/2;1/2 1/2", "0 1")


def test_order_and_stage_order_relative_to_a_starting_method() -> None:
    certificate = prove(free(*DIMSIM2), Claims(order=2, stage_order=2, zero_stable=True, effective_order=2))
    assert certificate.verdict == "exact"
    assert "starting method" in certificate.notes[0]


@pytest.mark.parametrize("place", list(product(range(2), range(2))))
def test_a_general_linear_method_that_is_off_is_refuted(place: tuple[int, int]) -> None:
    rows = [list(row) for row in matrix(DIMSIM2[2])]
    rows[place[0]][place[1]] += number(Fraction(1, 10**30))
    wrong = free(DIMSIM2[0], DIMSIM2[1], _text(rows), DIMSIM2[3], DIMSIM2[4])
    certificate = prove(wrong, Claims(order=2, stage_order=2))
    assert certificate.verdict == "refuted"


def test_abscissae_count_up_to_the_time_at_which_a_start_is_made() -> None:
    A, U, B, V, _ = DIMSIM2
    for c, verdict in (("0 1", "exact"), ("1/3 4/3", "exact"), ("0 1+1e-30", "refuted")):
        assert prove(free(A, U, B, V, c), Claims(order=2)).verdict == verdict


def test_free_values_may_be_the_past_after_all() -> None:
    """Adams–Bashforth with its past slope as a free value has the order that it has with an exact one."""
    method = free("0", "1 0", "3/2;1", "1 -1/2;0 0", "0")
    assert (prove(method).order, prove(multistep("0 -1 1", "-1/2 3/2 0")).order) == (2, 2)


@pytest.mark.parametrize(
    ("V", "U", "why"),
    [
        ("1 0;0 1", "1 0", "not simple"),
        ("1/2 0;0 1/2", "1 0", "no eigenvector"),
        ("0 0;0 1", "1 0", "u_1 = 0"),
        ("1 0;0 0", "2 0", "carries 2 times the state"),
    ],
)
def test_a_method_without_an_underlying_one_is_told_why(V: str, U: str, why: str) -> None:
    method = free("0", U, "1;0", V, "0")
    with pytest.raises(NoUnderlyingMethod, match=why):
        under(method)
    certificate = prove(method, Claims(order=1))
    assert certificate.order is None
    assert why in (*certificate.failures, *certificate.doubts)[0]


def test_the_brute_force_trees_have_the_densities_of_ours() -> None:
    for n in range(1, 8):
        assert sorted(tree.density for tree in trees(n)) == sorted(map(density, slow_trees(n)))


def family_members() -> Iterator[tuple[str, SchemeDocument]]:
    """The members of each family of up to four stages, steps, rows or columns."""
    for name in FAMILIES.names:
        model: type[SchemeDocument] = FAMILIES.load(name).DOCUMENT
        text = {"name": name, "kind": "family", "family": name, "base": "euler"}
        bounds = [
            (key, bound)
            for key, field in model.model_fields.items()
            for bound in field.metadata
            if isinstance(bound, Integer) and key in ("stages", "steps", "rows", "columns")
        ]
        ((key, bound),) = bounds
        given = {name: value for name, value in text.items() if name in model.model_fields}
        for size in range(bound.low, 5):
            yield f"{name}-{size}", model.model_validate({**given, key: size})


MEMBERS = dict[str, SchemeDocument](family_members())


@pytest.mark.parametrize("key", MEMBERS)
def test_the_effective_order_of_a_family_is_no_lower_than_its_order(key: str) -> None:
    method = MEMBERS[key].method
    order = prove(method).order
    claimed = prove(method, Claims(effective_order=1 if order is None else order))
    if order is None:
        (failure,) = claimed.failures or claimed.doubts
        assert "its pattern entries are learned" in failure or "V has no eigenvector" in failure
        return
    assert claimed.effective_order is not None
    assert claimed.effective_order >= order
    decided = not claimed.bounds
    assert claimed.ok == (decided and claimed.effective_order == order)
    assert prove(method, Claims(effective_order=claimed.effective_order)).ok == decided


@pytest.mark.parametrize("key", [key for key, member in MEMBERS.items() if member.method.collocation])
def test_effective_order_modulo_the_nodes_is_that_in_the_number_field(key: str) -> None:
    method = MEMBERS[key].method
    wanted = effective_order(under(method).phi, choose(entries(method))).known.least
    assert prove(method, Claims(effective_order=wanted)).effective_order == wanted


def test_an_effective_order_is_claimed_neither_higher_nor_lower() -> None:
    method = (
        FAMILIES.load("gauss")
        .DOCUMENT.model_validate({"name": "gauss5", "kind": "family", "family": "gauss", "stages": 5})
        .method
    )
    assert prove(method, Claims(effective_order=10)).ok
    for claimed in (8, 11):
        assert prove(method, Claims(effective_order=claimed)).failures == (
            f"effective order {claimed} is claimed, but it is 10",
        )


def free_adams_bashforth(steps: int) -> Method:
    """Adams–Bashforth with its past slopes as free values: u, h f_{n−1}, …, h f_{n−k+1}."""
    family = FAMILIES.load("adams-bashforth").DOCUMENT
    given = {"name": "ab", "kind": "family", "family": "adams-bashforth", "steps": steps}
    multistep = family.model_validate(given).method.multistep
    assert multistep is not None
    past = [str(entry) for entry in reversed(multistep[1][:-1])]
    first, k = " ".join(["1", *["0"] * (steps - 1)]), steps
    shifted = [" ".join(str(int(j == i)) for j in range(k)) for i in range(1, k - 1)]
    V = ";".join([" ".join(["1", *past[1:]]), " ".join(["0"] * k), *shifted])
    return free("0", first, ";".join([past[0], "1", *["0"] * (k - 2)]), V, "0")


@pytest.mark.parametrize("steps", [2, 5, 8, pytest.param(9, marks=pytest.mark.slow)])
def test_an_order_relative_to_a_starting_method_is_no_bound_of_what_is_looked_at(steps: int) -> None:
    """From 8 on it was said to be 8."""
    certificate = prove(free_adams_bashforth(steps), Claims(order=steps, stage_order=steps))
    assert certificate.ok
    assert certificate.bounds == ()
    assert prove(free_adams_bashforth(steps), at_least=steps + 1).refuted == ("at_least",)


@pytest.mark.parametrize(("claimed", "refuted"), [(8, True), (9, False), (10, True)])
def test_the_effective_order_of_a_method_of_order_nine_is_nine(claimed: int, refuted: bool) -> None:
    certificate = prove(catalogued("verner98").method, Claims(effective_order=claimed))
    assert certificate.effective_order == 9
    assert certificate.refuted == (("effective_order",) if refuted else ())
    assert certificate.ok != refuted


def test_beyond_the_search_an_effective_order_is_a_bound_and_its_claim_is_left_open() -> None:
    family = FAMILIES.load("gauss").DOCUMENT
    method = family.model_validate({"name": "g", "kind": "family", "family": "gauss", "stages": 6}).method
    assert prove(method).order == HIGHEST
    reason = f"it is {HIGHEST} or more: orders above {HIGHEST} are not examined"
    for claimed in (HIGHEST, HIGHEST + 1):
        found = prove(method, Claims(effective_order=claimed))
        assert found.doubts == (f"effective order {claimed} is claimed, but {reason}",)
        assert f"effective order {HIGHEST} or more" in found.describe()
        assert [(each.number, each.least, each.most) for each in found.bounds] == [
            ("effective_order", HIGHEST, None)
        ]
    assert prove(method, Claims(effective_order=HIGHEST - 1)).refuted == ("effective_order",)


def test_beyond_the_search_an_order_relative_to_a_starting_method_is_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "tableau2net.series.relative.effective_order",
        lambda phi, domain, _: effective_order(phi, domain, highest=3),
    )
    method = free_adams_bashforth(4)
    found = prove(method, Claims(order=4))
    assert (found.order, found.verdict, found.stage_order) == (3, "open", 3)
    assert found.describe().startswith("order 3 or more, proved exactly; stage order 3 or more\n")
    assert prove(method, at_least=3).ok
    assert prove(method, at_least=4).left_open == ("at_least",)
    assert prove(method, Claims(order=2)).refuted == ("order",)
    assert prove(free_adams_bashforth(2), Claims(order=2)).ok
