"""Translation validation: every emitted step is the scheme that it came from, and a step with a fault put into it is
told to be another one exactly where it computes something else."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from cover import few_networks, few_schemes, tiered
from emitted import classes, imported, network_around, smaller
from recorded import of_module
from schemes import documents
from tiers import seeds
from torch import nn

import tableau2net
from tableau2net.audit.signatures.emitted import learned_value
from tableau2net.audit.translation import Validated, origin
from tableau2net.pipeline import settings
from tableau2net.read import NetworkDocument, catalogue, load_network

NAMES = list(documents())
NETWORKS = [entry.name for entry in catalogue() if entry.kind == "network"]
SOLVED = {"mode": "solve", "solver": "fixed-point", "tolerance": "1e-13", "iterations": 500}
MODES: list[dict[str, Any]] = [
    {},
    {"coupling": "concat"},
    {"coupling": "links"},
    {"implicit": SOLVED},
    {"implicit": {"mode": "fused", "sweeps": 3, "order": "jacobi"}},
    {"step_size": "1/3"},
    {"step_size": "learned"},
    {"after": "relu"},
    {"weights": "step"},
]


def fits(name: str, mode: dict[str, Any]) -> bool:
    """Whether a network around the scheme can have it."""
    document = documents()[name]
    method = document.method
    if method.has_pattern and mode.get("coupling") not in ("concat", "links"):
        return False
    if "implicit" in mode and (method.has_pattern or method.explicit):
        return False
    kinds = {value.kind for value in method.external}
    if "after" in mode and kinds & {"copy", "free"}:
        return False
    return "weights" not in mode or method.fields is None


CASES = [(name, index) for name in NAMES for index, mode in enumerate(MODES) if fits(name, mode)]


@cache
def emitted(name: str, index: int) -> tuple[str, NetworkDocument]:
    overrides = network_around(name, **MODES[index])
    return tableau2net.emit("resnet20", **overrides), load_network("resnet20", settings(overrides), option="")


def validated(text: str, document: NetworkDocument, folder: Path) -> tuple[Validated, ...]:
    with imported(text, folder) as module:
        return of_module(module, document)


def faults(found: tuple[Validated, ...]) -> list[str]:
    return [f"{each.recording.name}: {each.comparison}" for each in found if not each.comparison.agrees]


@cache
def few() -> frozenset[tuple[str, int]]:
    return frozenset((name, index) for index, name in enumerate(few_schemes()[:12]))


@pytest.mark.parametrize(
    ("name", "index"), tiered(CASES, lambda case: case in few() or case[0] in ("rk4", "ab3"))
)
def test_every_emitted_step_is_the_scheme_that_it_came_from(name: str, index: int, tmp_path: Path) -> None:
    found = validated(*emitted(name, index), tmp_path)
    assert found
    assert faults(found) == []
    assert {each.reason for each in found} <= {""}


@pytest.mark.parametrize("name", tiered(NETWORKS, lambda name: name in few_networks()[:4], "slow"))
def test_every_step_of_a_network_of_the_catalogue_is_its_scheme(name: str, tmp_path: Path) -> None:
    overrides = smaller(name)
    document = load_network(name, settings(overrides), option="")
    found = validated(tableau2net.emit(name, **overrides), document, tmp_path)
    assert found
    assert faults(found) == []
    assert {each.reason for each in found} <= {""}


def test_a_file_tells_what_it_was_made_from(tmp_path: Path) -> None:
    """Also where its header is broken into lines, and its document lies in another folder."""
    (tmp_path / "net.yaml").write_text(
        "name: net\ninput: {channels: 1, size: 8}\nclasses: 10\nscheme: euler\nperiods: [{channels: 2, steps: 1}]\n"
    )
    reference = str(tmp_path / "net.yaml")
    target = tmp_path / "deep" / "net.py"
    target.parent.mkdir()
    long = [f"title={'a long title ' * 12}", "scheme=rk4", "periods.0.steps=2"]
    from tableau2net.pipeline import emit_call

    text = emit_call(reference, long, str(target))
    assert "\\\n#" in text
    found = origin(text, str(target))
    assert found is not None
    assert found.scheme is not None
    assert found.scheme.name == "rk4"
    assert origin("import torch\n", "x.py") is None


def test_a_scheme_that_a_header_names_is_found_from_where_the_file_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.yaml").write_text("name: mine\nkind: runge-kutta\nA: [[], [1]]\nb: [1/2, 1/2]\n")
    target = tmp_path / "deep" / "net.py"
    target.parent.mkdir()
    monkeypatch.chdir(tmp_path)
    from tableau2net.pipeline import emit_call

    target.write_text(emit_call("resnet20", ["scheme=./mine.yaml"], str(target)))
    (tmp_path / "far" / "away").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "far" / "away")
    found = origin(target.read_text(), str(target))
    assert found is not None
    assert found.scheme is not None
    assert found.scheme.name == "mine"
    assert Path.cwd() == tmp_path / "far" / "away"


# Faults that are put into an emitted step, one at a time. Each yields trees of the whole file.


def steps(tree: ast.Module) -> list[ast.ClassDef]:
    return [
        node
        for node in tree.body
        if isinstance(node, ast.ClassDef) and (ast.get_docstring(node) or "").startswith("One step: ")
    ]


def forward(step: ast.ClassDef) -> ast.FunctionDef:
    return next(node for node in step.body if isinstance(node, ast.FunctionDef) and node.name == "forward")


def mutated(text: str, seed: int) -> tuple[str, str] | None:
    """The text with one fault, and what it is; None where there is none of the kind that was drawn."""
    draw = random.Random(seed)
    tree = ast.parse(text)
    step = draw.choice(steps(tree))
    kind = draw.choice(list(KINDS))
    places = list(KINDS[kind](step, draw))
    if not places:
        return None
    draw.choice(places)()
    return ast.unparse(ast.fix_missing_locations(tree)), f"{kind} in {step.name}"


def numbers(node: ast.AST) -> list[ast.Constant]:
    return [
        each
        for each in ast.walk(node)
        if isinstance(each, ast.Constant)
        and isinstance(each.value, int | float)
        and not isinstance(each.value, bool)
    ]


def coefficients(step: ast.ClassDef, draw: random.Random) -> Iterator[Any]:
    for each in numbers(forward(step)):
        yield lambda each=each: setattr(each, "value", each.value + draw.choice([1, 2, 0.125]))


def signs(step: ast.ClassDef, draw: random.Random) -> Iterator[Any]:
    for each in ast.walk(forward(step)):
        if isinstance(each, ast.BinOp) and isinstance(each.op, ast.Add | ast.Sub):
            other = ast.Sub() if isinstance(each.op, ast.Add) else ast.Add()
            yield lambda each=each, other=other: setattr(each, "op", other)
        elif isinstance(each, ast.keyword) and each.arg == "alpha":
            yield lambda each=each: setattr(each, "value", ast.UnaryOp(ast.USub(), each.value))


def operands(step: ast.ClassDef, draw: random.Random) -> Iterator[Any]:
    """Another value that is known in its place."""
    known = [argument.arg for argument in forward(step).args.args[1:]]
    for statement in forward(step).body:
        value = getattr(statement, "value", None)
        for each in ast.walk(value) if value is not None else ():
            if isinstance(each, ast.Name) and each.id in known:
                others = [name for name in known if name != each.id]
                if others:
                    yield lambda each=each, others=others: setattr(each, "id", draw.choice(others))
        targets = (
            statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        )
        known += [each.id for each in targets if isinstance(each, ast.Name) and each.id not in known]


def orders(step: ast.ClassDef, draw: random.Random) -> Iterator[Any]:
    """Two lines that follow one another, exchanged."""
    body = forward(step).body
    for i in range(len(body) - 2):

        def exchange(i: int = i) -> None:
            body[i], body[i + 1] = body[i + 1], body[i]

        yield exchange


def nodes(step: ast.ClassDef, draw: random.Random) -> Iterator[Any]:
    for statement in step.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Tuple):
            for i in range(len(statement.value.elts)):
                moved = ast.BinOp(statement.value.elts[i], ast.Add(), ast.Constant(0.25))
                yield lambda i=i, moved=moved, held=statement.value.elts: held.__setitem__(i, moved)


def reused(step: ast.ClassDef, draw: random.Random) -> Iterator[Any]:
    """A slope is that of an earlier line, and its field is not evaluated."""
    before: list[str] = []
    for statement in forward(step).body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.value, ast.Call):
            function = statement.value.func
            if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
                for name in before:
                    yield lambda statement=statement, name=name: setattr(
                        statement, "value", ast.Name(name, ast.Load())
                    )
                assert isinstance(statement.target, ast.Name)
                before = [*before, statement.target.id]


KINDS = {
    "a coefficient": coefficients,
    "a sign": signs,
    "an operand": operands,
    "an order": orders,
    "a node": nodes,
    "a reused slope": reused,
}
MUTATED = [
    "rk4",
    "dopri5",
    "ab3",
    "bdf2",
    "revnet",
    "lm2",
    "ssprk33_shu_osher",
    "verlet",
    "ars222",
    "gauss2",
    "pece_adams2",
]


class Bent(nn.Module):
    """A field that is not linear, another one for each slot."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def forward(self, u: torch.Tensor) -> torch.Tensor:
        return torch.sin((1 + self.number / 7) * u + self.number)


def computed(text: str, folder: Path) -> list[Any] | None:
    """What every step of a file computes of random states, with fields that are not linear, and its nodes; None where
    it cannot be run."""
    found: list[Any] = []
    with imported(text, folder) as module:
        for step in classes(module):
            if not (step.__doc__ or "").startswith("One step: "):
                continue
            slots = list(step.__init__.__annotations__)[:-1]
            made = step(*(Bent(i) for i in range(len(slots)))).double()
            for index, parameter in enumerate(made.parameters()):
                nn.init.constant_(parameter, learned_value(index))
            count = made.forward.__code__.co_argcount - 1
            generator = torch.Generator().manual_seed(1)
            states = torch.randn(count, 1, 1, 3, 3, dtype=torch.float64, generator=generator)
            try:
                with torch.no_grad():
                    result = made(*states)
            except (RuntimeError, UnboundLocalError, NameError, TypeError):
                return None
            found += [getattr(step, "nodes", ()), *(result if isinstance(result, tuple) else (result,))]
    return found


def equal(one: list[Any], two: list[Any]) -> bool:
    return len(one) == len(two) and all(
        torch.allclose(a, b, rtol=1e-11, atol=1e-13)
        if isinstance(a, torch.Tensor)
        else a == pytest.approx(b, abs=1e-12)
        for a, b in zip(one, two, strict=True)
    )


def test_the_mutations_are_of_every_kind() -> None:
    mutants = {mutated(emitted(MUTATED[seed % len(MUTATED)], 0)[0], seed) for seed in range(60)}
    assert {each[1].partition(" in ")[0] for each in mutants if each is not None} == set(KINDS)


@pytest.mark.parametrize(
    "seed", [*seeds(80), *(pytest.param(i, marks=pytest.mark.thorough) for i in range(80, 600))]
)
def test_a_fault_in_an_emitted_step_is_named_where_it_changes_what_is_computed(
    seed: int, tmp_path: Path
) -> None:
    text, document = emitted(MUTATED[seed % len(MUTATED)], 0)
    made = mutated(text, seed)
    if made is None:
        assert validated(text, document, tmp_path)
        return
    changed, words = made
    before, after = computed(text, tmp_path), computed(changed, tmp_path)
    assert before is not None
    if after is None:  # it cannot be run, which is told as that
        return
    found = faults(validated(changed, document, tmp_path))
    assert bool(found) == (not equal(before, after)), f"{words}: {found}"
