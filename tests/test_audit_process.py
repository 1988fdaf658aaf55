"""The command `audit`, and the process in which it runs code: limited, ended, and leaving nothing behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

import tableau2net
from tableau2net.cli import main
from tableau2net.errors import InputError

pytestmark = pytest.mark.slow

STEPS = (Path(__file__).parents[1] / "docs" / "audit" / "steps.py").read_text(encoding="utf-8")
HOSTILE = {
    "endless": ("while True:\n    pass\n", ["--seconds", "3"], "the code was stopped at its limit"),
    "asleep": (
        "import time, subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)'])\n"
        "time.sleep(1000)\n",
        ["--seconds", "3"],
        "the code was stopped at its limit",
    ),
    "large": ("held = [bytes(1 << 28) for _ in range(100)]\n", ["--memory", "1"], "MemoryError"),
    "gone": (
        "import os\nos._exit(7)\n",
        [],
        "the code ended the process in which it ran: found exit status 7",
    ),
    "killed": ("import os\nos.kill(os.getpid(), 9)\n", [], "found the signal SIGKILL"),
    "exiting": ("raise SystemExit('no')\n", [], "SystemExit: no"),
    "no Python": ("def (\n", [], "SyntaxError"),
    "writing": ("from pathlib import Path\nPath('left').touch()\nprint('loud')\n", [], "no such object"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, and beside it that of temporary files, both empty."""
    for name in ("here", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


def processes(folder: Path) -> list[str]:
    """The commands of all processes, where the system tells them, whose environment names a folder: those of this test,
    and not of others that audit at the same time."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_text(encoding="utf-8", errors="replace"))
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the system tells no environments")
def test_a_process_that_is_left_would_be_seen(folder: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "print(flush=True); input()"], stdin=-1, stdout=-1) as left:
        assert left.stdout is not None
        left.stdout.readline()
        (command,) = processes(folder)
        left.kill()
    assert "input()" in command
    assert processes(folder) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_code_is_ended_and_leaves_nothing(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, options, message = HOSTILE[name]
    path = folder / "here" / "steps.py"
    path.write_text(text, encoding="utf-8")
    assert main(["audit", "steps.py:step", *options]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    note, error = captured.err.splitlines()
    assert note == "running the code of steps.py:step in a process of its own"
    assert error.startswith("error: steps.py:step: ")
    assert message in error
    assert processes(folder) == []
    assert [each for each in folder.rglob("*") if each.is_file()] == [path]
    assert os.listdir(folder / "temporary") == []


def test_an_object_of_a_module_is_audited_where_python_finds_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "here" / "pack").mkdir()
    (folder / "here" / "pack" / "solvers.py").write_text(STEPS, encoding="utf-8")
    assert main(["audit", "pack.solvers:rk4", "--expect", "rk4", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is True
    assert report["steps"][0]["certificate"]["order"] == 4
    assert main(["audit", "pack.solvers:also_rk4", "--expect", "rk4", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert {"place": "c3", "found": "0", "expected": "1/2"} in report["steps"][0]["differences"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["steps.py:no_such"], "there is no such object: found 'no_such'"),
        (["steps.py:rk4", "--family", "torch"], "there is no such family of signatures: found 'torch'"),
        (["steps.py:rk4", "--family", "emitted"], "there is no emitted step here"),
        (["steps.py:rk4", "--call", "f,q"], "this does not say how a step is called"),
        (["steps.py:rk4", "--expect", "no_such"], "nothing in the catalogue has this name"),
        (["steps.py:rk4", "--seconds", "nan"], "--seconds"),
        (["no_such_module:step"], "the module cannot be imported"),
        (["steps.yaml"], "this does not name any code"),
    ],
)
def test_what_cannot_be_audited_is_told_in_one_line(
    arguments: list[str], message: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "here" / "steps.py").write_text(STEPS, encoding="utf-8")
    assert main(["audit", *arguments]) == 2
    *before, error = capsys.readouterr().err.splitlines()
    assert len(before) <= 1
    assert error.startswith("error: ")
    assert message in error


def test_an_emitted_file_is_held_to_what_it_was_made_from(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "here" / "net.py"
    assert main(["compile", "lm_resnet20", "-o", "net.py", "--audit"]) == 0
    assert "Lm2Step" in capsys.readouterr().err
    assert main(["audit", "net.py"]) == 0
    assert "is lm2, 1 evaluation" in capsys.readouterr().out
    text = path.read_text(encoding="utf-8")
    assert "self.k * u_prev" in text
    path.write_text(text.replace("self.k * u_prev", "self.k * u"), encoding="utf-8")
    assert main(["audit", "net.py"]) == 1
    assert "v12: 0 found, 11/64 expected" in capsys.readouterr().out


def test_a_fault_of_the_compiler_is_none_of_the_input(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    emit = tableau2net.pipeline.emit_document
    monkeypatch.setattr(
        tableau2net.pipeline,
        "emit_document",
        lambda *given, **named: emit(*given, **named).replace("alpha=1 / 6", "alpha=1 / 5"),
    )
    assert main(["compile", "rk4_resnet", "-o", "net.py", "--audit"]) == 4
    errors = capsys.readouterr().err
    assert "differs: b1: 1/5 found, 1/6 expected" in errors
    assert "error: fault of the compiler, not of its input" in errors
    assert os.listdir() == []


def test_the_function_of_python_takes_a_reference_or_a_function(folder: Path) -> None:
    path = folder / "here" / "steps.py"
    path.write_text(STEPS, encoding="utf-8")
    assert tableau2net.audit("steps.py:rk4", "rk4")
    assert not tableau2net.audit("steps.py:also_rk4", expect="rk4")
    found = tableau2net.audit(_euler, {"A": [[0]], "b": [1]})
    assert found.ok
    assert [step.recording.name for step in found.steps] == ["_euler"]
    for nowhere in (lambda f, t, y, h: y, 3):
        with pytest.raises(InputError, match="another process cannot find this"):
            tableau2net.audit(nowhere)


def _euler(f: Any, t: Any, y: Any, h: Any) -> Any:
    return y + h * f(t, y)
