"""What is defined for one field is not told of a scheme for several."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from schemes import analysis, catalogued

from tableau2net.analyse import Finding, analyse
from tableau2net.analyse.analyse import Property, properties
from tableau2net.analyse.scope import Condition
from tableau2net.analyse.subject import Subject
from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.read import catalogue
from tableau2net.verify import principal_error

REASON = "not defined for several fields"
TOLD = {
    "Reversibility"
}  # the stages of the inverse step evaluate the fields that they did: true of any number
SEVERAL = [
    entry.name
    for entry in catalogue(("schemes",))
    if entry.kind in ("partitioned", "general-linear") and catalogued(entry.name).method.several_fields
]
ONE = ["rk4", "gauss2", "ab3", "lm2", "dimsim2", "polynet2", "predictor_corrector3", "kvaerno43"]


def test_the_catalogue_has_additive_separable_and_split_schemes() -> None:
    assert {"imex_euler", "verlet", "revnet", "ark324l2sa"} <= set(SEVERAL)


@pytest.mark.parametrize("name", SEVERAL)
def test_no_property_of_one_field_is_told_of_several(name: str) -> None:
    found = analysis(name)
    assert {section.title for section in found.sections} <= TOLD
    assert {reason for _, reason in found.undefined} == {REASON}
    left_out = {
        "Linear stability",
        "Structure",
        "Oscillations",
        "Simplifying assumptions",
        "Modified equation",
    }
    assert left_out < {title for title, _ in found.undefined}


@pytest.mark.parametrize("name", SEVERAL)
def test_the_principal_error_of_one_field_is_refused_for_several(name: str) -> None:
    with pytest.raises(InputError, match=REASON):
        principal_error(catalogued(name).method)


@pytest.mark.parametrize("name", ONE)
def test_nothing_is_left_out_for_its_fields_where_there_is_one(name: str) -> None:
    assert REASON not in {why for _, why in analysis(name).undefined}


def test_the_analysis_says_what_is_not_defined(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "imex_euler"]) == 0
    output = capsys.readouterr().out
    assert "Not defined for several fields\n  Linear stability, " in output
    assert "A-stable" not in output
    assert main(["analyze", "imex_euler", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["undefined"]["Structure"] == REASON


def test_every_property_says_for_which_methods_it_is_defined() -> None:
    assert all(isinstance(each, Condition) for item in properties() for each in item.defined_for)
    assert {item.title for item in properties() if not item.defined_for} == TOLD


def test_a_property_is_not_looked_for_where_it_is_not_defined(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = list[Subject]()

    def find(subject: Subject) -> tuple[Finding, ...]:
        looked_at.append(subject)
        return ()

    def left_out(condition: Condition) -> tuple[tuple[str, str], ...]:
        made_up = Property("Made up", (condition,), find)
        monkeypatch.setattr(import_module("tableau2net.analyse.analyse"), "properties", lambda: (made_up,))
        return analyse(catalogued("rk4")).undefined

    reason = "not defined on Sundays"
    assert left_out(Condition(lambda subject: False, reason)) == (("Made up", reason),)
    assert left_out(Condition(lambda subject: False)) == ()
    assert not looked_at
    assert left_out(Condition(lambda subject: True, reason)) == ()
    assert len(looked_at) == 1
