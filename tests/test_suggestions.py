"""What is suggested where a name is not known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tableau2net.catalogue import RECIPES
from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.read import catalogue, families, kinds, load, suggest
from tableau2net.read.networks.network import NetworkDocument
from tableau2net.read.networks.period import Period
from tableau2net.recipes import Recipe
from tableau2net.recipes.optimizers.sgd import Sgd

ENTRIES = catalogue()
TITLES = {entry.name: entry.title for entry in ENTRIES}


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("RK4", ["rk4"]),
        ("rk44", ["rk4"]),
        ("eulr", ["euler"]),
        ("Implicit Euler", ["backward_euler"]),
        ("heun", ["heun2", "heun3"]),
        ("bogacki shampine", ["bs32", "bs54"]),
        ("Störmer-Verlet", ["verlet", "verlet_position"]),
        ("ResNet-20", ["resnet20"]),
        ("gauß2", ["gauss2"]),
    ],
)
def test_a_name_of_the_catalogue_is_found_however_people_write_it(query: str, meant: list[str]) -> None:
    assert suggest.nearest(query, list(TITLES), TITLES)[: len(meant)] == meant


@pytest.mark.parametrize("entry", ENTRIES[::7], ids=lambda entry: entry.name)
def test_case_and_separators_do_not_matter(entry: Any) -> None:
    for query in (entry.name.upper(), entry.name.replace("_", "-").title(), entry.name.replace("_", " ")):
        assert entry.name in suggest.nearest(query, list(TITLES), TITLES)


def test_a_title_leads_to_its_name() -> None:
    for title in (entry.title for entry in ENTRIES if entry.title):
        near = suggest.nearest(title, list(TITLES), TITLES)
        assert TITLES[near[0]].casefold() == title.casefold()


def test_what_people_say_leads_to_names_that_there_are() -> None:
    models = (NetworkDocument, Period, Recipe, Sgd)
    known = {
        *TITLES,
        *kinds.KIND.names,
        *families.KIND.names,
        *(key for model in models for key in model.model_fields),
        *(entry.name for entry in catalogue((RECIPES,))),
        *("sum", "concat", "fused", "solve", "fashion-mnist"),
    }
    assert {name for meant in suggest.synonyms().values() for name in meant} <= known


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["check", "RK44"], "expected 'rk4'"),
        (["list", "--kind", "RungeKutta"], "expected 'runge-kutta', or else one of"),
        (["compile", "resnet20", "--set", "coupling=Concatenate"], "expected 'concat', or else"),
        (["compile", "resnet20", "--set", "scheme={kind: Runge_Kutta, A: [[]], b: [1]}"], "'runge-kutta'"),
        (["compile", "resnet20", "--set", "scheme={kind: family, family: Gauss, stages: 2}"], "'gauss'"),
        (["compile", "resnet20", "--set", "field={kind: Basic}"], "expected 'basic', or else"),
        (["compile", "resnet20", "--set", "num_classes=3"], "expected 'classes'"),
        (["train", "resnet20", "--with", "optimizer.kind=SGD"], "expected 'sgd', or else"),
        (["train", "resnet20", "--recipe", "Shorts"], "expected 'short', or else"),
        (["train", "resnet20", "--data", "MNIST"], "expected 'fashion-mnist', or else"),
        (["compare", "resnet20", "--runner", "HERE"], "expected 'here', or else"),
    ],
)
def test_every_command_suggests(call: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(call) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("my_scheme", "expected 'my_scheme.yaml', which lies here, or else "),
        ("My-Schem", "expected 'my_scheme.yaml', which lies here, or else "),
        ("my_shceme.yaml", "expected 'my_scheme.yaml'"),
        ("folder/other", "expected 'folder/another.yml'"),
        ("folder/zzz.yaml", "expected a YAML file"),
        ("no_such_folder/my_scheme.yaml", "expected a YAML file"),
        ("Gaus:3", "expected gauss:STAGES"),
    ],
)
def test_a_document_that_lies_beside_is_suggested(
    reference: str,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    for name in ("my_scheme.yaml", "folder/another.yml", "notes.txt"):
        (tmp_path / name).touch()
    for command in ("check", "show", "analyze"):
        assert main([command, reference]) == 2
        assert message in capsys.readouterr().err


@pytest.mark.parametrize("call", ["RK44", "My-Schem", "Gaus:3", "Shorts"])
def test_what_the_tests_of_suggestions_ask_for_is_no_name(call: str) -> None:
    with pytest.raises(InputError):
        load(call)
