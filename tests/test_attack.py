"""The attack, two minutes of it: random schemes on which the verifier and independent oracles agree, and the kept
cases on which they once did not. `make attack` goes on for longer."""

from __future__ import annotations

import ast
from fractions import Fraction
from pathlib import Path

import pytest
from attack.kept import Case, cases, disagreements
from attack.kinds import KINDS, scheme
from attack.oracles import convergence, trees
from attack.oracles.multistep import Multistep
from attack.verdict import judge
from mpmath import mpf
from tiers import seeds, tries

HERE = Path(__file__).parent / "attack"
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
