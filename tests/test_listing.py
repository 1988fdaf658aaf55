"""What a project lists in its pyproject.toml: files, expected orders, exceptions; what is said of each fault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tableau2net.checking.toml_tree import parse_toml
from tableau2net.cli import main
from tableau2net.errors import InputError, Position
from tableau2net.read.yaml_tree import locate

RK = (
    "class Heun:\n    A = [[0, 0], [1, 0]]\n    b = [1/2, 1/2]\n\n"
    "class Third:\n    order = 3\n    A = [[0, 0], [1, 0]]\n    b = [1/2, 1/2]\n"
)
TABLE = """\
[project]
name = "downstream"

[tool.tableau2net]
files = [
  "solvers/*.py",
  "tableaux",
]

[tool.tableau2net.orders]
"solvers/rk.py::Heun" = 2

[tool.tableau2net.exceptions]
"solvers/rk.py::Third" = "kept for old results"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "solvers").mkdir()
    (tmp_path / "tableaux").mkdir()
    (tmp_path / "solvers" / "rk.py").write_text(RK, encoding="utf-8")
    (tmp_path / "solvers" / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "tableaux" / "euler.yaml").write_text(
        "name: mine\nkind: runge-kutta\norder: 1\nA: [[]]\nb: [1]\n", encoding="utf-8"
    )
    (tmp_path / "tableaux" / "ci.yaml").write_text("name: ci\njobs: []\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(TABLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def edit(old: str, new: str) -> None:
    path = Path("pyproject.toml")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_listed_is_checked_and_exceptions_are_told(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    assert "excepted: kept for old results; refuted: order 3 is claimed" in out
    assert "mine: order 1, proved exactly" in out
    assert "ci" not in out.split()
    assert main(["check", "--format", "sarif"]) == 0
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    assert result["suppressions"][0]["justification"] == "kept for old results"
    assert main(["check", "solvers/rk.py"]) == 1


def test_the_table_is_found_from_a_folder_of_the_project(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project / "solvers")
    assert main(["check"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("rk.py:2")


def test_another_order_than_the_expected_one_is_refuted(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit('Heun" = 2', 'Heun" = 3')
    assert main(["check"]) == 1
    assert "refuted: order 3 or more is asked for, but the order is 2" in capsys.readouterr().out
    edit('Heun" = 3', 'Heun" = 1')
    assert main(["check"]) == 1
    assert "Heun: order 1 is expected in pyproject.toml:11:1, but the order is 2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "order", "status", "message"),
    [
        ("Pair", 1, 0, ""),
        (
            "Pair",
            2,
            1,
            "Pair: embedded order 2 is expected in pyproject.toml:11:1, but the embedded order is 1",
        ),
        (
            "Pair",
            0,
            1,
            "Pair: embedded order 0 is expected in pyproject.toml:11:1, but the embedded order is 1",
        ),
        (
            "Heun",
            1,
            1,
            "Heun: embedded order 1 is expected in pyproject.toml:11:1, but it has no embedded weights",
        ),
    ],
)
def test_an_embedded_order_is_expected_too(
    name: str, order: int, status: int, message: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = "\nclass Pair:\n    A = [[0, 0], [1, 0]]\n    b = [1/2, 1/2]\n    b_hat = [1, 0]\n"
    (project / "solvers" / "rk.py").write_text(RK + pair, encoding="utf-8")
    table = '[tool.tableau2net.{}]\n"solvers/rk.py::{}" = {}'
    edit(table.format("orders", "Heun", 2), table.format("embedded_orders", name, order))
    assert main(["check"]) == status
    assert message in capsys.readouterr().out
    edit(f"::{name}", "::Nobody")
    assert main(["check"]) == 2
    assert "11:1: there is no such tableau: found 'solvers/rk.py::Nobody'" in capsys.readouterr().err


def test_an_exception_whose_fault_has_gone_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "solvers" / "rk.py").write_text(RK.replace("order = 3", "order = 2"), encoding="utf-8")
    assert main(["check", "--format", "github"]) == 1
    assert capsys.readouterr().out == (
        "::error file=pyproject.toml,line=14,col=1,title=tableau2net exception::Third: the exception is not needed, "
        "because all claims hold: order 2, proved exactly\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "[tool.tableau2net.orders]",
            "[tool.tableau2net.order]",
            "10:1: this key is not known: found 'order'",
        ),
        ("files = [", "filse = [", "5:1: this key is not known: found 'filse'; expected 'files'"),
        (
            "::Heun",
            "::Huen",
            "11:1: there is no such tableau: found 'solvers/rk.py::Huen'; expected 'solvers/",
        ),
        ("rk.py::Third", "kr.py::Third", "14:1: there is no such tableau: found 'solvers/kr.py::Third'"),
        (
            '"tableaux",',
            '"tabelaux",',
            "5:1: there is no such file: found 'tabelaux'; expected a file, a folder",
        ),
        ('"tableaux",', '"/tableaux",', "5:1: this path is not relative"),
        ('"kept for old results"', '""', "14:1: an exception needs a reason: found nothing"),
        ("= 2", '= "two"', "11:1: this is not an integer in bounds: found 'two'"),
        ("= 2", "= 2.5", "11:1: this is not an integer in bounds: found '2.5'"),
        ("= 2", "= [2]", "11:1: a single value is expected here: found a list of 1"),
        ("= 2", "=", "11:"),
        ('name = "downstream"', 'name = "down', "2:"),
    ],
)
def test_a_fault_of_the_table_is_told_with_its_line(
    old: str, new: str, message: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(old, new)
    assert main(["check"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"error: pyproject.toml:{message}"), line


def test_a_file_that_is_named_by_itself_has_a_tableau(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit('"tableaux",', '"solvers/__init__.py",')
    assert main(["check"]) == 2
    assert "error: solvers/__init__.py: no tableau is found here" in capsys.readouterr().err


def test_of_changed_files_those_are_checked_that_are_listed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "other.py").write_text(RK, encoding="utf-8")
    (project / "tableaux" / "euler.yaml").write_text(
        "name: mine\nkind: runge-kutta\norder: 2\nA: [[]]\nb: [1]\n", encoding="utf-8"
    )
    assert main(["check", "--changed", "other.py", "solvers/rk.py"]) == 0
    assert "mine" not in capsys.readouterr().out
    assert main(["check", "--changed", "tableaux/euler.yaml"]) == 1
    assert main(["check", "--changed", "pyproject.toml"]) == 1
    assert main(["check", "--changed", "solvers/rk.py", "--all"]) == 2


def test_without_a_table_a_reference_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text("[tool.other]\n", encoding="utf-8")
    assert main(["check"]) == 2
    assert "list files in [tool.tableau2net] of pyproject.toml" in capsys.readouterr().err


def test_tableaux_of_one_name_are_counted(project: Path) -> None:
    (project / "solvers" / "rk.py").write_text(RK + RK, encoding="utf-8")
    assert main(["check"]) == 1
    with Path("pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('"solvers/rk.py::Third[2]" = "it too"\n')
    assert main(["check"]) == 0


PLACES = '''# a comment
title = """
[tool.not]
a = 1
"""
[tool.x]
a.b = 1
  c = {d = [
]}
[[tool.y]]
"q.r" = 2
'''


@pytest.mark.parametrize(
    ("keys", "line", "column"),
    [
        (("title",), 2, 1),
        (("tool", "x"), 6, 1),
        (("tool", "x", "a", "b"), 7, 1),
        (("tool", "x", "c", "d"), 8, 3),
    ],
)
def test_each_key_of_toml_has_its_place(keys: tuple[str, ...], line: int, column: int) -> None:
    tree = parse_toml(PLACES, "x.toml")
    assert locate(tree, keys, key=True) == Position("x.toml", line, column)


def test_toml_that_is_not_well_formed_is_refused_at_its_place() -> None:
    with pytest.raises(InputError, match=r"^x.toml:2:3: this is not well-formed TOML"):
        parse_toml("a = 1\nb 2\n", "x.toml")
