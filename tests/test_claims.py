"""Each claim is one file: read into one value, judged by one judge."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from schemes import tableau, vector
from test_verify_claims import LEARNED, RK4

from tableau2net.cli import main
from tableau2net.methods import Claims
from tableau2net.read import load_scheme
from tableau2net.verify import judge, prove
from tableau2net.verify.claims import KIND

WRONG: dict[str, Any] = {
    "order": 5,
    "stage_order": 3,
    "embedded_order": 2,
    "rescaled_order": 2,
    "effective_order": 5,
    "zero_stable": False,
    "c": vector("0 1/2 1/2 0"),
    "at_least": 6,
}


def claiming(key: str) -> tuple[Claims, int | None]:
    """A wrong claim, and what is asked for besides."""
    return (Claims(), WRONG[key]) if key == "at_least" else (Claims(**{key: WRONG[key]}), None)


def test_there_is_a_file_for_each_claim() -> None:
    assert WRONG.keys() == {each.name for each in fields(Claims)}
    assert len(KIND.names) == len(WRONG)


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_claim_is_refuted_once_and_an_unprovable_one_is_named(key: str) -> None:
    claims, at_least = claiming(key)
    assert len(prove(RK4, claims, at_least=at_least).failures) == 1
    (told,) = prove(LEARNED, claims, at_least=at_least).failures
    assert "cannot be proved: its pattern entries are learned" in told


def test_a_claim_that_is_not_made_is_not_judged() -> None:
    assert prove(RK4, Claims()).failures == prove(LEARNED, Claims()).failures == ()


@pytest.mark.parametrize(
    "name", ["rk4", "bdf3", "revnet", "imex_euler", "gauss2", "dopri5", "butcher_effective5"]
)
def test_a_document_makes_its_claims_when_it_is_read(name: str) -> None:
    document = load_scheme(name)
    assert document.claims == Claims(
        **{each.name: getattr(document, each.name, None) for each in fields(Claims)}
    )
    assert document.claims.order == document.order


MADE_UP = '''"""An order that is even."""

from __future__ import annotations

def unproved(claims: Claims) -> str:
    """The claim."""
    return "an even order"

def failures(claims: Claims, found: Findings) -> Iterator[str]:
    """Where it is odd."""
    if found.order.order is not None and found.order.order % 2:
        yield f"an even order is claimed, but it is {found.order.order}"
'''


def test_a_new_claim_is_judged_told_and_in_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "even_order.py").write_text(MADE_UP, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path.parent)
    monkeypatch.setattr(
        judge, "KIND", replace(KIND, folder=tmp_path, package=tmp_path.name, order=("even-order",))
    )
    failure = "an even order is claimed, but it is 1"
    assert prove(RK4).ok
    assert prove(tableau("0", "1")).failures == (failure,)
    assert prove(LEARNED).failures[0].startswith("an even order cannot be proved: ")
    assert main(["check", "euler"]) == 1
    assert f"refuted: {failure}" in capsys.readouterr().out
    assert main(["check", "euler", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["failures"] == [failure]
