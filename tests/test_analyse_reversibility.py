"""Whether a step can be undone explicitly: what is said so is undone, exactly, and what is not has a cycle."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from tiers import seeds

from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.properties.reversibility import find
from tableau2net.analyse.subject import Subject
from tableau2net.exact import number, parse
from tableau2net.methods import External, Method, Parameter, runge_kutta

Rows = list[list[Fraction]]


def general(A: Rows, U: Rows, B: Rows, V: Rows) -> Method:
    a, u, b, v = (tuple(tuple(map(number, row)) for row in matrix) for matrix in (A, U, B, V))
    external = tuple(External("free", i) for i in range(len(V)))
    return Method("test", "test", "general-linear", a, u, b, v, external)


def found(method: Method) -> Finding:
    (finding,) = find(Subject.of(method, 10))
    return finding


def field(y: Fraction) -> Fraction:
    return y * y - y / 3 + 1


def times(rows: Rows, vector: list[Fraction]) -> list[Fraction]:
    return [sum((a * x for a, x in zip(row, vector, strict=True)), Fraction(0)) for row in rows]


def inverse(V: Rows) -> Rows | None:
    """Of a 2×2 matrix."""
    (a, b), (c, d) = V
    scale = a * d - b * c
    return None if not scale else [[d / scale, -b / scale], [-c / scale, a / scale]]


def undone(A: Rows, U: Rows, B: Rows, V: Rows, y: list[Fraction]) -> list[Fraction] | None:
    """The y from which the step leads to what is given, stage by stage as soon as all that it needs is known; None
    where some stages need one another."""
    back = inverse(V)
    assert back is not None
    through = [times([list(column) for column in zip(*back, strict=True)], row) for row in U]  # U V⁻¹
    rows = [
        [
            a - sum((u * B[k][j] for k, u in enumerate(links)), Fraction(0))
            for j, a in enumerate(row)
        ]
        for row, links in zip(A, through, strict=True)
    ]  # fmt: skip
    carried, slopes = times(through, y), dict[int, Fraction]()
    while len(slopes) < len(A):
        ready = [
            i
            for i, row in enumerate(rows)
            if i not in slopes and all(j in slopes for j, a in enumerate(row) if a)
        ]
        if not ready:
            return None
        for i in ready:
            slopes[i] = field(
                carried[i] + sum((a * slopes[j] for j, a in enumerate(rows[i]) if a), Fraction(0))
            )
    moved = times(B, [slopes[i] for i in range(len(A))])
    return times(back, [a - b for a, b in zip(y, moved, strict=True)])


@pytest.mark.parametrize("seed", seeds(60))
def test_what_is_explicitly_reversible_is_undone_and_all_else_is_not(seed: int) -> None:
    """Random explicit steps of two external values, with many zeros, taken and undone in fractions."""
    random = Random(seed)
    s = random.randint(1, 3)

    def entry(share: float) -> Fraction:
        return Fraction(random.randint(-3, 3) if random.random() < share else 0, random.randint(1, 3))

    A = [[entry(0.6) if j < i else Fraction(0) for j in range(s)] for i in range(s)]
    U, V = (
        [[entry(0.5) for _ in range(2)] for _ in range(s)],
        [[entry(0.8) for _ in range(2)] for _ in range(2)],
    )
    B = [[entry(0.4) for _ in range(s)] for _ in range(2)]
    finding, y = found(general(A, U, B, V)), [Fraction(1, 2), Fraction(-2, 3)]
    if inverse(V) is None:
        assert (finding.value, finding.remark) == (False, "V is singular")
        return
    slopes: list[Fraction] = []
    for row, links in zip(A, U, strict=True):
        moved = times([row[: len(slopes)]], slopes)
        slopes.append(field(times([links], y)[0] + moved[0]))
    after = [v + b for v, b in zip(times(V, y), times(B, slopes), strict=True)]
    before = undone(A, U, B, V, after)
    if finding.value is True:
        assert before == y
    else:
        assert finding.remark.startswith("A - U V^-1 B has a cycle through stage")
        assert before is None


def test_a_cycle_is_told_by_the_numbers_of_the_document() -> None:
    """The first two stages, which no weight uses, are left out: the third is the first of what is left."""
    zero, half = number(0), number("1/2")
    A = ((zero, zero, zero), (half, zero, zero), (zero, zero, half))
    method = runge_kutta("test", A, (zero, zero, number(1)))
    assert found(method).remark == "A - U V^-1 B has a cycle through stage 3"


@pytest.mark.parametrize(
    ("share", "note"),
    [("k", "where det V = k is not 0"), ("pi", ""), ("2", "")],
)
def test_where_the_determinant_may_be_0_is_told_of_a_parameter_alone(share: str, note: str) -> None:
    V = ((parse(share, {"k"}),),)
    parameters = (Parameter("k"),) if share == "k" else ()
    method = Method(
        "test", "test", "general-linear", ((number(0),),), ((number(0),),), ((number(1),),), V,
        (External("free", 0),), parameters=parameters,
    )  # fmt: skip
    finding = found(method)
    assert (finding.value, finding.remark) == (True, note)
