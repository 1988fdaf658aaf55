"""Network documents: defaults, references, parts, overrides."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import tableau2net
from tableau2net.components import kinds
from tableau2net.errors import InputError
from tableau2net.exact import number
from tableau2net.read import (
    Fused,
    NetworkDocument,
    SchemeDocument,
    Solve,
    canonical,
    catalogue,
    json_schema,
    load,
    load_network,
    load_scheme,
)
from tableau2net.read.networks.part import FieldLeaf

NETWORKS = [entry.name for entry in catalogue() if entry.kind == "network"]
NET = """\
name: net
input: {channels: 3, size: 32}
classes: 10
scheme: rk4
periods: [{channels: 16, steps: 3}, {channels: 32, steps: 2}]
"""


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def read(text: str, *overrides: str) -> NetworkDocument:
        (tmp_path / "net.yaml").write_text(text, encoding="utf-8")
        return load_network(str(tmp_path / "net.yaml"), overrides)

    return read


@pytest.mark.parametrize("name", NETWORKS)
def test_the_catalogue_can_be_read(name: str) -> None:
    document = load_network(name)
    assert document.name == name
    assert document.rules[0].scheme.method.stages >= 1
    assert document.reference or document.notes or document.title


def test_defaults(read: Any) -> None:
    document = read(NET)
    assert (document.coupling, document.weights, document.history) == (
        "sum",
        "evaluation",
        "restart",
    )
    assert document.step_size == "absorbed"
    assert document.implicit is None
    assert document.starter is None
    assert [document.stem.component.kind, document.field.component.kind] == ["conv", "basic"]
    assert document.transition.component.kind == "projection"
    assert document.transition.residual
    assert document.head.component.kind == "linear"
    assert document.initialisation is not None
    assert document.initialisation.kind == "kaiming-fan-in"
    assert document.norm.eps is None
    assert [period.channels for period in document.periods] == [16, 32]


def test_what_is_written_is_read(read: Any) -> None:
    document = read(
        NET
        + "coupling: concat\nweights: node\nhistory: transport\nstep_size: 1/10\n"
        + "implicit: {mode: fused, sweeps: 2, order: jacobi}\ninitialisation: torch\n"
        + "norm: {eps: 1e-3, momentum: 0.01}\n"
        + "field: {kind: bottleneck, neck: 2, dropout: 0.5}\n"
        + "transition: {kind: conv-pool, attention: true}\n"
    )
    assert document.step_size == number("1/10")
    assert document.implicit == Fused(sweeps=2, order="jacobi")
    assert document.initialisation is None
    assert (document.norm.eps, document.norm.momentum) == (1e-3, 0.01)
    assert dict(document.field.options) == {"neck": 2, "dropout": 0.5}
    assert dict(document.transition.options) == {"attention": True}
    assert not document.transition.residual


def test_solve_has_a_solver_and_an_exact_tolerance(read: Any) -> None:
    implicit = read(NET + "implicit: {mode: solve, tolerance: 1e-9}\n").implicit
    assert isinstance(implicit, Solve)
    assert implicit.solver.kind == "anderson"
    assert implicit.tolerance.rational == number("1e-9").rational
    assert implicit.iterations == 50


def test_a_custom_part_has_options_of_inferred_types(read: Any) -> None:
    options = "width: 3, rate: 0.5, gated: true, mode: wide"
    document = read(NET + f'field: {{custom: "mine.fields:Field", {options}}}\n')
    assert document.field.component.module == "mine.fields"
    assert document.field.component.name == "Field"
    assert dict(document.field.options) == {
        "width": 3, "rate": 0.5, "gated": True, "mode": "wide",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["lean", "{kind: lean}"])
def test_an_operator_is_written_by_its_name_or_with_options(read: Any, text: str) -> None:
    operator = read(NET + f"field: {{operator: {text}}}\n").field.operator
    assert operator.component.name == "LeanConv"
    assert not operator.options
    options = read(NET, "field.operator.kind=lean", "field.operator.stencil=4").field.operator.options
    assert dict(options) == {"stencil": 4}


@pytest.mark.parametrize("text", ["conv", "{kind: conv}", "{}"])
def test_the_plain_operator_is_what_a_field_has_anyway(read: Any, text: str) -> None:
    assert read(NET + f"field: {{operator: {text}}}\n") == read(NET)


def test_fields_have_operators_of_their_own() -> None:
    lean: dict[str, Any] = {"kind": "basic", "operator": "lean"}
    plain: dict[str, Any] = {"kind": "basic"}
    other: dict[str, Any] = {"kind": "residual-bottleneck", "operator": "ic"}
    text = tableau2net.emit("resnet20", scheme="verlet", field=lean, fields={"g": other})
    assert "self.conv1 = LeanConv(" in text
    assert "self.conv2 = CollisionConv(" in text
    text = tableau2net.emit("resnet20", scheme="verlet", field=lean, fields={"g": plain})
    assert "class BasicField(" in text
    assert "class BasicField2(" in text


def test_a_custom_operator_has_options_of_inferred_types(read: Any) -> None:
    operator = read(
        NET + 'field: {operator: {custom: "mine.ops:Conv", gain: 0.5, wide: true}}\n'
    ).field.operator
    assert (operator.component.module, operator.component.name) == ("mine.ops", "Conv")
    assert dict(operator.options) == {"gain": 0.5, "wide": True}


def test_a_scheme_may_be_named_given_by_path_or_written_inline(read: Any, tmp_path: Path) -> None:
    (tmp_path / "schemes").mkdir()
    path = tmp_path / "schemes" / "mine.yaml"
    path.write_text("name: mine\nkind: runge-kutta\nA: [[0]]\nb: [1]\n")
    named = read(NET)
    by_path = read(NET.replace("rk4", "schemes/mine.yaml"))
    inline = read(NET.replace("rk4", "{kind: family, family: bdf, steps: 1}"))
    assert (named.scheme.source.kind, named.scheme.name) == ("catalogue", "rk4")
    assert (by_path.scheme.source.kind, by_path.scheme.name) == ("path", "mine")
    assert (inline.scheme.source.kind, inline.scheme.name) == ("inline", "bdf-1")


def test_the_schemes_own_starter_is_the_default(read: Any) -> None:
    assert read(NET.replace("rk4", "lm2")).starter == load_scheme("euler")
    chosen = read(NET.replace("rk4", "lm2") + "starter: midpoint\n").starter
    assert chosen == load_scheme("midpoint")


def test_a_starter_given_by_path_is_relative_to_the_scheme(read: Any, tmp_path: Path) -> None:
    (tmp_path / "schemes").mkdir()
    multistep = "name: two\nkind: family\nfamily: adams-bashforth\nsteps: 2\nstarter: ./one.yaml\n"
    (tmp_path / "schemes" / "two.yaml").write_text(multistep)
    (tmp_path / "schemes" / "one.yaml").write_text("name: one\nkind: runge-kutta\nA: [[]]\nb: [1]\n")
    starter = read(NET.replace("rk4", "schemes/two.yaml")).starter
    assert starter is not None
    assert starter.name == "one"


def test_overrides_set_items_all_items_and_new_keys(read: Any) -> None:
    document = read(
        NET, "periods.*.channels=24", "periods.1.steps=7", "classes=100", "coupling=concat",
        "field={kind: bottleneck}", "field.neck=3", "norm.eps=1e-4",
    )  # fmt: skip
    assert [(period.channels, period.steps) for period in document.periods] == [(24, 3), (24, 7)]
    assert (document.classes, document.coupling, document.norm.eps) == (100, "concat", 1e-4)
    assert dict(document.field.options) == {"neck": 3}


def test_overrides_reach_into_a_scheme_that_is_only_named(read: Any) -> None:
    document = read(NET, "scheme.b.0=1/3", "scheme.order=0")
    assert document.scheme.method.B[0][0] == number("1/3")
    assert document.scheme.name == "rk4"
    fixed = read(NET.replace("rk4", "lm2"), "scheme.parameters.k.value=0")
    assert fixed.scheme.declared[0].value == number(0)
    assert fixed.starter == load_scheme("euler")


def test_an_override_can_name_another_scheme(read: Any) -> None:
    assert read(NET, "scheme=heun2").scheme == load_scheme("heun2")


def test_null_takes_a_key_back(read: Any) -> None:
    assert read(NET + "coupling: concat\n", "coupling=null").coupling == "sum"


def test_the_first_fault_in_the_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "net.yaml"
    path.write_text(NET.replace("classes: 10", "classes: x").replace("size: 32", "size: y"))
    with pytest.raises(InputError, match=r"net\.yaml:2:28") as caught:
        load(str(path))
    assert caught.value.position is not None
    assert (caught.value.position.line, caught.value.found) == (2, "'y'")


def test_a_fault_in_a_named_file_has_its_place_there(read: Any, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("name: bad\nkind: runge-kutta\nA: [[0]]\nb: [1/0]\n")
    with pytest.raises(InputError, match=r"bad\.yaml:4:6: this divides by zero"):
        read(NET.replace("rk4", "./bad.yaml"))


def test_standard_input_is_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NET.encode())))
    document = load("-")
    assert isinstance(document, NetworkDocument)
    assert document.source.kind == "stdin"


def test_a_scheme_is_not_a_network_and_the_reverse() -> None:
    with pytest.raises(InputError, match="this is a scheme"):
        load_network("rk4")
    with pytest.raises(InputError, match="this is a network"):
        load_scheme(NETWORKS[0])


def test_canonical_text_is_json_without_places(read: Any, tmp_path: Path) -> None:
    document = read(NET)
    keys = json.loads(canonical(document))
    assert keys["scheme"]["b"] == ["1/6", "1/3", "1/3", "1/6"]
    assert str(tmp_path) not in canonical(document)
    assert canonical(document) == canonical(read("# a comment\n" + NET))
    assert document == read(NET.replace("classes: 10", "classes:   10"))


@pytest.mark.parametrize("kind", ["scheme", "network"])
def test_json_schemas_name_every_key(kind: Any) -> None:
    text = json.dumps(json_schema(kind))
    keys = ["reference", "parameters", "alpha", "b_hat"] if kind == "scheme" else ["periods", "neck"]
    assert all(f'"{key}"' in text for key in keys)
    assert '"_source"' not in text


def test_documents_are_immutable(read: Any) -> None:
    document = read(NET)
    with pytest.raises(ValueError, match="frozen"):
        document.classes = 3
    assert isinstance(document.scheme, SchemeDocument)


@pytest.mark.parametrize(
    ("field", "linear"), [("symmetric", True), ("antisymmetric", True), ("basic", False), ("resnext", False)]
)
def test_the_schema_offers_a_field_the_operators_that_it_can_have(field: str, linear: bool) -> None:
    known = FieldLeaf().schema()["anyOf"]
    (found,) = (each for each in known if each["properties"].get("kind", {}).get("const") == field)
    names, *written = found["properties"]["operator"]["anyOf"]
    assert tuple(names["enum"]) == (("conv", "grouped", "lean") if linear else kinds("operators"))
    assert len(written) == len(names["enum"]) + (not linear)  # any other field may have one of the user's own
