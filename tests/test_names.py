"""Names of documents never collide with one another, nor with what torch, Python or the compiler call their own."""

from __future__ import annotations

import dis
import keyword
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
import torch
from emitted import SMALL, images, imported, network
from hypothesis import given
from hypothesis import strategies as st
from torch import fx, nn

import tableau2net
from tableau2net.components import ROLES, find, kinds
from tableau2net.components.registry import defined
from tableau2net.components.texts import bound, free, renamed
from tableau2net.components.texts import defined as text_defines
from tableau2net.emit.module import module as emitted_module
from tableau2net.emit.source import source
from tableau2net.graph.names import (
    MODULE_ATTRIBUTES,
    STEP_SIZE,
    Scope,
    class_name,
    numbered,
    step_attributes,
    underscored,
)
from tableau2net.pipeline import graph, settings
from tableau2net.plugins import Source
from tableau2net.read import load_network
from tableau2net.read.leaves import PARAMETER
from tableau2net.read.networks.part import StemPart, TransitionPart

NAMES = st.sampled_from(["k", "k_", "k_2", "h", "step_size", "f1", "f1_", "drop", "graph", "code", "nodes"])


@pytest.mark.parametrize(
    "module", [nn.Module(), fx.symbolic_trace(nn.Identity())], ids=["module", "graph module"]
)
def test_every_public_attribute_of_a_module_is_known(module: nn.Module) -> None:
    public = {name for name in dir(module) if not name.startswith("_")}
    assert public <= MODULE_ATTRIBUTES


@given(members=st.sets(NAMES), learned=st.sets(NAMES | st.just(STEP_SIZE)))
def test_attributes_are_distinct_and_kept_where_they_can_be(members: set[str], learned: set[str]) -> None:
    members -= MODULE_ATTRIBUTES | {"nodes"}
    taken = MODULE_ATTRIBUTES | members | {"self", "nodes", "channels", "drop_rate"}
    given = step_attributes(sorted(members), sorted(learned))
    assert given.keys() == learned
    assert len(set(given.values())) == len(given)
    assert not taken & set(given.values())
    assert all(given[name] == name for name in learned - taken - {STEP_SIZE})


def test_a_name_that_is_taken_gives_way() -> None:
    assert step_attributes(["f1"], ["k", "f1", "training", STEP_SIZE]) == {
        "k": "k",
        "f1": "f1_",
        "training": "training_",
        STEP_SIZE: "h",
    }
    with pytest.raises(ValueError, match="two things are called f1"):
        step_attributes(["f1", "f1"], [])


@given(st.lists(st.sampled_from(["A", "A2", "A22", "None", "x"])), st.sampled_from([numbered, underscored]))
def test_a_scope_gives_every_name_once(wanted: list[str], vary: Any) -> None:
    scope = Scope({"A"}, vary)
    found = [scope.give(name) for name in wanted]
    assert len({"A", *found}) == len(wanted) + 1
    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in found)


def test_class_names_are_python_s() -> None:
    for name in ("rk4_resnet", "explicit-5", "2x", "none", "true", "a.b"):
        made = class_name(name)
        assert made.isidentifier()
        assert not keyword.iskeyword(made)


# --- in both emitters -------------------------------------------------------------------------------------------------

OURS = (
    "f f1 f1_ f1_2 f2 f_f g g1 g1_2 h step_size stages1 nodes channels drop_rate "
    "drop join u u_prev k1 torch nn n self T"
)
ADVERSARIAL = [*OURS.split(), *(name for name in sorted(MODULE_ATTRIBUTES) if PARAMETER.fullmatch(name))]


def agreed(overrides: dict[str, Any], folder: Path) -> list[str]:
    """The keys of the state of a network, in which the emitters agree as they do in its output."""
    built = tableau2net.compile("resnet20", allow_custom=True, **overrides).double()
    with imported(tableau2net.emit("resnet20", **overrides), folder) as module:
        written = network(module).double()
        assert list(built.state_dict()) == list(written.state_dict())
        for index, parameter in enumerate(built.parameters()):
            nn.init.constant_(parameter, 0.1 * (index % 7 + 1))
        written.load_state_dict(built.state_dict())
        x = images((2, 8))
        torch.manual_seed(0)  # stochastic depth draws
        output: torch.Tensor = built(x)
        torch.manual_seed(0)
        assert torch.equal(output, written(x))
        return list(built.state_dict())


def multistep(names: list[str]) -> dict[str, Any]:
    """A scheme of two steps whose every name is a learned parameter of its own."""
    total = " + ".join(names)
    parameters = {name: {"learned": "per-step", "init": f"1/{n + 10}"} for n, name in enumerate(names)}
    alpha = [f"-({total})", f"{total} - 1", 1]
    return {"kind": "linear-multistep", "alpha": alpha, "beta": [0, 1, 0], "parameters": parameters}


@pytest.mark.parametrize("first", range(0, len(ADVERSARIAL), 25))
def test_parameters_may_have_any_names_together(first: int, tmp_path: Path) -> None:
    names = ADVERSARIAL[first : first + 25]
    overrides = {**SMALL, "scheme": multistep(names), "starter": "euler", "step_size": "learned"}
    overrides["stochastic_depth"] = {"rate": 0.5}
    scalars = [key for key in agreed(overrides, tmp_path) if re.fullmatch(r"period2\.[^.]+", key)]
    assert len(scalars) == len(names) + 1


@pytest.mark.parametrize("name", ["h", "step_size"])
def test_a_starter_s_parameter_is_not_the_step_size(name: str, tmp_path: Path) -> None:
    starter = {
        "kind": "runge-kutta",
        "A": [[], [name]],
        "b": [0, 1],
        "parameters": {name: {"learned": "per-step", "init": "1/2"}},
    }
    overrides = {**SMALL, "scheme": multistep(["k"]), "starter": starter, "step_size": "learned"}
    keys = agreed(overrides, tmp_path)
    assert {key for key in keys if key.startswith("start1.") and key.count(".") == 1} == {
        f"start1.{name}",
        "start1.step_size" if name == "h" else "start1.h",
    }


@pytest.mark.parametrize("steps", [1, 2])
def test_every_copy_of_the_state_is_a_value_of_its_own(steps: int, tmp_path: Path) -> None:
    """V mixes the state and its two copies; without slopes the state is the first entry of V^steps (1, 1, 1)."""
    V = [["1/2", "1/3", "1/5"], ["1/7", "1/11", "1/13"], ["1/17", "1/19", "1/23"]]
    scheme = {
        "kind": "general-linear",
        "start": "copy",
        "A": [[0]],
        "U": [[1, 0, 0]],
        "B": [[1], [1], [1]],
        "V": V,
    }
    (tmp_path / "zero_field.py").write_text(ZERO_FIELD, encoding="utf-8")
    overrides = {
        **SMALL,
        "scheme": scheme,
        "field": {"custom": "zero_field:Zero"},
        "periods": [{"channels": 4, "steps": steps}],
    }
    rows = [[float(Fraction(entry)) for entry in row] for row in V]
    share = [1.0, 1.0, 1.0]
    for _ in range(steps):
        share = [sum(entry * value for entry, value in zip(row, share, strict=True)) for row in rows]
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(tmp_path))
        agreed(overrides, tmp_path)
        built = tableau2net.compile("resnet20", allow_custom=True, **overrides).double()
        seen: list[torch.Tensor] = []
        built.get_submodule("head").register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
        x = images((2, 8))
        built(x)
        torch.testing.assert_close(seen[0], share[0] * built.get_submodule("stem")(x))


ZERO_FIELD = """
from torch import Tensor, nn

class Zero(nn.Module):
    def __init__(self, inputs: int, channels: int, *, stride: int = 1) -> None:
        super().__init__()

    def forward(self, u: Tensor) -> Tensor:
        return 0 * u
"""


# --- in a file --------------------------------------------------------------------------------------------------------

CUSTOM = """
import torch as own_torch

class Own(own_torch.nn.Module):
    def __init__(self, inputs, channels, *, stride=1):
        own_torch.nn.Module.__init__(self)
        self.conv = own_torch.nn.Conv2d(inputs, channels, {size}, stride, padding={size} // 2)

    def forward(self, u):
        return self.conv(u).tanh()

globals()["{name}"] = Own
"""
# What the file of a network with every kind of part calls something: imports, builtins, classes, variables, parameters.
IMPORTS = "nn torch Tensor functional Callable math range super int print __Hidden __all__ __file__"
CLASSES = "BasicField Projection SegmentationHead ConvStem Resnet20 VerletStep StochasticDepth initialise C1"
VARIABLES = (
    "self step n _ u x x1 k1 y2 slope slope_next logits f1 fields1_at_0 channels inputs stride eps drop_rate"
)
TAKEN = [*IMPORTS.split(), *CLASSES.split(), *VARIABLES.split()]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Writes a module of the user's own with one class and returns what a document calls it."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def written(module: str, name: str, size: int = 3) -> str:
        (tmp_path / f"{module}.py").write_text(CUSTOM.format(name=name, size=size), encoding="utf-8")
        monkeypatch.delitem(sys.modules, module, raising=False)
        return f"{module}:{name}"

    return written


@pytest.mark.slow
@pytest.mark.parametrize("name", TAKEN)
def test_a_class_of_the_user_s_own_may_have_any_name(name: str, own: Any, tmp_path: Path) -> None:
    """As a field beside another of the same name, as a transition, and as an operator."""
    overrides = {
        **SMALL,
        "scheme": "verlet",
        "weights": "node",
        "stochastic_depth": {"rate": 0.5},
        "field": {"kind": "basic", "operator": {"custom": own("own_operator", name)}},
        "fields": {"f": {"custom": own("own_field", name, 1)}},
        "transition": {"custom": own("own_transition", name), "residual": False},
        "head": {"kind": "segmentation"},
    }
    agreed(overrides, tmp_path)


def test_an_imex_pair_with_a_field_called_as_ours(own: Any, tmp_path: Path) -> None:
    overrides = {**SMALL, "scheme": "ars222", "fields": {"f": {"custom": own("mymod", "BasicField")}}}
    agreed(overrides, tmp_path)
    assert "from mymod import BasicField as BasicField2\n" in tableau2net.emit("resnet20", **overrides)


def test_the_user_s_classes_of_one_name_are_told_apart(own: Any, tmp_path: Path) -> None:
    fields: Any = {"f": {"custom": own("own_one", "Own", 1)}, "g": {"custom": own("own_three", "Own", 3)}}
    agreed({**SMALL, "scheme": "verlet", "fields": fields}, tmp_path)
    text = tableau2net.emit("resnet20", scheme="verlet", fields=fields)
    imports = re.findall(r"^from own.*", text, re.MULTILINE)
    assert imports == ["from own_one import Own as Own2", "from own_three import Own"]


def test_a_class_beats_a_constant(tmp_path: Path) -> None:
    overrides = {**SMALL, "scheme": "gauss2", "name": "c1"}
    agreed(overrides, tmp_path)
    text = tableau2net.emit("resnet20", **overrides)
    assert "class C1(nn.Module)" in text
    assert "\nC2 = " in text


# --- in the texts of components ---------------------------------------------------------------------------------------

STEM = '''
"""A stem."""

from {source} import {imported} as {name}
from torch import Tensor, nn

class Block(nn.Module):
    """Says × {size}."""

    def __init__(self, inputs: int, channels: int) -> None:
        super().__init__()
        self.Block = nn.Conv2d(inputs, channels, {size}, padding={size} // 2)

    def forward(self, x: Tensor) -> Tensor:
        text = f"{{{name}(4.0)}} × {{x.ndim}}" if x.ndim else "×"; u: Tensor = {name}(4.0) * self.Block(x) * len(text)
        return u


class {role}(nn.Module):
    """A part with a helper."""

    def __init__(self, inputs: int, channels: int) -> None:
        super().__init__()
        self.block: Block = Block(inputs, channels)

    def forward(self, x: Tensor) -> Tensor:
        u: Tensor = self.block(x)
        return u
'''


def test_helpers_and_imports_of_one_name_are_told_apart_in_the_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two components, each with a class Block and a function `root`, mean their own."""
    monkeypatch.syspath_prepend(str(tmp_path))
    document = load_network("resnet20", settings(SMALL))
    texts = {
        "own_stem": STEM.format(source="math", imported="sqrt", name="root", size=3, role="Part"),
        "own_transition": STEM.format(source="math", imported="exp", name="root", size=1, role="Part"),
    }
    for module, text in texts.items():
        (tmp_path / f"{module}.py").write_text(text, encoding="utf-8")
        monkeypatch.delitem(sys.modules, module, raising=False)
    stem, transition = (
        defined("stems", module, module, Source(tmp_path / f"{module}.py")) for module in texts
    )
    parts: dict[str, Any] = {
        "stem": StemPart(stem, {}),
        "transition": TransitionPart(transition, {}, residual=False),
    }
    lowered = graph(document.model_copy(update=parts))
    text = source(lowered)
    assert "class Block(nn.Module)" in text
    assert "class Block2(nn.Module)" in text
    assert "self.block: Block2 = Block2(inputs, channels)" in text
    assert "from math import exp as root2\nfrom math import sqrt as root\n" in text
    torch.manual_seed(0)
    built = emitted_module(lowered)
    with imported(text, tmp_path) as emitted:
        torch.manual_seed(0)
        written = network(emitted)
        x = images((2, 8)).float()
        assert torch.equal(built(x), written(x))
    double = source(
        graph(document.model_copy(update={**parts, "transition": TransitionPart(stem, {}, residual=False)}))
    )
    assert double.count("class Block") == double.count("class Part") == 1


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("def f(x):\n    return g(x).g(g=g)", {"g": "h"}, "def f(x):\n    return h(x).g(g=h)"),
        ("def f(x): return ('×', g, '×', g)", {"g": "root"}, "def f(x): return ('×', root, '×', root)"),
        ("class  A(B):\n    def m(self): return A", {"A": "C"}, "class  C(B):\n    def m(self): return C"),
        ("A = B[A2]", {"A": "X", "A2": "A"}, "X = B[A]"),
        ("def f(): pass", {"g": "h"}, "def f(): pass"),
    ],
)  # fmt: skip
def test_names_are_changed_where_they_are_read_and_nowhere_else(
    text: str, names: dict[str, str], expected: str
) -> None:
    assert renamed(text, names) == expected


def test_a_name_with_two_meanings_is_not_changed() -> None:
    with pytest.raises(ValueError, match="g means two things"):
        renamed("def f(g):\n    return g\n\ndef h():\n    return g", {"g": "k"})


@pytest.mark.parametrize("role", ROLES)
def test_what_a_text_reads_and_binds_is_what_python_says(role: str) -> None:
    """Compiled, a definition loads as globals just what it is said to read."""
    for kind in kinds(role):
        component = find(role, kind)
        for text in (*component.helpers, component.text):
            loaded = set(_globals(compile(text, kind, "exec")))
            assert {*free(text), *text_defines(text), "__name__"} >= loaded
            assert not free(text) & bound(text)


def _globals(code: CodeType) -> Iterator[str]:
    for instruction in dis.get_instructions(code):
        if instruction.opname == "LOAD_GLOBAL" or (
            instruction.opname == "LOAD_NAME" and code.co_name == "<module>"
        ):
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _globals(constant)
