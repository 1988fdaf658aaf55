"""`make new`: for every kind, in a copy of the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import new
import pytest
from plugins import ROOT, kinds

from tableau2net.plugins import files

KINDS = kinds()
NAME = "quite_new"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what plug-ins and their tests need, with a new plug-in of every kind."""
    root = tmp_path_factory.mktemp("checkout")
    leave = shutil.ignore_patterns("__pycache__")
    for folder in ("tableau2net", "cli", "docs/peers", "docs/site", "tableaux"):
        shutil.copytree(ROOT / folder, root / folder, ignore=leave)
    for package in ("cli", "tableaux"):
        (root / "tableau2net" / package).symlink_to(root / package)
    (root / "tests").mkdir()
    for file in ("plugins.py", "test_plugins.py"):
        shutil.copy(ROOT / "tests" / file, root / "tests")
    shutil.copy(ROOT / "pyproject.toml", root)
    for kind in KINDS:
        assert [path for path in new.begin(kind, NAME, root) if not path.exists()] == []
    return root


def ran(copy: Path, *arguments: str) -> str:
    """What a module of Python prints in the copy, which is found before the checkout."""
    call = [sys.executable, "-m", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    return subprocess.run(call, cwd=copy, env=environment, capture_output=True, text=True, check=False).stdout


@pytest.mark.slow
def test_a_new_plug_in_keeps_its_contract_and_its_test_fails_until_it_is_written(copy: Path) -> None:
    """All kinds in one process, for it loads torch."""
    quiet = ("-p", "no:cacheprovider", "-p", "no:xdist", "-vv", "--tb=line")
    report = ran(copy, "pytest", *quiet, "-k", f"{NAME} or contract_of_its_kind", "tests")
    for kind in KINDS:
        own = re.findall(rf"^tests/{new.test_name(kind, NAME)}::\S+ (\w+)", report, re.MULTILINE)
        assert set(own) == {"FAILED"}, report
        contract = f"test_a_plug_in_keeps_the_contract_of_its_kind[{kind.name}-quite-new]"
        assert f"tests/test_plugins.py::{contract} PASSED" in report, report
    reasons = re.findall(r"^/\S+:\d+: (.*)$", report, re.MULTILINE)
    assert set(reasons) == {"NotImplementedError: quite-new is not written yet"}
    assert f"= {len(reasons)} failed, " in report


@pytest.mark.slow
def test_new_files_are_as_the_linter_and_the_formatter_have_them(copy: Path) -> None:
    pytest.importorskip("ruff")
    files = [str(path) for path in copy.rglob(f"*{NAME}.py")]
    assert len(files) == 2 * len(KINDS)
    assert ran(copy, "ruff", "check", "--no-cache", *files).strip() == "All checks passed!"
    assert ran(copy, "ruff", "format", "--check", "--no-cache", *files).strip().endswith("already formatted")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["field"], "a plug-in has a kind and a name: found field; expected KIND NAME"),
        (["feild", "mine"], "there is no such kind of plug-in: found feild; expected 'field'"),
        (["field", "My Field"], "a plug-in cannot be called so: found 'My Field'"),
        (["field", "class"], "a plug-in cannot be called so: found 'class'"),
        (["field", "../mine"], "a plug-in cannot be called so: found '../mine'"),
        (["field", "basic"], "not overwritten: found the file"),
    ],
)
def test_what_cannot_be_written_is_told(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new.main(arguments) == 2
    assert capsys.readouterr().err.startswith(f"error: {message}")


@pytest.mark.parametrize("folder", ["plugins", "tests"])
def test_every_template_is_that_of_a_kind(folder: str) -> None:
    assert {name.replace("_", " ") for name in files(new.TEMPLATES / folder)} == {kind.name for kind in KINDS}
