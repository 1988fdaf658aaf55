"""Random networks of clashing names: the emitters agree, and whatever is refused is refused in words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import random_networks
import torch
from random_networks import Report, complaints, document, read, write_own_modules

from tableau2net.emit.source import definitions
from tableau2net.emit.source import names as file_names
from tableau2net.graph import Steps
from tableau2net.graph import names as graph_names
from tableau2net.graph.names import Scope
from tableau2net.pipeline import graph

DOCUMENTS = 300  # `make random` tries 5,000
TOGETHER = 30


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    write_own_modules(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in random_networks.MODULES:
        for module in (name, f"{name}_heads"):
            monkeypatch.delitem(sys.modules, module, raising=False)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield tmp_path
    torch.set_num_threads(threads)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, DOCUMENTS, TOGETHER))
def test_the_emitters_agree_on_random_networks(first: int, folder: Path) -> None:
    report = Report()
    for number in range(first, first + TOGETHER):
        report.add(number, folder)
    assert not report.faults, "\n".join(report.faults.values())
    assert report.agreed > TOGETHER // 2, report.refused


@pytest.mark.slow
def test_linter_and_formatter_have_nothing_to_say(folder: Path) -> None:
    """Nor against files that they did complain of: long names of parameters, a file that begins with an alias."""
    pytest.importorskip("ruff")
    report = Report()
    for number in (*range(0, DOCUMENTS, 10), 2630, 2710, 2740, 2790, 2820):
        text = report.add(number, folder)
        if text is not None:
            (folder / f"network_{number}.py").write_text(text, encoding="utf-8")
    assert list(complaints(folder, "ruff")) == []


@pytest.mark.parametrize("step", ["the scheme's", "the starter's"])
def test_a_node_before_its_step_is_the_first_of_its_fields(step: str, folder: Path) -> None:
    """Also where it is a parameter's value, or the starter's: else it would be counted from the end of the list."""
    early: dict[str, object] = {
        "name": "early",
        "kind": "runge-kutta",
        "A": [[], ["-k"]],
        "b": [0, 1],
        "parameters": {"k": {"value": "1/2"}},
    }
    late = {
        "name": "late",
        "kind": "linear-multistep",
        "alpha": ["1/4", "-5/4", 1],
        "beta": ["1/2", "1/4", 0],
    }
    schemes = {"scheme": early} if step == "the scheme's" else {"scheme": late, "starter": early}
    drawn = {**document(0), **schemes, "weights": "node", "periods": [{"channels": 8, "steps": 3}]}
    for key in (
        "implicit",
        "drop_path",
        "fields",
        "coupling",
        "history",
        "own",
        "norm",
        *({"starter"} - schemes.keys()),
    ):
        drawn.pop(key, None)
    lowered = graph(read(drawn, folder))
    used = [
        use.first for module in lowered.modules.values() if isinstance(module, Steps) for use in module.uses
    ]
    assert min(used) == 0


def test_a_document_is_the_same_everywhere() -> None:
    assert document(7) == document(7) != document(8)


def test_random_networks_are_of_every_kind() -> None:
    """What no document has is not tested by any."""
    drawn = [document(number) for number in range(DOCUMENTS)]
    keys = {key for each in drawn for key in each}
    assert keys >= {"fields", "implicit", "starter", "stochastic_depth", "drop_path", "norm", "coupling"}
    schemes = [each["scheme"] for each in drawn if isinstance(each["scheme"], dict)]
    assert {each["kind"] for each in schemes} == {
        "runge-kutta",
        "linear-multistep",
        "general-linear",
        "partitioned",
    }
    assert {each.get("start") for each in schemes} >= {"copy", "split", "history"}
    assert {each.get("implicit", {}).get("mode") for each in drawn} == {None, "fused", "solve"}


class _Careless(Scope):
    def give(self, wanted: str) -> str:
        return wanted


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["keys", "files", "meanings"])
def test_a_compiler_that_gives_a_name_twice_is_found(
    broken: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attributes, names of a file, and imports told apart by their names alone: each is seen within 60 documents."""
    if broken == "meanings":
        monkeypatch.setattr(definitions.Imported, "__hash__", lambda each: hash(each.name))
        monkeypatch.setattr(definitions.Imported, "__eq__", lambda one, other: one.name == other.name)
    else:
        place = {"keys": graph_names, "files": file_names}[broken]
        monkeypatch.setattr(place, "Scope", _Careless)
    report = Report()
    for number in range(60):
        report.add(number, folder)
        if report.faults:
            return
    pytest.fail("no document shows it")
