"""What every command keeps, by being there: its help, its refusals in one line, its exit status."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from tableau2net.cli import main
from tableau2net.cli.app import application
from tableau2net.cli.commands import KIND

NAMES = KIND.names
COMMANDS: dict[str, Any] = typer.main.get_command(application(NAMES)).commands  # type: ignore[attr-defined]
DOCS = Path(__file__).parent.parent / "docs"
HEAVY = ["torch", "sympy", "networkx", "matplotlib", "lightning", "ray", "scipy", "sklearn", "pandas"]


def required(name: str, reference: str) -> list[str]:
    """A call of the command with all that it cannot do without, the first argument being a reference."""
    words = [name]
    for parameter in COMMANDS[name].params:
        if parameter.param_type_name == "argument":
            words.append(reference)
        elif parameter.required:
            words += [parameter.opts[0], "output.svg"]
    return words


def refused(capsys: pytest.CaptureFixture[str], *call: str) -> str:
    """What a call that is not understood prints: one line on standard error, and nothing else."""
    assert main(call) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: ")
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err
    return captured.err


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In a folder of its own, in which nothing may be left."""
    monkeypatch.chdir(tmp_path)
    yield
    assert list(tmp_path.iterdir()) == []


def test_every_file_is_a_command_and_has_the_name_of_its_file() -> None:
    assert list(NAMES) == list(COMMANDS)
    assert len(NAMES) >= 10


@pytest.mark.parametrize("name", NAMES)
def test_its_help_tells_what_it_does_and_every_option(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    output = capsys.readouterr().out
    words = " ".join(output.split())
    assert " ".join(COMMANDS[name].help.split()) in words
    for parameter in COMMANDS[name].params:
        assert parameter.help, parameter.name
        assert all(option in output for option in parameter.opts if option.startswith("-"))


@pytest.mark.parametrize("name", NAMES)
def test_it_stands_in_the_list_of_commands_and_in_the_documentation(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--help"]) == 0
    assert re.search(rf"^ +{name} ", capsys.readouterr().out, re.MULTILINE)
    assert f"`{name}" in (DOCS / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_an_option_that_it_does_not_have_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--no-such-option" in refused(capsys, *required(name, "rk4"), "--no-such-option")


REFERRING = [
    name for name in NAMES if len(required(name, "x")) > 1 and name != "list"
]  # words may be nowhere


@pytest.mark.parametrize("name", REFERRING)
@pytest.mark.parametrize(
    ("reference", "message"),
    [("no_such_name_at_all", "no_such_name_at_all"), ("no/such.yaml", "no/such.yaml")],
)
def test_a_reference_to_nothing_is_refused(
    name: str, reference: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert message in refused(capsys, *required(name, reference))


@pytest.mark.parametrize("name", [name for name in NAMES if any(p.required for p in COMMANDS[name].params)])
def test_a_call_without_what_it_needs_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert re.search(r"(?i)missing|name|expected", refused(capsys, name))


@pytest.mark.slow
def test_the_help_of_none_loads_anything_heavy() -> None:
    """All in one process, which says which command was the first to load what."""
    program = f"""
import sys
from tableau2net.cli import main
for name in {list(NAMES)!r}:
    main([name, "--help"])
    loaded = [each for each in {HEAVY!r} if each in sys.modules]
    assert not loaded, (name, loaded)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


FLOATS = [
    (name, parameter.opts[0])
    for name in NAMES
    for parameter in COMMANDS[name].params
    if "float" in str(inspect.signature(KIND.load(name).command).parameters[parameter.name].annotation)
]
NO_NUMBERS = "nan NaN inf -inf infinity 1e-400 -1e-400 1e-320 1e400 1_0e-2 ٠.1 0x1p-2 -1 half"


def test_there_is_an_option_that_is_a_decimal_number() -> None:
    assert ("train", "--validation") in FLOATS


@pytest.mark.parametrize("number", [*NO_NUMBERS.split(), ""])
@pytest.mark.parametrize(("name", "option"), FLOATS)
def test_an_option_that_is_a_decimal_number_takes_no_other(
    name: str, option: str, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    message = refused(capsys, *required(name, "resnet20"), f"{option}={number}")
    assert f"'{option}'" in message
    assert "expected" in message
