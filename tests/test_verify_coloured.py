"""Schemes for several vector fields against the enumeration of coloured trees."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rooted_trees import density, size, trees
from tiers import tries

from tableau2net.errors import InputError
from tableau2net.exact import known_within
from tableau2net.lower.step import lower_step
from tableau2net.lower.step_options import StepOptions
from tableau2net.lower.weights import field_use
from tableau2net.methods import Method
from tableau2net.read import load_scheme
from tableau2net.read.kinds.partitioned import PartitionedDocument
from tableau2net.verify import Certificate, Claims, prove, verify

HIGHEST = 4
entries = st.fractions(min_value=-1, max_value=1, max_denominator=3)
Tableau = tuple[list[list[Fraction]], list[Fraction]]

VERLET = """
name: verlet
kind: partitioned
separable: true
order: 2
tableaux:
  f: {A: [[0, 0], [1/2, 1/2]], b: [1/2, 1/2]}
  g: {A: [[1/2, 0], [1/2, 0]], b: [1/2, 1/2]}
"""
RUTH3 = """
name: ruth3
kind: partitioned
separable: true
order: 3
tableaux:
  f: {A: [[0, 0, 0], [2/3, 0, 0], [2/3, -2/3, 0]], b: [2/3, -2/3, 1]}
  g: {A: [[7/24, 0, 0], [7/24, 3/4, 0], [7/24, 3/4, -1/24]], b: [7/24, 3/4, -1/24]}
"""
ARS222 = """
name: ars222
kind: partitioned
order: 2
tableaux:
  explicit:
    A: [[], [1 - sqrt(2)/2], [-sqrt(2)/2, 1 + sqrt(2)/2]]
    b: [-sqrt(2)/2, 1 + sqrt(2)/2, 0]
  implicit:
    A: [[0], [0, 1 - sqrt(2)/2], [0, sqrt(2)/2, 1 - sqrt(2)/2]]
    b: [0, sqrt(2)/2, 1 - sqrt(2)/2]
"""


def read(tmp_path: Path, text: str) -> Any:
    path = tmp_path / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    return load_scheme(str(path))


def made(tableaux: list[Tableau], separable: bool, linear: tuple[str, ...] = ()) -> Method:
    weights = {
        name: {"A": [list(map(str, row)) for row in A], "b": list(map(str, b))}
        for name, (A, b) in zip("fgk", tableaux, strict=False)
    }
    lines = [
        f"  {name}: {{A: {each['A']}, b: {each['b']}}}".replace("'", "") for name, each in weights.items()
    ]
    text = "\n".join(
        [
            "name: test",
            "kind: partitioned",
            f"separable: {str(separable).lower()}",
            f"linear: [{', '.join(linear)}]",
            "tableaux:",
            *lines,
        ]
    )
    from tableau2net.read.model import Source
    from tableau2net.read.schemes.scheme_class import read_scheme
    from tableau2net.read.text import parse_bytes

    document = read_scheme(parse_bytes(text.encode(), "test"), Source("inline", ""))
    assert isinstance(document, PartitionedDocument)
    return document.method


def brute_order(tableaux: list[Tableau], separable: bool) -> int:
    """Every tree with every colouring of its vertices, one by one."""
    for n in range(1, HIGHEST + 1):
        for tree in trees(n):
            for paint in product(range(len(tableaux)), repeat=n):
                queue = list(paint)
                root = queue[0]
                phi = slopes(tree, queue, tableaux, separable)
                if phi is None:
                    continue
                value = sum((b * p for b, p in zip(tableaux[root][1], phi, strict=True)), Fraction(0))
                if value != Fraction(1, density(tree)):
                    return n - 1
    return HIGHEST


def slopes(tree: Any, queue: list[int], tableaux: list[Tableau], separable: bool) -> list[Fraction] | None:
    """φ(t) with the colours taken from the queue in preorder; None where two neighbours of a separable pair have
    the same colour."""
    colour, result = queue.pop(0), [Fraction(1)] * len(tableaux[0][1])
    wrong = False
    for child in tree:
        below = queue[0]
        phi = slopes(child, queue, tableaux, separable)
        wrong = wrong or phi is None or (separable and below == colour)
        if phi is not None:
            A = tableaux[below][0]
            eta = [sum((a * p for a, p in zip(row, phi, strict=True)), Fraction(0)) for row in A]
            result = [a * b for a, b in zip(result, eta, strict=True)]
    assert size(tree) >= 1
    return None if wrong else result


@st.composite
def pairs(draw: st.DrawFn) -> list[Tableau]:
    """Two tableaux of two stages, often consistent and on the same abscissae."""
    found: list[Tableau] = []
    for _ in range(2):
        c, low, w = draw(st.sampled_from([Fraction(0), Fraction(1, 2)])), draw(entries), draw(entries)
        second = draw(st.sampled_from([Fraction(1), Fraction(1, 2)]))
        b = [Fraction(1, 2), Fraction(1, 2)] if draw(st.booleans()) else [w, 1 - w]
        found.append(([[c, Fraction(0)], [low, second - low]], b))
    return found


def agree(certificate: Certificate, order: int) -> None:
    assert certificate.order is not None
    assert min(certificate.order, HIGHEST) == order


@given(pairs(), st.booleans())
@settings(max_examples=tries(120))
def test_random_pairs_agree_with_the_trees(tableaux: list[Tableau], separable: bool) -> None:
    agree(prove(made(tableaux, separable)), brute_order(tableaux, separable))


@pytest.mark.parametrize("text", [VERLET, RUTH3, ARS222])
def test_known_schemes_are_proved(tmp_path: Path, text: str) -> None:
    certificate = verify(read(tmp_path, text))
    assert certificate.verdict == "exact"
    assert certificate.failures == ()
    assert certificate.zero_stable


@pytest.mark.parametrize(
    ("text", "old"), [(VERLET, "[1/2, 1/2]]"), (RUTH3, "[7/24, 3/4, 0]"), (ARS222, "b: [-sqrt(2)/2")]
)
def test_a_coefficient_that_is_off_is_refuted(tmp_path: Path, text: str, old: str) -> None:
    new = old.replace("2", "2 + 1e-30", 1) if text != RUTH3 else "[7/24, 3/4 + 1e-30, 0]"
    certificate = verify(read(tmp_path, text.replace(old, new, 1)))
    assert certificate.verdict == "refuted"
    assert certificate.violation is not None


def test_one_field_in_two_is_the_method_itself() -> None:
    A = [[Fraction(0), Fraction(0)], [Fraction(2, 3), Fraction(0)]]
    b = [Fraction(1, 4), Fraction(3, 4)]
    assert prove(made([(A, b), (A, b)], False)).order == 2
    assert prove(made([(A, b)] * 3, False)).order == 2


def test_the_tree_of_a_violation_names_its_fields(tmp_path: Path) -> None:
    violation = prove(read(tmp_path, VERLET).method, Claims(order=3)).violation
    assert violation is not None
    assert (violation.tree, violation.differential, violation.drawing) == (
        "f[g,g]",
        "f″(g, g)",
        "f\n├─ g\n└─ g",
    )
    assert (violation.value, violation.expected) == ("1/4", "1/3")


@pytest.mark.parametrize("text", [VERLET, RUTH3, ARS222])
@pytest.mark.parametrize(("weights", "count"), [("period", 2), ("evaluation", None), ("node", None)])
def test_no_two_fields_share_weights(tmp_path: Path, text: str, weights: str, count: int | None) -> None:
    (tmp_path / "pair.yaml").write_text(text, encoding="utf-8")
    document = load_scheme(str(tmp_path / "pair.yaml"))
    assert document.method.fields is not None
    slots = lower_step(document.method, StepOptions(weights=weights), "Step").slots
    assert {slot.field for slot in slots} == set(document.method.fields)
    assert len(slots) == (count or len(slots))
    owners: dict[str, set[str]] = {}
    for slot in slots:
        owners.setdefault(field_use(weights, "fields1", slot, "period1", 0).fields, set()).add(slot.field)
    assert all(len(fields) == 1 for fields in owners.values())


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  g: {A: [[1/2, 0], [1/2, 0]], b: [1/2, 1/2]}\n", "", "has several tableaux"),
        ("g: {A: [[1/2, 0], [1/2, 0]]", "g: {A: [[1/2]]", "all tableaux have the same number of stages"),
        ("[1/2, 0]], b: [1/2, 1/2]", "[1/2, 0]], b: [1/2]", "b has the wrong length"),
        ("tableaux:\n", "tableaux:\n  k: {A: [[0, 0], [0, 0]], b: [0, 1]}\n", "only a pair is separable"),
        ("order: 2", "order: 2\nb: [1]", "this key is not known"),
    ],
)
def test_malformed_documents_are_refused(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        read(tmp_path, VERLET.replace(old, new))


ARS222_PRINTED = """
name: ars222_printed
kind: partitioned
order: 2
{known}
tableaux:
  explicit:
    A: [[], [{g}], [{d}, {e}]]
    b: [{d}, {e}, 0]
    b_hat: [1, 0, 0]
  implicit:
    A: [[0], [0, {g}], [0, {o}, {g}]]
    b: [0, {o}, {g}]
    b_hat: [0, 1, 0]
embedded_order: 1
"""
DIGITS = {"g": "0.29289321881345", "d": "-0.70710678118655", "e": "1.70710678118655", "o": "0.70710678118655"}


@pytest.mark.parametrize("known", ["decimals: rounded", "accuracy: 1e-13"])
def test_a_pair_is_proved_within_its_digits(tmp_path: Path, known: str) -> None:
    certificate = verify(read(tmp_path, ARS222_PRINTED.format(known=known, **DIGITS)))
    assert (certificate.verdict, certificate.order, certificate.embedded_order) == ("digits", 2, 1)
    wrong = {**DIGITS, "e": "1.70710678118755"}
    certificate = verify(read(tmp_path, ARS222_PRINTED.format(known=known, **wrong)))
    assert (certificate.verdict, certificate.order) == ("refuted", 0)


def test_an_embedded_pair_is_proved_exactly(tmp_path: Path) -> None:
    g = "1-sqrt(2)/2"
    exact = {"g": g, "d": f"1-1/(2*({g}))", "e": f"1/(2*({g}))", "o": f"1-({g})"}
    certificate = verify(read(tmp_path, ARS222_PRINTED.format(known="", **exact)))
    assert (certificate.verdict, certificate.order, certificate.embedded_order) == ("exact", 2, 1)


@given(pairs(), st.booleans())
@settings(max_examples=tries(60))
def test_digits_and_exact_numbers_are_of_one_opinion(tableaux: list[Tableau], separable: bool) -> None:
    """A pair whose fractions are known within 1e-40 has within them the order that it has."""
    method = made(tableaux, separable)
    printed = replace(
        method,
        A=tuple(tuple(known_within(a, Fraction(1, 10**40)) for a in row) for row in method.A),
        B=tuple(tuple(known_within(b, Fraction(1, 10**40)) for b in row) for row in method.B),
    )
    exact, within = prove(method), prove(replace(method, printed=printed))
    if exact.order is not None:
        assert within.order == exact.order
