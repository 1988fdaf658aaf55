"""Names of documents never collide with one another, nor with what torch, Python or the compiler call their own."""

from __future__ import annotations

import keyword
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import torch
from emitted import SMALL, images, imported, network
from hypothesis import given
from hypothesis import strategies as st
from torch import fx, nn

import tableau2net
from tableau2net.graph.names import (
    MODULE_ATTRIBUTES,
    STEP_SIZE,
    Scope,
    class_name,
    numbered,
    step_attributes,
    underscored,
)
from tableau2net.read.leaves import PARAMETER

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
    taken = MODULE_ATTRIBUTES | members | {"self", "nodes", "channels", "death"}
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

OURS = "f f1 f1_ f1_2 f2 f_f g g1 g1_2 h step_size stages1 nodes channels death drop join u u_prev k1 torch nn n self T"
ADVERSARIAL = [*OURS.split(), *(name for name in sorted(MODULE_ATTRIBUTES) if PARAMETER.fullmatch(name))]


def agreed(overrides: dict[str, Any], folder: Path) -> list[str]:
    """The keys of the state of a network, in which the emitters agree as they do in its output."""
    built = tableau2net.compile("resnet20", **overrides).double()
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
        built = tableau2net.compile("resnet20", **overrides).double()
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
