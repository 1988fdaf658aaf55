"""What each command loads, and which way imports run."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import tableau2net

PIPELINE = [
    "exact",
    "methods",
    "components",
    "read",
    "verify",
    "graph",
    "lower",
    "optimise",
    "emit",
    "pipeline",
    "report",
    "analyse",
    "data",
    "recipes",
    "train",
    "compare",
]
ROOT = Path(tableau2net.__file__).parent


@pytest.mark.parametrize(
    ("call", "absent"),
    [
        ("--help", ["torch", "sympy", "networkx"]),
        ("list", ["torch", "sympy", "networkx"]),
        ("check rk4", ["torch", "sympy", "networkx"]),
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


@pytest.mark.parametrize("room", PIPELINE)
def test_imports_run_down_the_pipeline(room: str) -> None:
    later = set(PIPELINE[PIPELINE.index(room) + 1 :])
    files = [ROOT / f"{room}.py"] if room == "pipeline" else list((ROOT / room).rglob("*.py"))
    assert files
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tableau2net."):
                imported = str(node.module).split(".")[1]
                assert imported not in later, f"{file.relative_to(ROOT)} imports {node.module}"


def test_nothing_is_ever_evaluated() -> None:
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                forbidden = {"eval", "exec", "sympify", "parse_expr", "compile", "__import__"}
                assert node.func.id not in forbidden, f"{file}:{node.lineno}"
