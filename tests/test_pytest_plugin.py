"""The plugin of pytest in a small project: each tableau is a test, and fails with the words of its certificate."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
INSTALLED = any(
    each.value == "tableau2net_pytest" for each in importlib.metadata.entry_points(group="pytest11")
)
RK = (
    "raise SystemExit('this is never run')\nclass Heun:\n    A = [[0, 0], [1, 0]]\n    b = [1/2, 1/2]\n\n"
    "class Third:\n    order = 3\n    A = [[0, 0], [1, 0]]\n    b = [1/2, 1/2]\n"
)
TABLE = """\
[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "--strict-markers -p no:cacheprovider"

[tool.tableau2net]
files = ["solvers"]
[tool.tableau2net.orders]
"solvers/rk.py::Heun" = 2
[tool.tableau2net.exceptions]
"solvers/rk.py::Third" = "kept for old results"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("solvers", "tests"):
        (tmp_path / folder).mkdir()
    (tmp_path / "solvers" / "rk.py").write_text(RK, encoding="utf-8")
    (tmp_path / "tests" / "test_plain.py").write_text(
        "import sys\ndef test_plain():\n    print('loaded', 'tableau2net' in sys.modules)\n", encoding="utf-8"
    )
    (tmp_path / "pyproject.toml").write_text(TABLE, encoding="utf-8")
    return tmp_path


def ran(project: Path, *arguments: str, status: int = 0) -> str:
    plugin = () if INSTALLED else ("-p", "tableau2net_pytest")
    call = [sys.executable, "-m", "pytest", "-rA", "-p", "no:xdist", *plugin, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(call, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_it_is_an_entry_point_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["entry-points"]["pytest11"] == {"tableau2net": "tableau2net_pytest"}
    assert "tableau2net_pytest" in project["tool"]["setuptools"]["py-modules"]


def test_what_a_project_lists_are_tests_beside_its_own(project: Path) -> None:
    text = ran(project)
    assert "PASSED solvers/rk.py::Heun" in text
    assert "XFAIL solvers/rk.py::Third - kept for old results" in text
    assert "PASSED tests/test_plain.py::test_plain" in text
    chosen = ran(project, "-m", "tableau", "-k", "Heun")
    assert "1 passed, 2 deselected" in chosen


def test_nothing_is_loaded_unless_it_is_asked_for(project: Path) -> None:
    text = ran(project, "tests")
    assert "loaded False" in text
    assert "1 passed" in text


def test_a_wrong_coefficient_fails_with_the_certificate_s_words(project: Path) -> None:
    (project / "solvers" / "rk.py").write_text(RK.replace("1/2, 1/2", "1/3, 2/3", 1), encoding="utf-8")
    text = ran(project, status=1)
    assert "FAILED solvers/rk.py::Heun" in text
    assert "refuted: order 2 or more is asked for, but the order is 1: the condition of order 2" in text
    assert "solvers/rk.py:3:9: Heun: order 2 or more" in text


def test_an_exception_whose_fault_has_gone_fails(project: Path) -> None:
    (project / "solvers" / "rk.py").write_text(RK.replace("order = 3", "order = 2"), encoding="utf-8")
    text = ran(project, status=1)
    assert "FAILED solvers/rk.py::Third" in text
    assert "pyproject.toml:10:1: Third: the exception is not needed" in text


def test_paths_are_checked_as_they_stand(project: Path) -> None:
    text = ran(project, "tests", "--tableaux", "solvers", status=1)
    assert "PASSED solvers/rk.py::Heun" in text
    assert "FAILED solvers/rk.py::Third" in text
    assert "1 failed, 2 passed" in text
    assert "there is no such file or folder: none" in ran(project, "tests", "--tableaux", "none", status=4)
    (project / "solvers" / "rk.py").write_text("def f(:\n", encoding="utf-8")
    text = ran(project, "tests", "--tableaux", "solvers/rk.py", status=1)
    assert "solvers/rk.py:1:7: this is not Python" in text


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("orders]", "order]", "pyproject.toml:7:1: this key is not known: found 'order'; expected 'orders'"),
        ("::Heun", "::Huen", "pyproject.toml:8:1: there is no such tableau: found 'solvers/rk.py::Huen'"),
        ('"solvers"]', '"solver"]', "pyproject.toml:6:1: there is no such file: found 'solver'"),
    ],
)
def test_a_fault_of_the_table_is_told_with_its_line(old: str, new: str, message: str, project: Path) -> None:
    (project / "pyproject.toml").write_text(TABLE.replace(old, new), encoding="utf-8")
    text = ran(project, status=4)
    assert message in text
    assert "Traceback" not in text


def test_a_tableau_is_selected_by_its_node_id(project: Path) -> None:
    """As pytest prints it; nothing is imported for that, and what else is named runs beside it."""
    assert "1 passed in" in ran(project, "solvers/rk.py::Heun")
    assert "1 xfailed in" in ran(project, "solvers/rk.py::Third")
    assert "1 passed, 1 xfailed" in ran(project, "solvers/rk.py")
    beside = ran(project, "solvers/rk.py::Heun", "tests/test_plain.py::test_plain")
    assert "PASSED solvers/rk.py::Heun" in beside
    assert "2 passed in" in beside
    assert "1 passed in" in ran(project / "solvers", "rk.py::Heun")
    output = ran(project, "solvers/rk.py::Huen", status=4)
    assert (
        "no such tableau: solvers/rk.py::Huen; expected solvers/rk.py::Heun or solvers/rk.py::Third" in output
    )
    assert "Traceback" not in output


def test_node_ids_of_a_file_without_a_table_are_pytest_s(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.other]\n", encoding="utf-8")
    assert "1 passed in" in ran(project, "tests/test_plain.py::test_plain")
    output = ran(
        project, "solvers/rk.py::Heun", status=3
    )  # the file is imported, as pytest does without the plugin
    assert "this is never run" in output


def test_processes_side_by_side_select_the_same(project: Path) -> None:
    pytest.importorskip("xdist")
    plugin = () if INSTALLED else ("-p", "tableau2net_pytest")
    call = [sys.executable, "-m", "pytest", *plugin, "-n2", "-rA", "solvers/rk.py::Heun"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(call, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed in" in done.stdout
