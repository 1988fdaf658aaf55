"""The guards of test_imports.py find what they are there for: each of these snippets is refused or let pass."""

from __future__ import annotations

import pytest
from guards import evaluations, imports

MODULE = "tableau2net.exact.parse"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from tableau2net.emit import source", ["tableau2net.emit"]),
        ("from tableau2net import emit", ["tableau2net.emit"]),
        ("from tableau2net import emit as e, read", ["tableau2net.emit", "tableau2net.read"]),
        ("import tableau2net.emit.source", ["tableau2net.emit.source"]),
        ("import tableau2net.emit as e", ["tableau2net.emit"]),
        ("import os, tableau2net", ["tableau2net"]),
        ("from . import number", ["tableau2net.exact"]),
        ("from .number import Number", ["tableau2net.exact.number"]),
        ("from ..emit import source", ["tableau2net.emit"]),
        ("from .. import emit", ["tableau2net.emit"]),
        ("def late():\n    from tableau2net.emit import source", ["tableau2net.emit"]),
        ("if TYPE_CHECKING:\n    from tableau2net.emit import source", ["tableau2net.emit"]),
        ('import_module("tableau2net.emit.source")', ["tableau2net.emit.source"]),
        ('__import__("tableau2net.emit")', ["tableau2net.emit"]),
        ('import_module(f"tableau2net.emit.{name}")', ["tableau2net.emit"]),
        ('import_module("tableau2net.emit." + name)', ["tableau2net.emit"]),
        ('sys.modules["tableau2net.emit"]', ["tableau2net.emit"]),
        ('ENTRY = "tableau2net.emit:module"', ["tableau2net.emit"]),
        ("import os\nfrom pathlib import Path", []),
        ('"""Written by tableau2net.emit, as told there."""', []),
        ("from tableau2net_extras import emit", []),
    ],
)
def test_whatever_a_file_imports_of_the_package_is_seen(source: str, found: list[str]) -> None:
    assert [name for _, name in imports(source, MODULE)] == found


def test_a_package_s_own_relative_imports_start_in_it() -> None:
    assert [name for _, name in imports("from .number import N", "tableau2net.exact.__init__")] == [
        "tableau2net.exact.number"
    ]


@pytest.mark.parametrize(
    "source",
    [
        "eval(text)",
        "exec(text)",
        'compile(text, "", "eval")',
        '__import__("os")',
        "run = eval",
        "list(map(eval, texts))",
        "import builtins\nbuiltins.eval(text)",
        "import builtins as b\nb.exec(text)",
        "from builtins import eval as value",
        '__builtins__["eval"](text)',
        'globals()["eval"](text)',
        'getattr(module, "eval")(text)',
        "import sympy\nsympy.sympify(text)",
        "import sympy as s\ns.S(text)",
        "from sympy import S\nS(text)",
        "from sympy import sympify as number",
        "from sympy.parsing.sympy_parser import parse_expr",
        "import sympy.parsing.sympy_parser as reader\nreader.parse_expr(text)",
        "import sympy\nsympy.parsing.sympy_parser.parse_expr(text)",
        "import sympy\nsympy.lambdify(x, text)",
        "anything.parse_expr(text)",
        "import pickle",
        "from pickle import loads",
        "import marshal as m",
        'importlib.import_module("pickle")',
        "from importlib import import_module\nimport_module('pickle')",
        "import yaml\nyaml.load(text)",
        "import yaml\nyaml.parse(text)",
        "from yaml import CBaseLoader, load\nload(text, CBaseLoader)",
        "import torch\ntorch.load(path)",
        "import torch\ntorch.load(path, weights_only=False)",
        "import torch\ntorch.load(path, weights_only=safe)",
        "import numpy as np\nnp.load(path, allow_pickle=True)",
        "from ruamel.yaml import YAML\nYAML(typ='unsafe')",
        "import os\nos.system(text)",
        "import subprocess\nsubprocess.run(text, shell=True)",
        "import runpy\nrunpy.run_path(path)",
        "import code",
    ],
)
def test_whatever_runs_text_as_code_is_seen(source: str) -> None:
    assert list(evaluations(source))


@pytest.mark.parametrize(
    "source",
    [
        "network.eval()",
        "polynomial.eval(point)",
        "import re\nre.compile(pattern)",
        "def compile(reference): ...\ncompile('rk4')",
        "from tableau2net.pipeline import compile\ncompile('rk4')",
        "import sympy\nsympy.S.Half",
        "import torch\ntorch.load(path, weights_only=True)",
        "import numpy as np\nnp.load(path, allow_pickle=False)",
        "from ruamel.yaml import YAML\nYAML(typ='rt', pure=True)",
        "from yaml import CBaseLoader, parse\nparse(text, Loader=CBaseLoader)",
        "import subprocess\nsubprocess.run([program, text])",
        'messages = {"eval": "evaluation"}',
        "from importlib import import_module\nimport_module(name)",
        "import ast\nast.literal_eval(text)",
    ],
)
def test_what_runs_no_text_is_let_pass(source: str) -> None:
    assert list(evaluations(source)) == []
