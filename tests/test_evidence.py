"""docs/evidence.md is what the results say, and every result is of what lies beside it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
import torch

from tableau2net.compare import records
from tableau2net.compare.statistics import Interval
from tableau2net.compare.table import Row
from tableau2net.pipeline import build
from tableau2net.read import NetworkDocument, load_network
from tableau2net.read.canonical import digest
from tableau2net.recipes import load_recipe
from tableau2net.report.summary import summary

FOLDER = Path(__file__).parent.parent / "docs" / "evidence"


@pytest.fixture(scope="module")
def page() -> Iterator[ModuleType]:
    """The script that writes the page."""
    sys.path.insert(0, str(FOLDER))
    try:
        yield import_module("page")
    finally:
        sys.path.remove(str(FOLDER))


@pytest.fixture(scope="module")
def comparisons(page: ModuleType) -> ModuleType:
    return import_module("comparisons")


def test_the_page_is_what_the_results_say(page: ModuleType) -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.page()


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (2, {"reproduced"}),
        (6, {"reproduced"}),
        (10, {"not reproduced"}),
        (12, {"not resolvable at this scale"}),
        (14, {"not reproduced"}),
        (16, {"not reproduced"}),
        (17, {"not resolvable at this scale"}),
    ],
)
def test_the_first_sentences_are_what_the_verdicts_say(
    page: ModuleType, comparisons: ModuleType, number: int, expected: set[str]
) -> None:
    plan = comparisons.read_plan()
    verdicts = page.measured(plan.comparisons[number - 1], plan).verdicts
    assert {each for each in verdicts if each != page.NONE} == expected


@pytest.mark.slow
def test_every_result_is_of_the_network_the_recipe_and_the_data_that_it_names(
    comparisons: ModuleType,
) -> None:
    plan = comparisons.read_plan()
    for name, data in plan.data.items():
        path = FOLDER / "results" / f"{name}.jsonl"
        found = records.read(path) if path.exists() else []
        assert len({record.checksum for record in found}) <= 1
        for record in found:
            network, _, recipe = record.network.partition("@")
            assert record.digest == digest(_fitted(network, name))
            own = load_recipe(str(FOLDER / "recipes" / f"{recipe or 'evidence'}.yaml"))
            assert record.recipe_digest == digest(own)
            assert (record.train_images, record.test_images) == (data["images"], 10_000)
            assert record.data == data["reference"]


@pytest.mark.parametrize("name", ["small", "full"])
def test_everything_that_is_compared_can_be_trained(comparisons: ModuleType, name: str) -> None:
    plan = comparisons.read_plan(name)
    for comparison in plan.comparisons:
        assert comparison.data in plan.data
        for reference in comparison.command(plan)[2 : 2 + len(comparison.networks)]:
            network, _, recipe = reference.partition("@")
            assert load_network(_found(network)).name == Path(network).stem
            assert load_recipe(_found(recipe or comparison.recipe or plan.recipe))


@pytest.mark.slow
def test_every_parameter_that_is_compared_learns(comparisons: ModuleType) -> None:
    """Or else a network trains as another one does, and is compared with itself."""
    plan = comparisons.read_plan()
    compared = {
        (network.partition("@")[0], comparison.data)
        for comparison in plan.comparisons
        if not comparison.superseded
        for network in comparison.networks
    }
    for network, data in sorted(compared):
        document = _fitted(network, data)
        shape = (8, document.input.channels, document.input.size, document.input.size)
        torch.manual_seed(0)
        module = build(document)
        idle = dict(module.named_parameters())
        for _ in range(20):  # a step that is dropped has no gradient this time
            module(torch.randn(shape)).square().sum().backward()
            idle = {name: each for name, each in idle.items() if each.grad is None or not each.grad.any()}
            if not idle:
                break
        assert list(idle) == [], network


def _fitted(network: str, data: str) -> NetworkDocument:
    """A network of the evidence for the images of these data."""
    channels, size = {"cifar10": (3, 32), "fashion": (1, 28)}[data]
    sizes = [f"input.channels={channels}", f"input.size={size}", "classes=10"]
    return load_network(str(FOLDER / "networks" / f"{network}.yaml"), sizes)


def _found(reference: str) -> str:
    """A reference from the folder of the evidence."""
    return str(FOLDER / reference) if reference.endswith(".yaml") else reference


def test_two_steps_of_a_plan_are_asked_for_on_digits(
    page: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = import_module("run")
    calls: list[list[str]] = []
    monkeypatch.setattr(run, "_run", calls.append)
    monkeypatch.setattr(sys, "argv", ["run.py", "--plan", "full", "--two-steps", "--precision", "64-true"])
    run.main()
    assert len(calls) == len(run.read_plan("full").comparisons)
    for call in calls:
        options = dict(pairwise(call))
        assert [options[key] for key in ("--data", "--images", "--seeds", "--precision")] == [
            "digits",
            "200",
            "1",
            "64-true",
        ]


def test_lean_and_plain_symmetric_steps_differ_in_nothing_but_operator_and_widths() -> None:
    lean, plain = (
        load_network(str(FOLDER / "networks" / f"{name}_symmetric_30k.yaml")) for name in ("lean", "plain")
    )
    for document in (lean, plain):
        assert abs(summary(document).parameters / 30_000 - 1) < 0.01
    changes = {name: getattr(plain, name) for name in ("name", "title", "field", "periods")}
    assert digest(lean.model_copy(update=changes)) == digest(plain)
    assert replace(lean.field, operator=None) == plain.field
    assert [period.steps for period in lean.periods] == [period.steps for period in plain.periods]
    assert lean.field.operator is not None
    assert lean.field.operator.component.kind == "lean"


@pytest.mark.parametrize(
    ("kind", "low", "high", "adjusted", "verdict"),
    [
        ("better", -1.0, -0.1, 0.01, "reproduced"),
        ("better", -1.0, -0.1, 0.2, "not resolvable at this scale"),
        ("better", -0.4, 0.3, 0.5, "not reproduced"),
        ("better", 0.1, 0.9, 0.01, "not reproduced"),
        ("better", -0.9, 0.3, 0.5, "not resolvable at this scale"),
        ("worse", 0.1, 1.0, 0.01, "reproduced"),
        ("worse", -0.3, 0.4, 0.5, "not reproduced"),
        ("worse", -0.3, 0.9, 0.5, "not resolvable at this scale"),
        ("no-worse", -1.0, 0.4, 0.5, "reproduced"),
        ("no-worse", 0.6, 0.9, 0.5, "not reproduced"),
        ("no-worse", 0.1, 0.9, 0.5, "not resolvable at this scale"),
    ],
)
def test_verdicts_are_those_of_the_plan(
    kind: str,
    low: float,
    high: float,
    adjusted: float,
    verdict: str,
    page: ModuleType,
    comparisons: ModuleType,
) -> None:
    comparison = comparisons.Comparison("", "", kind, "cifar10", 12, ("a", "b"))

    def row(network: str, pairs: int) -> Row:
        interval = Interval((low + high) / 2, (high - low) / 2, low, high, pairs)
        return Row(network, pairs, 40.0, 1.0, None, interval, adjusted, adjusted, 1, 1, 1, 1.0)

    assert page.verdicts(comparison, [row("a", 12), row("b", 12)], 0.5) == ["—", verdict]
    assert page.verdicts(comparison, [row("a", 12), row("b", 11)], 0.5) == ["—", page.UNDONE]


def test_there_is_no_verdict_on_what_is_only_shown_beside(page: ModuleType, comparisons: ModuleType) -> None:
    comparison = comparisons.Comparison("", "", "better", "cifar10", 12, ("a", "b", "c"), unclaimed=("b",))
    better = Interval(-1.0, 0.5, -1.5, -0.5, 12)
    table = [Row(name, 12, 40.0, 1.0, None, better, 0.01, 0.01, 1, 1, 1, 1.0) for name in "abc"]
    assert page.verdicts(comparison, table, 0.5) == ["—", "—", "reproduced"]
