"""What each command loads, and which way imports run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from guards import evaluations, imports

import tableau2net
import tableau2net.cli
import tableau2net.tableaux

PIPELINE = [
    "plugins",
    "catalogue",
    "exact",
    "algebra",
    "methods",
    "series",
    "components",
    "read",
    "verify",
    "graph",
    "lower",
    "optimise",
    "emit",
    "generated",
    "notations",
    "values",
    "pipeline",
    "report",
    "analyse",
    "audit",
    "choosing",
    "drafts",
    "calls",
    "checking",
    "data",
    "recipes",
    "train",
    "compare",
    "export",
]
ROOT = Path(tableau2net.__file__).parent
RUNS_CODE = ROOT / "audit" / "child" / "loading.py"
FOLDERS = [ROOT, Path(tableau2net.cli.__file__).parent, Path(tableau2net.tableaux.__file__).parent]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("call", "absent"),
    [
        ("--help", ["torch", "sympy", "networkx", "tableau2net.cli.commands.train"]),
        ("list", ["torch", "sympy", "networkx"]),
        ("check rk4", ["torch", "sympy", "networkx", "tableau2net.cli.commands.train"]),
        ("check gauss3", ["torch"]),
        ("show rk4", ["torch"]),
        ("analyze rk4", ["torch", "matplotlib"]),
        ("show rkcnn_e", ["torch"]),
        ("compile resnet20", ["torch", "sympy"]),
        ("compile gauss2_fused", ["torch"]),
        ("schema network", ["torch", "sympy"]),
        ("schema recipe", ["torch", "sympy"]),
        ("train --help", ["torch", "sympy", "networkx", "lightning"]),
        ("compare --help", ["torch", "sympy", "networkx", "lightning", "ray", "scipy"]),
    ],
)
def test_a_command_does_not_load_what_it_does_not_need(call: str, absent: list[str]) -> None:
    program = f"""
import sys
from tableau2net.cli import main
status = main({call.split()!r})
print([name for name in {absent!r} if name in sys.modules], status, file=sys.stderr)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.stderr.splitlines()[-1] == "[] 0"


LIGHT = {  # a call, or a shell's question, and how many modules may be loaded for it, most of which are Python's
    "--help": 330,
    "": 330,
    "list": 560,
    "list --order 4 --l-stable": 560,
    "_TABLEAU2NET_COMPLETE=complete_bash COMP_CWORD=2 COMP_WORDS=tableau2net\nshow\nrk": 330,
    "_TABLEAU2NET_COMPLETE=complete_zsh _TYPER_COMPLETE_ARGS=tableau2net\ttrain\tresn": 330,
}


@pytest.mark.slow
@pytest.mark.parametrize("call", LIGHT)
def test_what_is_asked_for_often_loads_few_modules(call: str) -> None:
    """The catalogue is listed, and names are completed, without reading a document."""
    words = call.split(" ") if call else []
    variables = dict(word.split("=", 1) for word in words if word.startswith("_T") or word.startswith("COMP"))
    arguments = [] if variables else words
    program = f"""
import sys
from tableau2net.cli import main
status = main({arguments!r})
print(status, len(sys.modules), "tableau2net.read" in sys.modules, file=sys.stderr)
"""
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **variables},
    )
    status, count, reads = ran.stderr.split()
    assert (status, reads) == ("0", "False")
    assert int(count) <= LIGHT[call]


@pytest.mark.slow
def test_a_function_keeps_its_name_where_the_package_of_that_name_is_loaded_first() -> None:
    program = """
import tableau2net.audit, tableau2net.emit, tableau2net.verify
from tableau2net.verify.prove import verify
print([callable(each) for each in (tableau2net.audit, tableau2net.emit, tableau2net.verify)])
print({*tableau2net.__all__, "list"} <= {*dir(tableau2net)}, hasattr(tableau2net, "no_such_name"))
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("[True, True, True]\nTrue False\n", "")


def room_of(name: str) -> str:
    """The room of a dotted name. What is imported from the top of the package is the pipeline's, unless it is a file
    beside the rooms, such as `errors`."""
    _, _, inside = name.partition(".")
    room = inside.partition(".")[0]
    return (
        room
        if room in PIPELINE or room in ("cli", "tableaux") or (ROOT / f"{room}.py").is_file()
        else "pipeline"
    )


def test_every_room_has_its_place_in_the_pipeline() -> None:
    rooms = {path.name for path in ROOT.iterdir() if (path / "__init__.py").is_file()}
    assert rooms <= set(PIPELINE)
    assert all((ROOT / room).is_dir() or (ROOT / f"{room}.py").is_file() for room in PIPELINE)


@pytest.mark.parametrize("room", ["", *PIPELINE])
def test_imports_run_down_the_pipeline(room: str) -> None:
    """The files beside the rooms, such as errors.py, import none of them; no room imports the commands."""
    later = {*PIPELINE[PIPELINE.index(room) + 1 if room else 0 :], "cli"}
    beside = [path for path in ROOT.glob("*.py") if path.stem not in ("__init__", *PIPELINE)]
    files = [*(ROOT / room).rglob("*.py"), *ROOT.glob(f"{room}.py")] if room else beside
    assert files
    for file in files:
        module = ".".join(["tableau2net", *file.relative_to(ROOT).with_suffix("").parts])
        for line, name in imports(file.read_text(encoding="utf-8"), module):
            assert room_of(name) not in later, f"{file.relative_to(ROOT)}:{line} imports {name}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_nothing_is_ever_evaluated(folder: Path) -> None:
    files = list(folder.rglob("*.py"))
    assert files
    found = [f"{file}:{line} {name}" for file in files for line, name in evaluations(file.read_text("utf-8"))]
    assert [each for each in found if not each.startswith(f"{RUNS_CODE}:")] == []


def test_one_file_runs_code_and_no_other_room_knows_it() -> None:
    """That of `audit`, which says so, in a process of its own."""
    assert [name for _, name in evaluations(RUNS_CODE.read_text("utf-8"))] == ["spec.loader.exec_module"]
    inside = RUNS_CODE.parent
    users = {
        file.relative_to(ROOT).as_posix()
        for file in ROOT.rglob("*.py")
        if inside not in file.parents
        for _, name in imports(
            file.read_text("utf-8"), ".".join(file.relative_to(ROOT.parent).with_suffix("").parts)
        )
        if name.startswith("tableau2net.audit.child")
    }
    assert {name.rpartition("/")[0] for name in users} == {"audit/signatures", "audit"}
    assert {name for name in users if name.startswith("audit/")} - {"audit/process.py"} == {
        name for name in users if name.startswith("audit/signatures/")
    }


def test_one_switch_chooses_the_arithmetic() -> None:
    """python-flint is loaded by the algebra alone, one file asks whether it is there, and none asks what a domain is
    made of."""
    texts = {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in ROOT.rglob("*.py")}
    users = [name for name, text in texts.items() if re.search(r"^\s*(import|from) flint\b", text, re.M)]
    assert {name.partition("/")[0] for name in users} == {"algebra"}
    assert [name for name in users if "ImportError" in texts[name]] == ["algebra/backend/switch.py"]
    assert not [name for name, text in texts.items() if re.search(r"isinstance\([^)]*Flint", text)]
