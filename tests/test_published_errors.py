"""The rows of docs/published-errors.md that lead to a document say what is found of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import cos, exp, log2, prod, sin
from pathlib import Path
from typing import Any

import pytest
import yaml
from rooted_trees import density, trees
from schemes import fractions

from tableau2net.analyse import analyse
from tableau2net.exact import as_printed, to_float
from tableau2net.methods import Method
from tableau2net.pipeline import verify as started
from tableau2net.read import load_scheme
from tableau2net.read.kinds.linear_multistep import LinearMultistepDocument
from tableau2net.verify import Certificate, verify

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "published-errors.md").read_text(encoding="utf-8")
DOCUMENTS = {path.stem: path for path in sorted((DOCS / "published-errors").glob("*.yaml"))}
CODE = ["diffeqdevtools_rko65", "nodepy_ssp54"]  # whose rows are not about an order
STARTS = [
    "k_diffusion_lms",
    "pathsim_bdf5",
    "pathsim_bdf6",
]  # whose sequences have another order than the formula
LONG = 25  # characters of a fraction that the page has as decimals


def row(document: Path) -> list[str]:
    """The cells of the one row that leads to the document."""
    (line,) = (line for line in PAGE.splitlines() if f"](published-errors/{document.name})" in line)
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def condition(certificate: Certificate) -> str:
    """The condition that fails, as the page tells it: long fractions of the unit interval by ten decimals."""
    violation = certificate.violation
    if certificate.order is None:
        return certificate.notes[0].partition(": ")[2]
    assert violation is not None
    value = violation.value
    if len(value) > LONG and "sqrt" not in value:
        value = f"0.{int(Fraction(value) * 10**10):010}…"
    return f"{violation.tree} gives {value}, not {violation.expected}"


Tableaux = list[tuple[list[list[Fraction]], list[Fraction]]]


def written(name: str) -> dict[str, Any]:
    """A document, read by nothing of the product."""
    found: dict[str, Any] = yaml.safe_load(DOCUMENTS[name].read_text(encoding="utf-8"))
    return found


def rational(name: str) -> Tableaux:
    """A and b of each field as they stand in a document; none, where an entry is no number or irrational."""
    document = written(name)
    try:
        return [
            (
                [[Fraction(str(entry)) for entry in line] for line in each["A"]],
                [Fraction(str(w)) for w in each["b"]],
            )
            for each in document.get("tableaux", {"f": document}).values()
        ]
    except (KeyError, ValueError):
        return []


def sums(tree: tuple[Any, ...], tableaux: Tableaux, *, separable: bool) -> Iterator[Fraction]:
    """Σ b_i Φ_i of a tree, for every colouring of its vertices by the fields; of separable ones, where each field is a
    function of what the other steps, for those in which neighbours differ."""
    fields = range(len(tableaux))

    def stages(branches: tuple[Any, ...], root: int) -> Iterator[list[Fraction]]:
        """The product, in each stage, of what branches give whose common root is evaluated by a field."""
        for below in product(*([*slopes(each, root)] for each in branches)):
            yield [prod((w[i] for w in below), start=Fraction(1)) for i in range(len(tableaux[0][1]))]

    def slopes(branch: tuple[Any, ...], above: int) -> Iterator[list[Fraction]]:
        for colour in (each for each in fields if not separable or each != above):
            for found in stages(branch, colour):
                A = tableaux[colour][0]
                yield [sum((a * k for a, k in zip(line, found, strict=False)), Fraction(0)) for line in A]

    for colour in fields:
        for found in stages(tree, colour):
            yield sum((w * k for w, k in zip(tableaux[colour][1], found, strict=True)), Fraction(0))


RATIONAL = [name for name in DOCUMENTS if name not in CODE + STARTS and rational(name)]


@pytest.mark.parametrize("name", RATIONAL)
def test_what_is_found_is_what_fractions_give(name: str) -> None:
    """The order, by every tree and colouring, of the numbers as they stand in the document."""
    claimed = verify(load_scheme(str(DOCUMENTS[name]))).claimed
    tableaux, separable = rational(name), bool(written(name).get("separable"))
    assert claimed is not None
    failing = [
        order
        for order in range(1, claimed + 1)
        for tree in trees(order)
        if any(found != Fraction(1, density(tree)) for found in sums(tree, tableaux, separable=separable))
    ]
    assert row(DOCUMENTS[name])[3] == f"order {failing[0] - 1}"


def test_most_documents_are_recomputed_in_fractions() -> None:
    assert {"pyodys_norsett_thomsen34", "petsc_1bee", "quokka_pd_ars", "ho_resnet_huta"} <= set(RATIONAL)


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name not in CODE + STARTS])
def test_a_row_says_what_is_found_of_its_document(name: str) -> None:
    certificate = verify(load_scheme(str(DOCUMENTS[name])))
    _, _, claimed, holds, fails, _ = row(DOCUMENTS[name])
    assert certificate.refuted == ("order",)
    assert f"order {certificate.claimed}" in claimed
    assert holds == ("none" if certificate.order is None else f"order {certificate.order}")
    assert fails == condition(certificate)


@pytest.mark.parametrize("name", STARTS)
def test_a_row_says_which_order_a_start_leaves(name: str) -> None:
    document = load_scheme(str(DOCUMENTS[name]))
    certificate = started(document)
    _, _, claimed, holds, *_ = row(DOCUMENTS[name])
    assert certificate.order == document.order
    assert f"order {document.order}" in claimed
    assert certificate.sequence is not None
    assert holds == f"order {certificate.sequence.order}"


def solved(method: Method, steps: int) -> list[float]:
    """Steps of a diagonally implicit method for u' = cos(t) u from t = 0 to 1, whose stage equations are linear."""
    A, (b,) = ([[to_float(a) for a in line] for line in rows] for rows in (method.A, method.B))
    states, h = [1.0], 1 / steps
    for n in range(steps):
        slopes: list[float] = []
        for i, line in enumerate(A):
            known = states[-1] + h * sum(a * k for a, k in zip(line, slopes, strict=False))
            rate = cos((n + sum(line)) * h)
            slopes.append(rate * known / (1 - h * line[i] * rate))
        states.append(states[-1] + h * sum(w * k for w, k in zip(b, slopes, strict=True)))
    return states


def error(document: LinearMultistepDocument, starter: Method, steps: int) -> float:
    """That at t = 1 of the formula, the first values of which the starter makes."""
    alpha, beta = ([to_float(as_printed(x)) for x in each] for each in (document.alpha, document.beta))
    k, h = len(alpha) - 1, 1 / steps
    states = solved(starter, steps)[:k]
    for n in range(k, steps + 1):
        rates = [cos((n - k + i) * h) for i in range(k + 1)]
        known = sum((h * beta[i] * rates[i] - alpha[i]) * states[n - k + i] for i in range(k))
        states.append(known / (alpha[k] - h * beta[k] * rates[k]))
    return abs(states[-1] - exp(sin(1)))


@pytest.mark.parametrize("name", STARTS)
def test_the_order_that_a_start_leaves_is_that_of_the_errors(name: str) -> None:
    document = load_scheme(str(DOCUMENTS[name]))
    assert isinstance(document, LinearMultistepDocument)
    starter = load_scheme(str(document.starter)).method
    measured = log2(error(document, starter, 160) / error(document, starter, 320))
    assert row(DOCUMENTS[name])[3] == f"order {round(measured)}"
    assert measured == pytest.approx(round(measured), abs=0.15)


def test_a_method_near_the_published_one_has_another_ssp_coefficient() -> None:
    document = load_scheme(str(DOCUMENTS["nodepy_ssp54"]))
    found = str(analyse(document)["SSP coefficient"])
    assert verify(document).refuted == ()  # it has the order as far as its digits tell
    assert found.startswith("1.50649")
    assert "1.50649…" in row(DOCUMENTS["nodepy_ssp54"])[2]


def test_abscissae_that_are_no_row_sums_may_still_have_the_order() -> None:
    """Of u' = f(t, u), where a leaf is f_u f or f_t: its weights are the row sums of A, or the abscissae."""
    document = load_scheme(str(DOCUMENTS["diffeqdevtools_rko65"]))
    certificate, method = verify(document), document.method
    assert (certificate.refuted, certificate.order) == (("c",), 5)
    assert document.claims.c is not None
    A, (b,), (c,) = (fractions(rows) for rows in (method.A, method.B, [document.claims.c]))
    assert certificate.failures[0].startswith(f"c[1] = {c[0]} is claimed")

    def slopes(tree: tuple[Any, ...]) -> Iterator[list[Fraction]]:
        for weights in product(*map(stages, tree)):
            yield [prod((w[i] for w in weights), start=Fraction(1)) for i in range(len(b))]

    def stages(tree: tuple[Any, ...]) -> Iterator[list[Fraction]]:
        for slope in slopes(tree):
            yield [sum((a * k for a, k in zip(line, slope, strict=True)), Fraction(0)) for line in A]
        if not tree:
            yield c

    conditions = [
        (sum(weight * k for weight, k in zip(b, slope, strict=True)), Fraction(1, density(tree)))
        for order in range(1, 6)
        for tree in trees(order)
        for slope in slopes(tree)
    ]
    assert len(conditions) > 17
    assert [pair for pair in conditions if pair[0] != pair[1]] == []
