"""Names that no file system takes, wherever one is given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tableau2net
from tableau2net.cli import main
from tableau2net.errors import InputError

ROOT = Path(__file__).parent.parent
LONG = "x" * 400
LONG_NAMES = {
    "a path": (["check", f"folder/{LONG}.yaml"], "cannot be read"),
    "a source": (["check", f"{LONG}.py"], LONG[:20]),
    "a tableau in a source": (["check", f"{LONG}.py:name"], LONG[:20]),
    "a text": (["show", f"name: {LONG}"], "nothing in the catalogue has this name"),
    "a scheme of a network": (
        ["compile", "resnet20", "--set", f"scheme=folder/{LONG}.yaml"],
        "cannot be read",
    ),
    "code": (["audit", f"{LONG}.py:step"], LONG[:20]),
    "a file to write": (["compile", "resnet20", "-o", LONG], LONG[:20]),
    "a converted file": (["convert", "rk4", "-o", f"{LONG}.yaml"], "cannot be written"),
    "a draft": (["new", "scheme", "mine", "-o", f"{LONG}.yaml"], LONG[:20]),
    "a style": (["analyze", "rk4", "--plot", "rk4.svg", "--style", LONG], LONG[:20]),
    "a licence": (["compile", "resnet20", "--header", LONG], LONG[:20]),
}


@pytest.mark.parametrize("call", LONG_NAMES)
def test_a_name_that_no_file_system_takes_is_refused_in_one_line(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, message = LONG_NAMES[call]
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    errors = capsys.readouterr().err
    assert message in errors
    assert errors.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_long_text_of_one_line_is_no_path() -> None:
    with pytest.raises(InputError, match="nothing in the catalogue has this name"):
        tableau2net.load(f"name: {LONG}")


def test_the_system_is_asked_by_functions_that_answer_for_any_name() -> None:
    """`Path.exists` and its like raise OSError for a name that is too long; those of `os.path` say that it is none."""
    asked = re.compile(r"(?<!entry)\.(exists|is_file|is_dir)\(\)")
    sources = [path for folder in ("tableau2net", "cli") for path in (ROOT / folder).rglob("*.py")]
    found = {path.name: asked.findall(path.read_text(encoding="utf-8")) for path in sources}
    assert {name: calls for name, calls in found.items() if calls} == {}
