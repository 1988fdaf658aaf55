"""`new` writes documents that are read, proved and compiled as they are."""

from __future__ import annotations

import io
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from cover import few_schemes, tiered

from tableau2net.cli import main
from tableau2net.exact import is_zero
from tableau2net.read import NetworkDocument, catalogue, load, load_network, load_scheme
from tableau2net.read.keys import meaning

NAMES = tiered([entry.name for entry in catalogue() if entry.kind != "network"], few_schemes())


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused(capsys: pytest.CaptureFixture[str], *call: str) -> str:
    before = sorted(Path().rglob("*"))
    assert main(["new", *call]) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: ")
    assert told.count("\n") == 1
    assert sorted(Path().rglob("*")) == before
    return told


@pytest.mark.parametrize("name", NAMES)
def test_a_scheme_begins_as_another_one(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "scheme", "mine", "--scheme", name]) == 0
    assert capsys.readouterr().out == "mine.yaml\n"
    made, given = load_scheme("mine.yaml"), load_scheme(name)
    assert made.name == "mine"
    assert (made.claims.order, made.claims.embedded_order) == (
        given.claims.order,
        given.claims.embedded_order,
    )
    for one, other in zip(made.method.coefficients(), given.method.coefficients(), strict=True):
        assert one == other or is_zero(one - other)  # in parameters, its terms may stand otherwise


@pytest.mark.parametrize("name", ["heun2", "gauss:3", "ars222", "bdf2", "lm2"])
def test_what_is_written_is_proved(name: str) -> None:
    assert main(["new", "scheme", "mine", "--scheme", name]) == 0
    assert main(["check", "mine.yaml"]) == 0


def test_every_key_has_a_comment_above_it_and_the_schema_stands_in_the_first_line() -> None:
    assert main(["new", "network", "mine"]) == 0
    first, *lines = Path("mine.yaml").read_text(encoding="utf-8").splitlines()
    assert first == "# yaml-language-server: $schema=schemas/network.schema.json"
    keys = [(line.partition(":")[0], before) for before, line in pairwise(lines) if line[:1].isalpha()]
    assert {"name", "input", "classes", "scheme", "periods"} <= {key for key, _ in keys}
    for key, before in keys:
        assert before.startswith("# ")
        assert meaning(NetworkDocument, key).endswith(before.removeprefix("# "))


@pytest.mark.parametrize(
    "arguments", [[], ["--scheme", "gauss:2", "--classes", "7", "--steps", "2", "--size", "8"]]
)
def test_a_network_is_compiled_as_it_is(arguments: list[str]) -> None:
    assert main(["new", "network", "net", *arguments]) == 0
    network = load_network("net.yaml")
    if arguments:
        assert (network.classes, network.input.size, network.periods[0].steps) == (7, 8, 2)
    assert main(["compile", "net.yaml", "-o", "net.py"]) == 0
    assert main(["compile", "net.yaml", "-o", "net.py", "--check"]) == 0


def test_a_path_begins_at_the_folder_of_the_file() -> None:
    Path("networks").mkdir()
    assert main(["new", "scheme", "mine"]) == 0
    assert main(["new", "network", "net", "--scheme", "mine.yaml", "-o", "networks/net.yaml"]) == 0
    text = Path("networks/net.yaml").read_text(encoding="utf-8")
    assert "scheme: ../mine.yaml\n" in text
    assert "$schema=../schemas/network.schema.json\n" in text
    assert load("networks/net.yaml").name == "net"


def test_a_file_that_is_there_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "scheme", "mine"]) == 0
    before = Path("mine.yaml").read_bytes()
    capsys.readouterr()
    assert "mine.yaml: this file is there already" in refused(capsys, "scheme", "mine", "--scheme", "rk4")
    assert Path("mine.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["scheme", "my method", "-o", "mine.yaml"], "my method"),
        (["network", "a: b", "-o", "mine.yaml"], "a: b"),
        (["network", "mine", "--scheme", "rk44"], "expected 'rk4'"),
        (["network", "mine", "--scheme", "resnet20"], "a scheme"),
        (["scheme", "mine", "--classes", "3"], "--classes is for networks"),
        (["recipe"], "recipe"),
        (["scheme", "mine", "-o", "no/such/folder.yaml"], "no/such/folder.yaml"),
    ],
)
def test_what_cannot_be_written_is_refused(
    call: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert message in refused(capsys, *call)


class Terminal(io.StringIO):
    """Where somebody answers."""

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_it_asks_for_what_is_not_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("net\n\ntwo\n2\n1\n28\n\n"))
    assert main(["new", "network"]) == 0
    told = capsys.readouterr()
    assert told.out == "net.yaml\n"
    assert "scheme [rk4]: steps of each period [3]: a whole number from 1, please\n" in told.err
    network = load_network("net.yaml")
    assert (network.scheme is not None and network.scheme.name, network.periods[0].steps) == ("rk4", 2)
    monkeypatch.setattr(sys, "stdin", Terminal("other\n"))
    assert main(["new", "network"]) == 130
    assert not Path("other.yaml").exists()
    assert (network.input.channels, network.input.size, network.classes) == (1, 28, 10)
