"""Emitted files stand alone, and what torch offers works on them.

What is dear is tried on the few cases that cover every operation, module and component (cover.py); `make thorough`
tries it on all.
"""

from __future__ import annotations

import ast
import copy
import json
import pickle
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import torch
from cover import covering_networks, tiered
from emitted import distinct, images, imported, network, network_around, smaller
from torch import nn

import tableau2net
from tableau2net.components import kinds
from tableau2net.pipeline import settings
from tableau2net.read import catalogue, load_network

NETWORKS = distinct([entry.name for entry in catalogue() if entry.kind == "network"])
PER_CHANNEL = {"scheme.parameters.k.learned": "per-channel"}
PER_SAMPLE = {"rate": 0.5, "decay": "uniform", "per": "sample"}
SMALLER = {"periods.*.channels": 4, "input.size": 8}
WIDER = [{"channels": 8, "steps": 3}, {"channels": 16, "steps": 2}]
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    **{name: (name, smaller(name)) for name in NETWORKS},
    "rk4 by node": ("resnet20", network_around("rk4", weights="node")),
    "ab3 transported": ("resnet20", network_around("ab3")),
    "revnet": ("resnet20", network_around("revnet")),
    "learned step size": ("resnet20", network_around("heun2", step_size="learned")),
    "implicit pattern": ("rkcnn_e", {**SMALLER, "scheme": "implicit-5", "weights": "stage"}),
    "learned per channel": ("lm_resnet20", {**network_around("lm2"), **PER_CHANNEL}),
    "dropped per sample": ("resnet20", network_around("revnet", stochastic_depth=PER_SAMPLE)),
}
CASES |= {
    f"{kind} in {field}": (
        "resnet20",
        network_around("heun2") | {"periods": WIDER, "field.kind": field, "field.operator": kind},
    )
    for kind, field in [*((kind, "basic") for kind in kinds("operators")), ("lean", "residual-bottleneck")]
}
SOLVED = ("resnet20", network_around("gauss2", implicit={"mode": "solve"}, step_size="1/10"))
COVERING = covering_networks(CASES)
TIERED = tiered(CASES, COVERING)
# What is done in training alone is done by mechanisms: all else that is compiled for training is the same without.
TRAINED = [(case, True) for case in COVERING]
EVALUATED = [(case, False) for case in covering_networks(CASES, mechanisms=True)]


def channels(model: nn.Module) -> int:
    """Those of the images: what the first convolution reads."""
    return next(each.in_channels for each in model.modules() if isinstance(each, nn.Conv2d))


@pytest.mark.slow
def test_files_are_imported_where_tableau2net_cannot_be(tmp_path: Path) -> None:
    """All of them in one process, each as a module of its own."""
    for number, (reference, overrides) in enumerate(CASES.values()):
        path = tmp_path / f"model{number}.py"
        path.write_text(tableau2net.emit(reference, **overrides), encoding="utf-8")
    program = f"""
import json, sys
sys.modules["tableau2net"] = None
sys.path.insert(0, {str(tmp_path)!r})
import torch
shapes = []
for number in range({len(CASES)}):
    name = f"model{{number}}"
    model = __import__(name)
    network = [c for c in vars(model).values() if isinstance(c, type) and c.__module__ == name][-1]()
    first = next(each for each in network.modules() if isinstance(each, torch.nn.Conv2d))
    shapes.append(list(network(torch.zeros(2, first.in_channels, 8, 8)).shape))
print(json.dumps(shapes))
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd="/", capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    expected = [load_network(reference, settings(overrides)) for reference, overrides in CASES.values()]
    classes = [[2, each.classes] + [8, 8] * each.head.component.per_pixel for each in expected]
    assert json.loads(ran.stdout) == classes


@pytest.mark.parametrize("case", [*tiered(CASES, COVERING, "slow"), "solved"])
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
    assert modules - {"torch"} <= {
        "collections",
        "functools",
        "typing",
        "math",
    }  # of the standard library, the simplest


@pytest.mark.slow
@pytest.mark.parametrize(("case", "training"), tiered(product(CASES, [False, True]), [*TRAINED, *EVALUATED]))
def test_a_network_compiles_as_one_full_graph(case: str, training: bool, tmp_path: Path) -> None:
    reference, overrides = CASES[case]
    with imported(tableau2net.emit(reference, **overrides), tmp_path, "compiled") as module:
        model = network(module).train(training)
        x = images((channels(model), 8)).float()
        reference_model = copy.deepcopy(model)
        torch.compiler.reset()
        compiled = torch.compile(model, fullgraph=True, backend="aot_eager")
        torch.manual_seed(1)
        y = compiled(x)
        torch.manual_seed(1)
        expected = reference_model(x)
        torch.testing.assert_close(y, expected)
        if training:
            y.sum().backward()
            assert all(p.grad is not None for p in model.parameters())


@pytest.mark.slow
def test_a_network_runs_through_the_default_compiler(tmp_path: Path) -> None:
    """With code generated by a C++ compiler: slow, so for one network only."""
    one_period: dict[str, Any] = {**SMALLER, "periods": [{"channels": 4, "steps": 2}]}
    with imported(tableau2net.emit("lm_resnet20", **one_period), tmp_path, "inductor") as module:
        model = network(module)
        x = images((3, 8)).float()
        torch.compiler.reset()
        reference_model = copy.deepcopy(model)
        y = torch.compile(model, fullgraph=True)(x)
        torch.testing.assert_close(y, reference_model(x), rtol=1e-4, atol=1e-4)
        y.sum().backward()
        assert all(p.grad is not None for p in model.parameters())


@pytest.mark.slow
@pytest.mark.parametrize("case", TIERED)
def test_a_network_exports(case: str, tmp_path: Path) -> None:
    reference, overrides = CASES[case]
    with imported(tableau2net.emit(reference, **overrides), tmp_path, "exported") as module:
        model = network(module).eval()
        x = images((channels(model), 8)).float()
        program = torch.export.export(model, (x,))
        torch.testing.assert_close(program.module()(x), model(x))


@pytest.mark.slow
@pytest.mark.parametrize("emitter", ["source", "module"])
@pytest.mark.parametrize("case", [*TIERED, "solved"])
def test_a_network_copies_and_pickles(case: str, emitter: str, tmp_path: Path) -> None:
    reference, overrides = CASES.get(case, SOLVED)
    with imported(tableau2net.emit(reference, **overrides), tmp_path, "pickled") as module:
        built = tableau2net.compile(reference, **overrides)
        model: torch.nn.Module = network(module) if emitter == "source" else built
        model.eval()
        x = images((channels(built), 8)).float()
        expected = model(x)
        assert torch.equal(copy.deepcopy(model)(x), expected)
        assert torch.equal(pickle.loads(pickle.dumps(model))(x), expected)


@pytest.mark.slow
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


@pytest.mark.parametrize("mapped", ["all", "f1", "f4"])
def test_a_step_is_mapped_over_the_parameters_of_its_fields(mapped: str, tmp_path: Path) -> None:
    """All fields at once, as an ensemble is; a later field alone is refused by torch, in words that the docs tell."""
    with imported(tableau2net.emit("resnet20", **network_around("rk4")), tmp_path, "mapped") as module:
        step = network(module).get_submodule("period1.0").eval()
        u, own = torch.randn(2, 4, 8, 8), dict(step.named_parameters())
        chosen = {name: p for name, p in own.items() if mapped == "all" or name.startswith(f"{mapped}.")}
        several = {name: torch.stack([p, 2 * p]) for name, p in chosen.items()}

        def result(given: dict[str, torch.Tensor]) -> torch.Tensor:
            found: torch.Tensor = torch.func.functional_call(step, {**own, **given}, u)
            return found

        if mapped == "f4":
            with pytest.raises(RuntimeError, match="doesn't match the broadcast shape"):
                torch.vmap(result)(several)
            return
        for n, found in enumerate(torch.vmap(result)(several)):
            alone = result({name: values[n] for name, values in several.items()})
            torch.testing.assert_close(found, alone, rtol=1e-4, atol=1e-4)
