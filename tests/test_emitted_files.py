"""Emitted files stand alone, and what torch offers works on them."""

from __future__ import annotations

import ast
import copy
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from emitted import images, imported, network, network_around

import tableau2net
from tableau2net.read import catalogue

NETWORKS = [entry.name for entry in catalogue() if entry.kind == "network"]
SMALLER = {"periods.*.channels": 4, "input.size": 8}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    **{name: (name, SMALLER) for name in NETWORKS},
    "rk4 by node": ("resnet20", network_around("rk4", weights="node")),
    "ab3 transported": ("resnet20", network_around("ab3")),
    "revnet": ("resnet20", network_around("revnet")),
    "learned step size": ("resnet20", network_around("heun2", step_size="learned")),
    "implicit pattern": ("rkcnn_e", {**SMALLER, "scheme": "implicit-5", "weights": "stage"}),
}
SOLVED = ("resnet20", network_around("gauss2", implicit={"mode": "solve"}, step_size="1/10"))


def tool(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("case", CASES)
def test_a_file_imports_where_tableau2net_cannot_be_imported(case: str, tmp_path: Path) -> None:
    reference, overrides = CASES[case]
    (tmp_path / "model.py").write_text(tableau2net.emit(reference, **overrides), encoding="utf-8")
    program = f"""
import sys
sys.modules["tableau2net"] = None
sys.path.insert(0, {str(tmp_path)!r})
import model, torch
network = [c for c in vars(model).values() if isinstance(c, type) and c.__module__ == "model"][-1]()
inputs = network.stem.conv.in_channels
print(tuple(network(torch.zeros(2, inputs, 8, 8)).shape))
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd="/", capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("(2, ")


@pytest.mark.parametrize("case", [*CASES, "solved"])
def test_a_file_imports_torch_alone(case: str) -> None:
    reference, overrides = CASES.get(case, SOLVED)
    tree = ast.parse(tableau2net.emit(reference, **overrides))
    modules = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }
    assert modules <= {"torch", "collections"}  # collections.abc: for types only


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("case", CASES)
def test_a_network_compiles_as_one_full_graph(case: str, training: bool, tmp_path: Path) -> None:
    reference, overrides = CASES[case]
    with imported(tableau2net.emit(reference, **overrides), tmp_path, "compiled") as module:
        model = network(module).train(training)
        x = images((model.get_submodule("stem.conv").in_channels, 8)).float()  # type: ignore[arg-type]
        reference_model = copy.deepcopy(model)
        torch.compiler.reset()
        compiled = torch.compile(model, fullgraph=True, backend="aot_eager")
        y, expected = compiled(x), reference_model(x)
        torch.testing.assert_close(y, expected)
        if training:
            y.sum().backward()
            assert all(p.grad is not None for p in model.parameters())


@pytest.mark.parametrize("case", CASES)
def test_a_network_exports(case: str, tmp_path: Path) -> None:
    reference, overrides = CASES[case]
    with imported(tableau2net.emit(reference, **overrides), tmp_path, "exported") as module:
        model = network(module).eval()
        x = images((model.get_submodule("stem.conv").in_channels, 8)).float()  # type: ignore[arg-type]
        program = torch.export.export(model, (x,))
        torch.testing.assert_close(program.module()(x), model(x))


@pytest.mark.parametrize("emitter", ["source", "module"])
@pytest.mark.parametrize("case", [*CASES, "solved"])
def test_a_network_copies_and_pickles(case: str, emitter: str, tmp_path: Path) -> None:
    reference, overrides = CASES.get(case, SOLVED)
    with imported(tableau2net.emit(reference, **overrides), tmp_path, "pickled") as module:
        built = tableau2net.compile(reference, **overrides)
        model: torch.nn.Module = network(module) if emitter == "source" else built
        model.eval()
        x = images((built.get_submodule("stem.conv").in_channels, 8)).float()  # type: ignore[arg-type]
        expected = model(x)
        assert torch.equal(copy.deepcopy(model)(x), expected)
        assert torch.equal(pickle.loads(pickle.dumps(model))(x), expected)


def test_files_pass_the_usual_formatter_linter_and_type_checker(tmp_path: Path) -> None:
    for number, (reference, overrides) in enumerate([*CASES.values(), SOLVED]):
        text = tableau2net.emit(reference, **overrides)
        (tmp_path / f"network{number}.py").write_text(text, encoding="utf-8")
    formatted = tool("ruff", "format", "--isolated", "--diff", str(tmp_path))
    assert formatted.returncode == 0, formatted.stdout
    rules = "E,F,I,UP,B,SIM,C4"
    linted = tool("ruff", "check", "--isolated", "--no-cache", "--select", rules, str(tmp_path))
    assert linted.returncode == 0, linted.stdout
    typed = tool("mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path}/cache", str(tmp_path))
    assert typed.returncode == 0, typed.stdout


def test_the_same_input_gives_the_same_bytes() -> None:
    program = 'import tableau2net, hashlib as h; print(h.sha256(tableau2net.emit("lm_resnet20").encode()).hexdigest())'
    digests = set()
    for seed in ("0", "1"):
        environment = {"PYTHONHASHSEED": seed, "PATH": ""}
        ran = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        digests.add(ran.stdout)
    assert len(digests) == 1


@pytest.mark.parametrize("scheme", ["euler", "lm2", "gauss2", "explicit-5"])
def test_the_length_of_a_file_does_not_grow_with_the_depth(scheme: str) -> None:
    coupling = "concat" if scheme == "explicit-5" else "sum"

    def length(steps: int) -> int:
        overrides = network_around(scheme, coupling=coupling)
        overrides["periods"] = [{"channels": 4, "steps": steps}, {"channels": 8, "steps": steps}]
        code = tableau2net.emit("resnet20", **overrides).partition('"""')[2]  # the header holds the call
        return len(code.splitlines())

    assert length(1000) == length(3)
