"""The hooks that other repositories take from this one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tableau2net.cli import main
from tableau2net.notations.sources import DOCUMENTS, suffixes
from tableau2net.read.text import Origin, parse_text
from tableau2net.read.yaml_tree import plain

ROOT = Path(__file__).parent.parent


def hooks() -> dict[str, dict[str, str]]:
    """The hooks by their ids."""
    node = parse_text((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"), Origin("hooks"))
    assert node is not None
    listed: Any = plain(node)
    return {each["id"]: each for each in listed}


def test_the_hook_is_given_all_files_that_readers_read_and_no_others() -> None:
    files = re.compile(hooks()["tableau2net-check"]["files"])
    known = {*suffixes(), *DOCUMENTS}
    assert [each for each in known if not files.search(f"folder/name{each}")] == []
    assert files.search("solver.F90")
    assert files.search("pyproject.toml")
    assert not files.search("other.toml")
    inside = re.search(r"\(((?:\w+\|)+\w+)\)", files.pattern)
    assert inside is not None
    assert {f".{each}" for each in inside[1].split("|")} == known


def test_changed_files_without_tableaux_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = {
        "ci.yaml": "name: ci\nkind: pipeline\njobs: {}\n",
        "plain.py": "print('nothing')\n",
        "wrong.yaml": "name: wrong\nkind: runge-kutta\norder: 2\nA: [[]]\nb: [1]\n",
        "heun.py": "A = [[0, 0], [1, 0]]\nb = [1/2, 1/2]\norder = 2\n",
    }
    for name, text in texts.items():
        Path(name).write_text(text, encoding="utf-8")
    assert main(["check", "--changed"]) == 0
    assert main(["check", "--changed", "ci.yaml", "plain.py"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["check", "--changed", *texts]) == 1
    out = capsys.readouterr().out
    assert "refuted: order 2 is claimed" in out
    assert "heun.py:1" in out
    assert "ci.yaml" not in out
