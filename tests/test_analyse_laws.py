"""What one analysis says agrees with itself: laws between its findings, of the catalogue and of random schemes."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import pytest
from attack.kinds import KINDS, scheme
from schemes import documents

from tableau2net.analyse import Analysis, analyse
from tableau2net.analyse.analyse import properties
from tableau2net.errors import InputError
from tableau2net.methods import Method
from tableau2net.read.model import Source
from tableau2net.read.schemes.scheme_class import read_scheme
from tableau2net.read.text import parse_bytes
from tableau2net.verify import Certificate, prove

FEW = 20  # stages
CATALOGUE = [
    name for name, each in documents().items() if not each.method.has_pattern and each.method.stages <= FEW
]
NAMED_FOR_A_KIND = {
    "Linear multistep",
    "Linear stability",
}  # left out without a word, for another says the same


@dataclass(frozen=True)
class Document:
    method: Method


def findings(analysis: Analysis) -> dict[str, Any]:
    """The values by name, without those that are left open; of the principal error its own order only."""
    found: dict[str, Any] = {}
    for section in analysis.sections:
        for each in section.findings:
            if each.value is not None:
                found.setdefault(each.name, each.value)
    return found


def broken(analysis: Analysis, certificate: Certificate, stages: int, kind: str) -> list[str]:
    """The laws that do not hold."""
    results = findings(analysis)
    remarks = {each.name: each.remark for section in analysis.sections for each in section.findings}
    p, wrong = certificate.order if certificate.most("order") == certificate.order else None, list[str]()

    def law(name: str, *, holds: bool) -> None:
        if not holds:
            wrong.append(name)

    sector, real = results.get("A(α)-stable"), results.get("real interval")
    if results.get("A-stable") is True and sector is not None:
        law("an A-stable method is A(90°)-stable", holds=sector == "α = 90°")
    if sector == "α = 90°" and real is not None:
        empty = real == "∅" and "z = 0" in remarks["real interval"] and "z = 0" in remarks["A(α)-stable"]
        law("the sector of 90° holds the negative axis", holds=real == "(-∞, 0]" or empty)
    if results.get("A-stable") is False and sector == "α = 90°":
        law("why a sector of 90° is not all is said", holds=bool(remarks["A-stable"]))
    if results.get("L-stable") is True:
        law(
            "an L-stable method is A-stable, with R(∞) = 0",
            holds=results["A-stable"] is True and results["R(∞)"] == "0",
        )
    if results.get("A-stable") is True and "I-stable" in results:
        law("an A-stable method is I-stable", holds=results["I-stable"] is True)
    if results.get("I-stable") is True:
        law("an I-stable method has the whole axis", holds=results["imaginary interval"] == "[0, ∞)")
    if results.get("algebraically stable") is True and "A-stable" in results:
        law("an algebraically stable method is A-stable", holds=results["A-stable"] is True)
    effective = results.get("effective order")
    if p is not None and isinstance(effective, int):
        law("the effective order is no lower than the order", holds=p <= effective)
    if (
        p
        and certificate.within_digits is False
        and results.get("symmetric") is True
        and not analysis.reduction
    ):
        law("a symmetric method has an even order", holds=p % 2 == 0)
    if kind == "runge-kutta" and p is not None:
        law("the order is 2s at most", holds=p <= 2 * stages)
        if results.get("SSP coefficient") not in (None, "0", "∞"):
            law("a positive SSP coefficient bounds the order", holds=p <= (4 if certificate.explicit else 6))
    if p is not None and isinstance(results.get("B(p)"), int) and not certificate.within_digits:
        law("the quadrature is no worse than the method", holds=p <= results["B(p)"])
    if results.get("dissipation order") == "∞" and "E(y)" in results:
        law("nothing is damped where E is 0", holds=results["E(y)"] == "0")
    if p is not None and isinstance(results.get("dispersion order"), int) and not certificate.within_digits:
        law("the phase is no worse than the method", holds=p <= results["dispersion order"])
    titles = {item.title for item in properties()}
    given = {section.title for section in analysis.sections} | {title for title, _ in analysis.undefined}
    law("every section is given, or told why not", holds=titles - given <= NAMED_FOR_A_KIND)
    law("no section is empty", holds=all(section.findings for section in analysis.sections))
    law(
        "what is left open has its reason",
        holds=all(each.remark for s in analysis.sections for each in s.findings if each.value is None),
    )
    return wrong


@pytest.mark.parametrize("name", random.Random(1).sample(CATALOGUE, 40))
def test_the_findings_of_a_scheme_agree(name: str) -> None:
    method = documents()[name].method
    assert broken(analyse(Document(method)), prove(method), method.stages, method.kind) == []


@pytest.mark.thorough
@pytest.mark.parametrize("name", CATALOGUE)
def test_the_findings_of_every_scheme_agree(name: str) -> None:
    method = documents()[name].method
    assert broken(analyse(Document(method)), prove(method), method.stages, method.kind) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_findings_of_random_schemes_agree(kind: str) -> None:
    tried = 0
    for number in range(12):
        made = scheme(kind, 12, number)
        try:
            document = read_scheme(
                parse_bytes(made.text().encode(), "scheme.yaml"), Source("path", "scheme.yaml")
            )
            certificate, analysis = prove(document.method), analyse(document)
        except InputError:
            continue  # what is refused is told
        tried += 1
        assert broken(analysis, certificate, document.method.stages, document.method.kind) == [], made.text()
    assert tried
