"""Random perturbed tableaux in every domain: the engine is of the opinion of the trees, one by one.

700 are rational, 100 parametric, 200 modulo their nodes and 50 algebraic, with python-flint and without it. Balls are
in test_verify_digits.py, coloured trees in test_verify_coloured.py.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from rooted_trees import BruteForce
from schemes import fractions, tableau
from tiers import seeds

from tableau2net.algebra.polynomials.node_polynomials import nodes_of
from tableau2net.exact import to_sympy
from tableau2net.methods import Method
from tableau2net.methods.collocation import Collocation, simplifying_c, simplifying_d
from tableau2net.methods.runge_kutta import collocated
from tableau2net.verify import prove

pytestmark = pytest.mark.usefixtures("arithmetic")
HIGHEST = 5
KNOWN = {
    "ralston": ("0 0;2/3 0", "1/4 3/4"),
    "heun3": ("0 0 0;1/3 0 0;0 2/3 0", "1/4 0 3/4"),
    "rk4": ("0 0 0 0;1/2 0 0 0;0 1/2 0 0;0 0 1 0", "1/6 1/3 1/3 1/6"),
    "radau_iia2": ("5/12 -1/12;3/4 1/4", "3/4 1/4"),
    "lobatto_iiic3": ("1/6 -1/3 1/6;1/6 5/12 -1/12;1/6 2/3 1/6", "1/6 2/3 1/6"),
}


def moved(rng: random.Random, A: list[list[Fraction]], b: list[Fraction]) -> None:
    """Move up to two entries, often so that the row sum stays, often by very little."""
    for _ in range(rng.randint(0, 2)):
        rows = [*A, b]
        row = rng.choice(rows)
        shift = Fraction(rng.randint(-3, 3), 7) * Fraction(1, 10) ** rng.choice([0, 3, 30])
        j = rng.randrange(len(row))
        row[j] += shift
        if rng.random() < 0.7:
            row[(j + 1) % len(row)] -= shift


def text(rows: list[list[Fraction]]) -> str:
    return ";".join(" ".join(map(str, row)) for row in rows)


@pytest.mark.parametrize("seed", seeds(10))
def test_rational_tableaux(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(70):
        method = tableau(*KNOWN[rng.choice(sorted(KNOWN))])
        A, (b,) = fractions(method.A), fractions(method.B)
        moved(rng, A, b)
        certificate = prove(tableau(text(A), text([b])))
        slow = BruteForce(A, [b])
        order = slow.order(HIGHEST)
        assert certificate.order is not None
        assert min(certificate.order, HIGHEST) == order
        assert certificate.stage_order is not None
        assert min(certificate.stage_order, order) == slow.stage_order(order)


@pytest.mark.parametrize("seed", seeds(10))
def test_rational_functions_of_a_parameter(seed: int) -> None:
    """What holds for the parameter holds at three values, and what does not fails at one of them."""
    rng = random.Random(seed)
    for _ in range(10):
        method = tableau(*KNOWN[rng.choice(["ralston", "heun3", "radau_iia2"])])
        A, (b,) = fractions(method.A), fractions(method.B)
        moved(rng, A, b)
        i, j = rng.randrange(len(A)), rng.randrange(len(b) - 1)
        entries = [list(map(str, row)) for row in A]
        entries[i][j] += "+alpha"
        entries[i][j + 1] += "-alpha"
        claimed = prove(tableau(";".join(map(" ".join, entries)), text([b])))
        orders = []
        for value in (Fraction(0), Fraction(5, 17), Fraction(-31, 7)):
            rows = [list(row) for row in A]
            rows[i][j] += value
            rows[i][j + 1] -= value
            orders.append(BruteForce(rows, [b]).order(HIGHEST))
        assert claimed.order is not None
        assert min(claimed.order, HIGHEST) == min(orders)


@pytest.mark.parametrize("seed", seeds(10))
@pytest.mark.parametrize("family", [simplifying_c, simplifying_d])
def test_maps_modulo_the_nodes(seed: int, family: Callable[[tuple[Fraction, ...]], Collocation]) -> None:
    """Ten maps on rational nodes, where the tableau is rational too and can be seen by the trees."""
    rng = random.Random(seed)
    for _ in range(10):
        made = family(nodes_of(rng.choice([2, 3]), 1, 1))
        operator = [list(row) for row in made.operator]
        moved(rng, operator, list(made.weights))
        maps = Collocation(made.nodes, tuple(map(tuple, operator)), made.weights)
        method = collocated("test", maps)
        slow = BruteForce(fractions(method.A), fractions(method.B))
        order = slow.order(HIGHEST)
        certificate = prove(method)
        assert certificate.order is not None
        assert min(certificate.order, HIGHEST) == order


@pytest.mark.parametrize("seed", seeds(5))
def test_a_number_field(seed: int) -> None:
    """Gauss of two stages moved in Q(√3): the trees see (a, b) for a + b√3."""
    rng = random.Random(seed)
    for _ in range(10):
        A, (b,) = gauss2()
        row, j = rng.choice([*A, b]), rng.randrange(2)
        shift = rng.choice(["0", "1/10**30", "sqrt(3)/10**20", "1/7"])
        row[j] += f"+{shift}"
        if rng.random() < 0.6:
            row[1 - j] += f"-({shift})"
        method: Method = tableau(";".join(map(" ".join, A)), " ".join(b))
        exact: list[list[Any]] = [[to_sympy(a) for a in row] for row in (*method.A, method.B[0])]
        certificate = prove(method)
        assert certificate.order is not None
        assert min(certificate.order, HIGHEST) == _order_by_sympy(exact[:2], exact[2])


@pytest.mark.parametrize("root", ["sqrt(5)/5", "2**(1/3)/3", "cos(pi/7)"])
def test_a_parameter_beside_an_irrational_number(root: str) -> None:
    """Explicit of order 3 for c = (0, u, v): rational functions over a number field, which have no one form."""
    u, v = root, "k"
    b3, b2 = f"(2-3*{u})/(6*{v}*({v}-{u}))", f"(2-3*{v})/(6*{u}*({u}-{v}))"
    a32 = f"{v}*({v}-{u})/({u}*(2-3*{u}))"
    method = tableau(f"0 0 0;{u} 0 0;{v}-{a32} {a32} 0", f"1-{b2}-{b3} {b2} {b3}")
    assert prove(method).order == 3


def gauss2() -> tuple[list[list[str]], list[list[str]]]:
    return [["1/4", "1/4-sqrt(3)/6"], ["1/4+sqrt(3)/6", "1/4"]], [["1/2", "1/2"]]


def _order_by_sympy(A: list[list[Any]], b: list[Any]) -> int:
    """The order by every tree's condition, expanded by sympy."""
    from rooted_trees import density, trees
    from sympy import Integer, Rational, expand

    def phi(tree: Any) -> list[Any]:
        result = [Integer(1), Integer(1)]
        for child in tree:
            below = phi(child)
            result = [
                expand(r * sum(a * p for a, p in zip(row, below, strict=True)))
                for r, row in zip(result, A, strict=True)
            ]
        return result

    for n in range(1, HIGHEST + 1):
        for tree in trees(n):
            value = sum(w * p for w, p in zip(b, phi(tree), strict=True))
            if expand(value - Rational(1, density(tree))) != 0:
                return n - 1
    return HIGHEST
