"""Schemes are found by the names that people use, and members of families by the family's name and its arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import tableau2net
from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.read import catalogue, families, load, load_network, load_scheme, names, suggest
from tableau2net.read.reference import is_path

NAMES = [entry.name for entry in catalogue()]
ARGUMENTS = {"base": "midpoint", "rows": "3", "stages": "4", "steps": "3", "columns": "2", "damping": "1/20"}


@pytest.mark.parametrize("words", list(names.aliases()))
def test_another_name_means_one_scheme_of_the_catalogue(words: str) -> None:
    assert load(words) == load(names.aliases()[words])
    assert words not in {suggest.key(name) for name in NAMES}
    assert words not in suggest.synonyms()


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("RK4", "rk4"),
        ("Crank–Nicolson", "trapezoidal"),
        ("DP5", "dopri5"),
        ("ode45", "dopri5"),
        ("Forward Euler", "euler"),
        ("SSP3", "ssprk33"),
        ("ResNet-20", "resnet20"),
    ],
)
def test_case_and_separators_do_not_matter(name: str, meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = load(name)
    assert (found.name, found.source.kind, found.source.reference) == (meant, "catalogue", meant)
    assert main(["show", name]) == 0
    assert capsys.readouterr().out.startswith(f"{meant}: ")


def test_names_of_the_catalogue_differ_by_more_than_case_and_separators() -> None:
    assert len({suggest.key(name) for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("family", families.KIND.names)
def test_a_member_of_every_family_is_named_with_its_arguments(family: str) -> None:
    keys = names.arguments(family)
    reference = ":".join([family, *(ARGUMENTS[key] for key in keys)])
    found = load(reference)
    written: dict[str, Any] = {key: ARGUMENTS[key] for key in keys}
    assert found == tableau2net.scheme(name=found.name, kind="family", family=family, **written)
    assert names.form(family) == ":".join([family, *(key.upper() for key in keys)])


def test_arguments_at_the_end_may_be_left_out() -> None:
    assert load_scheme("rkc2:5").method.B == load_scheme("rkc2:5:2/13").method.B


def test_a_member_stands_wherever_a_scheme_is_named(tmp_path: Path) -> None:
    document = "name: net\ninput: {channels: 3, size: 8}\nclasses: 2\nscheme: bdf:2\nstarter: RK4\n"
    path = tmp_path / "net.yaml"
    path.write_text(document + "periods: [{channels: 4, steps: 2}]\n")
    network = load_network(str(path))
    assert network.scheme is not None
    assert network.starter is not None
    assert (network.scheme.name, network.starter.name) == ("bdf-2", "rk4")
    assert not is_path("gauss:3")
    assert not is_path("rkc2:5:2/13")
    assert not is_path("RK4")
    assert is_path("mine.yaml")


def test_a_file_of_that_name_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gauss:2").write_text("name: mine\nkind: runge-kutta\nA: [[]]\nb: [1]\n")
    assert load("gauss:2").name == "mine"
    assert is_path("gauss:2")


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("gauss:", "a family is named with its arguments: found 'gauss:'; expected gauss:STAGES"),
        ("gauss:7:8", "a family is named with its arguments: found 'gauss:7:8'; expected gauss:STAGES"),
        (
            "gauss:many",
            "gauss:many: this is not an integer in bounds: found 'many'; expected an integer from 1",
        ),
        ("extrapolation:euler", "extrapolation:euler: the key 'rows' is missing"),
        ("extrapolation:heun:2", "extrapolation:heun:2: this word is not allowed here: found 'heun'"),
        ("gaus:3", "nothing in the catalogue has this name: found 'gaus:3'; expected gauss:STAGES, 'gauss3'"),
        ("gauss", "nothing in the catalogue has this name: found 'gauss'; expected gauss:STAGES, "),
        ("gauss:2\nb: 3", "a family is named with its arguments"),
        ("no:where/x.yaml", "no:where/x.yaml: this cannot be read"),
    ],
)
def test_what_names_no_member_is_told_with_how_one_is_named(reference: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        load(reference)
    assert str(caught.value).startswith(message)
