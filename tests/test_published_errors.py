"""The rows of docs/published-errors.md that lead to a document say what is found of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

import pytest
from rooted_trees import density, trees
from schemes import fractions

from tableau2net.analyse import analyse
from tableau2net.read import load_scheme
from tableau2net.verify import Certificate, verify

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "published-errors.md").read_text(encoding="utf-8")
DOCUMENTS = {path.stem: path for path in sorted((DOCS / "published-errors").glob("*.yaml"))}
CODE = ["diffeqdevtools_rko65", "nodepy_ssp54"]  # whose rows are not about an order
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


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name not in CODE])
def test_a_row_says_what_is_found_of_its_document(name: str) -> None:
    certificate = verify(load_scheme(str(DOCUMENTS[name])))
    _, _, claimed, holds, fails, _ = row(DOCUMENTS[name])
    assert certificate.refuted == ("order",)
    assert f"order {certificate.claimed}" in claimed
    assert holds == ("none" if certificate.order is None else f"order {certificate.order}")
    assert fails == condition(certificate)


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
