"""The JSON Schemas say of every key what it is for, take every document of the catalogue, and refuse what is wrong."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from tableau2net.catalogue import RECIPES
from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.read import catalogue, load
from tableau2net.recipes import load_recipe

KINDS = ("scheme", "network", "recipe")
ENTRIES = [*catalogue(), *catalogue((RECIPES,))]

SCHEME = {"name": "mine", "kind": "runge-kutta", "A": [[], ["1/2"]], "b": [0, 1], "order": 2}
NETWORK = {
    "name": "net",
    "kind": "network",
    "input": {"channels": 3, "size": 8},
    "classes": 10,
    "scheme": "rk4",
    "periods": [{"channels": 4, "steps": 1}],
}
RECIPE = {"name": "brief", "kind": "recipe", "epochs": 2, "batch": 10}
WRONG: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (SCHEME, {"kind": "runge"}),
    (SCHEME, {"name": "Not A Name"}),
    (SCHEME, {"ordr": 2}),
    (SCHEME, {"order": "two"}),
    (SCHEME, {"order": -1}),
    (SCHEME, {"b": 1}),
    (SCHEME, {"b": None}),
    (SCHEME, {"alpha": [1, 2]}),
    (SCHEME, {"decimals": "about"}),
    (SCHEME, {"parameters": {"k": {"learned": "often"}}}),
    (SCHEME, {"kind": "family"}),
    ({"name": "mine", "kind": "family", "family": "gauss"}, {"stages": 0}),
    ({"name": "mine", "kind": "family", "family": "gauss"}, {"steps": 2}),
    ({"name": "mine", "kind": "family", "family": "bdf"}, {"steps": 2.5}),
    (NETWORK, {"scheme": "rk44"}),
    (NETWORK, {"scheme": {"kind": "runge-kutta", "A": [[]]}}),
    (NETWORK, {"scheme": {"kind": "runge-kutta", "A": [[]], "b": [1], "beta": [1]}}),
    (NETWORK, {"classes": 0}),
    (NETWORK, {"coupling": "add"}),
    (NETWORK, {"input": {"channels": 3}}),
    (NETWORK, {"periods": [{"channels": 4, "stepz": 1}]}),
    (NETWORK, {"periods": [{"channels": 4, "parts": [{"steps": 1, "weights": "none"}]}]}),
    (NETWORK, {"field": {"kind": "basik"}}),
    (NETWORK, {"field": {"kind": "basic", "neck": 2}}),
    (NETWORK, {"field": {"kind": "bottleneck", "neck": "wide"}}),
    (NETWORK, {"field": {"kind": "symmetric", "operator": "shuffle"}}),
    (NETWORK, {"implicit": {"mode": "fused", "sweeps": -1}}),
    (NETWORK, {"history": {"transport": "mine"}}),
    (NETWORK, {"head": "linear"}),
    (RECIPE, {"epochs": 0}),
    (RECIPE, {"optimizer": {"kind": "sgd", "rate": "fast"}}),
    (RECIPE, {"schedule": {"kind": "cosine", "by": 0.1}}),
]


@cache
def schema(kind: str) -> dict[str, Any]:
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        assert main(["schema", kind]) == 0
    found: dict[str, Any] = json.loads(output.getvalue())
    return found


@cache
def validator(kind: str) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema(kind))
    return Draft202012Validator(schema(kind))


def kind_of(kind: str) -> str:
    """Which schema the documents of a catalogue's kind have."""
    return kind if kind in KINDS else "scheme"


def keys(part: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key below a part of a schema, with its own schema; but for those that only tell documents apart."""
    if isinstance(part, list):
        for each in part:
            yield from keys(each, place)
    if isinstance(part, dict):
        for name, each in part.get("properties", {}).items():
            yield f"{part.get('title', place)}.{name}", each
        for name, each in part.items():
            if name not in ("if", "examples"):
                yield from keys(each, name)


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_says_what_it_is_for(kind: str) -> None:
    found = list(keys(schema(kind), kind))
    assert len(found) > 20
    silent = [place for place, each in found if not each.get("description") or not each.get("examples")]
    assert silent == []
    assert [place for place, each in found if not each["description"].endswith((".", ":"))] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_example_may_be_written(kind: str) -> None:
    known = {"$schema": schema(kind)["$schema"], "$defs": schema(kind)["$defs"]}
    refused = [
        f"{place}: {example}"
        for place, each in keys(schema(kind), kind)
        for example in each["examples"]
        if not Draft202012Validator({**known, **each}).is_valid(example)
    ]
    assert refused == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{kind_of(entry.kind)}-{entry.name}")
def test_documents_of_the_catalogue_are_valid(entry: Any) -> None:
    fault = best_match(
        validator(kind_of(entry.kind)).iter_errors(yaml.safe_load(entry.path.read_text("utf-8")))
    )
    assert fault is None, fault.message


@pytest.mark.parametrize("base", [SCHEME, NETWORK, RECIPE], ids=KINDS)
def test_what_is_made_wrong_below_is_right_before(base: dict[str, Any]) -> None:
    assert validator(kind_of(base["kind"])).is_valid(base)


@pytest.mark.parametrize(("base", "change"), WRONG, ids=lambda each: " ".join(map(str, each.values()))[:40])
def test_what_the_reader_refuses_the_schema_refuses(
    base: dict[str, Any], change: dict[str, Any], tmp_path: Path
) -> None:
    wrong = {**base, **change}
    path = tmp_path / "doc.yaml"
    path.write_text(yaml.safe_dump(wrong), encoding="utf-8")
    with pytest.raises(InputError):
        load_recipe(str(path)) if base is RECIPE else load(str(path))
    assert not validator(kind_of(wrong["kind"] if base is not SCHEME else "scheme")).is_valid(wrong)


def test_a_fault_is_told_of_the_kind_that_was_meant() -> None:
    fault = best_match(validator("scheme").iter_errors({**SCHEME, "ordr": 2}))
    assert fault is not None
    assert "'ordr' was unexpected" in fault.message


def test_schemas_are_written_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "schemas" / "of mine"
    assert main(["schema", "--write", str(folder)]) == 0
    files = [folder / f"{kind}.schema.json" for kind in KINDS]
    assert capsys.readouterr().out.splitlines() == [str(file) for file in files]
    assert [json.loads(file.read_text("utf-8")) for file in files] == [schema(kind) for kind in KINDS]
    assert main(["schema", "recipe", "--write", str(tmp_path)]) == 0
    assert [each.name for each in tmp_path.glob("*.json")] == ["recipe.schema.json"]


def test_what_a_schema_is_of_must_be_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 2
    assert capsys.readouterr().err == (
        "error: schema: no kind of document is given: expected scheme, network, recipe, or --write DIR\n"
    )
    (tmp_path / "file").write_text("")
    assert main(["schema", "--write", str(tmp_path / "file")]) == 2
    assert "this cannot be written" in capsys.readouterr().err
