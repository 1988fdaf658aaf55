"""The two emitters are each other's test: same parameters, same numbers, bit for bit.

In `make test` the schemes are emitted that have every two things that any has together (cover.py); concat-coupled, and
each implicit one in every mode, those that cover the shapes of all. `make thorough` emits all of them in all ways.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, product
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import torch
from cover import covering_schemes, paired_schemes, tiered
from emitted import FIELDS_WITH_OPERATORS, SMALL, images, imported, network, network_around, smaller
from schemes import documents

import tableau2net
from tableau2net.components import kinds
from tableau2net.errors import InputError
from tableau2net.exact import ZERO
from tableau2net.pipeline import settings
from tableau2net.read import NetworkDocument, catalogue, load_network

SCHEMES = list(documents())
NETWORKS = [entry.name for entry in catalogue() if entry.kind == "network"]
WEIGHTS = ["evaluation", "stage", "node", "step", "period"]
NUMBERS = [name for name in SCHEMES if not documents()[name].method.has_pattern]
IMPLICIT = [name for name in NUMBERS if not documents()[name].method.explicit]
# Every scheme of the catalogue is tried in one way each, which its name decides; these few in all ways.
FEW = ["euler", "rk4", "dopri5", "rk2_alpha", "lm2", "ab3", "bdf2", "gauss2", "radau_iia3", "kvaerno43", "revnet",
       "polynet2", "dimsim2", "pece_adams2", "nordsieck_adams2", "verlet", "ars222", "gauss4", "ssprk33_shu_osher",
       "williamson3_2n", "parsani53_3s"]  # fmt: skip
MODES: dict[str, dict[str, Any]] = {
    "gauss-seidel": {"mode": "fused", "sweeps": 2, "order": "gauss-seidel"},
    "jacobi": {"mode": "fused", "sweeps": 1, "order": "jacobi"},
    "solve": {"mode": "solve", "tolerance": 1e-6, "iterations": 100},
}


def one_way(schemes: list[str], *ways: Sequence[str]) -> list[Any]:
    """Each scheme with one combination of the ways, and the few with all."""
    found = []
    for scheme in schemes:
        every = list(product(*ways))
        chosen = every if scheme in FEW else [every[crc32(scheme.encode()) % len(every)]]
        found += [(scheme, *way) for way in chosen]
    return found


def one_way_tiered(schemes: list[str], *ways: Sequence[str]) -> list[Any]:
    """The same, all but the few and those that cover all left to `make thorough`."""
    cover = {*FEW, *covering_schemes({name: documents()[name] for name in schemes})}
    return tiered(one_way(schemes, *ways), lambda case: case[0] in cover)


def test_the_few_are_of_every_kind() -> None:
    assert set(FEW) <= set(SCHEMES)
    kinds_of = {entry.name: entry.kind for entry in catalogue()}
    assert {kinds_of[name] for name in FEW} >= set(kinds_of.values()) - {"network"}


def assert_emitters_agree(folder: Path, reference: str, overrides: dict[str, Any]) -> None:
    document = load_network(reference, settings(overrides))
    torch.manual_seed(0)
    built = tableau2net.compile(reference, allow_custom=True, **overrides).double()
    with imported(tableau2net.emit(reference, **overrides), folder) as module:
        torch.manual_seed(0)
        written = network(module).double()
        ours, theirs = built.state_dict(), written.state_dict()
        assert list(ours) == list(theirs)
        assert all(torch.equal(ours[key], theirs[key]) for key in ours)
        x = images((document.input.channels, document.input.size))
        outputs = []
        for model in (built, written):
            torch.manual_seed(1)  # dropout and stochastic depth draw
            outputs.append(model(x))
        assert torch.equal(*outputs)
        size = (document.input.size,) * 2 if document.head.component.per_pixel else ()
        assert outputs[0].shape == (2, document.classes, *size)
        assert outputs[0].isfinite().all()
        for output in outputs:
            output.square().sum().backward()
        gradients = [dict(model.named_parameters()) for model in (built, written)]
        idle = idle_at_the_end(document)
        for name, parameter in gradients[0].items():
            other = gradients[1][name]
            if idle and idle.match(name):
                assert parameter.grad is other.grad is None
                continue
            assert parameter.grad is not None, f"no gradient reaches {name}"
            assert other.grad is not None
            assert torch.equal(parameter.grad, other.grad), name
        buffers = dict(written.named_buffers())
        assert all(torch.equal(buffer, buffers[name]) for name, buffer in built.named_buffers())


def idle_at_the_end(document: NetworkDocument) -> re.Pattern[str] | None:
    """The parameters that no gradient can reach: fields of a period's last step whose slopes serve only the step after
    it, as the last evaluation of a predictor-corrector does."""
    if len(document.rules) > 1:
        return None  # no case has such a scheme among several
    method = document.rules[0].scheme.method
    parts = method.external[0].kind == "part"  # all of them are in the result; else the first value is
    reached = {j for row in method.B[: None if parts else 1] for j, entry in enumerate(row) if entry != ZERO}
    for _ in range(method.stages):
        reached |= {j for i in reached for j, entry in enumerate(method.A[i]) if entry != ZERO}
    idle = [f"f{stage + 1}" for stage in range(method.stages) if stage not in reached]
    if not idle or document.weights in ("step", "period", "node") or len(method.external) == 1:
        return None
    last = "|".join(rf"period{p}\.{period.count - 1}" for p, period in enumerate(document.periods, 1))
    return re.compile(rf"({last})\.({'|'.join(idle)})\.")


@pytest.mark.slow
@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_of_the_catalogue(name: str, tmp_path: Path) -> None:
    assert_emitters_agree(tmp_path, name, smaller(name))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scheme", "weights"),
    tiered(one_way(NUMBERS, WEIGHTS), lambda case: case[0] in {*FEW, *paired_schemes()}),
)
def test_every_scheme_sum_coupled(scheme: str, weights: str, tmp_path: Path) -> None:
    overrides = network_around(scheme, weights=weights)
    assert_emitters_agree(tmp_path, "resnet20", overrides)


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "weights"), one_way_tiered(SCHEMES, ["evaluation", "stage"]))
def test_every_scheme_concat_coupled(scheme: str, weights: str, tmp_path: Path) -> None:
    field = {"kind": "bottleneck"}
    overrides = network_around(scheme, weights=weights, coupling="concat", field=field)
    assert_emitters_agree(tmp_path, "resnet20", overrides)


IMPLICIT_WAYS = one_way(IMPLICIT, WEIGHTS, list(MODES))
IMPLICIT_COVER = covering_schemes({name: documents()[name] for name in IMPLICIT})


def in_pairs(case: tuple[str, str, str]) -> bool:
    """Those that cover all, and the few with all weights, each in one mode, which goes on from weights to weights and
    from scheme to scheme: every two of the three are together in one of them."""
    scheme, weights, mode = case
    if scheme not in FEW:
        return scheme in IMPLICIT_COVER
    return mode == list(MODES)[(FEW.index(scheme) + WEIGHTS.index(weights)) % len(MODES)]


def test_of_scheme_weights_and_mode_every_two_are_together() -> None:
    had = {pair for case in IMPLICIT_WAYS if in_pairs(case) for pair in combinations(case, 2)}
    few = [name for name in IMPLICIT if name in FEW]
    assert had >= {*product(few, WEIGHTS), *product(few, MODES), *product(WEIGHTS, MODES)}


@pytest.mark.slow
@pytest.mark.parametrize(("scheme", "weights", "mode"), tiered(IMPLICIT_WAYS, in_pairs))
def test_every_implicit_scheme_in_every_mode(scheme: str, weights: str, mode: str, tmp_path: Path) -> None:
    overrides = network_around(scheme, weights=weights, implicit=MODES[mode], step_size="1/10")
    assert_emitters_agree(tmp_path, "resnet20", overrides)


@pytest.mark.parametrize("solver", kinds("solvers"))
def test_every_solver(solver: str, tmp_path: Path) -> None:
    implicit = {"mode": "solve", "solver": solver, "tolerance": 1e-6, "iterations": 200}
    overrides = network_around("gauss2", implicit=implicit, step_size="1/20")
    assert_emitters_agree(tmp_path, "resnet20", overrides)


@pytest.mark.parametrize("width", [4, 6])
@pytest.mark.parametrize("kind", kinds("stems"))
def test_every_stem(kind: str, width: int, tmp_path: Path) -> None:
    stem: dict[str, Any] = {"kind": kind, **({"width": width} if kind == "imagenet" else {})}
    assert_emitters_agree(tmp_path, "resnet20", {**SMALL, "input.size": 32, "stem": stem})


@pytest.mark.parametrize("kind", kinds("fields"))
def test_every_field(kind: str, tmp_path: Path) -> None:
    assert_emitters_agree(tmp_path, "resnet20", {**SMALL, "field": {"kind": kind}})


WIDER = [{"channels": 8, "steps": 3}, {"channels": 16, "steps": 2}]


@pytest.mark.parametrize(("field", "operator"), FIELDS_WITH_OPERATORS)
def test_every_operator_in_every_field(operator: str, field: str, tmp_path: Path) -> None:
    overrides = {**SMALL, "periods": WIDER, "field": {"kind": field, "operator": operator}}
    assert_emitters_agree(tmp_path, "resnet20", overrides)


OPTIONS: dict[str, dict[str, Any]] = {
    "ic by channel": {"kind": "ic", "granularity": "channel"},
    "ic by means": {"kind": "ic", "pool": "mean"},
    "ic by input": {"kind": "ic", "granularity": "input", "initial": 1, "inner_norm": True},
    "grouped by 4": {"kind": "grouped", "groups": 4},
    "shuffle by 4": {"kind": "shuffle", "groups": 4},
    **{f"lean {n}": {"kind": "lean", "group": g, "stencil": n} for n in (3, 4, 5, 9) for g in (1, 4)},
}


@pytest.mark.slow
@pytest.mark.parametrize("initialisation", ["kaiming-fan-out", "torch"])
@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_every_option_of_an_operator(options: dict[str, Any], initialisation: str, tmp_path: Path) -> None:
    overrides = {**network_around("rk4"), "periods": WIDER, "norm": {"eps": 1e-3, "momentum": 0.01}}
    overrides |= {"field": {"kind": "basic", "operator": options}, "initialisation": initialisation}
    assert_emitters_agree(tmp_path, "resnet20", overrides)


@pytest.mark.parametrize("operator", kinds("operators"))
def test_every_operator_concat_coupled_and_by_node(operator: str, tmp_path: Path) -> None:
    overrides = {**network_around("heun2"), "periods": WIDER, "coupling": "concat"}
    overrides["field"] = {"kind": "basic", "operator": operator}
    assert_emitters_agree(tmp_path, "resnet20", overrides)
    assert_emitters_agree(tmp_path, "resnet20", {**overrides, "coupling": "sum", "weights": "node"})


def test_an_operator_of_the_user_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my_operators.py").write_text(CUSTOM_OPERATOR, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    operator = {"custom": "my_operators:Dilated", "dilation": 2}
    overrides = {**SMALL, "field": {"kind": "basic", "operator": operator}}
    text = tableau2net.emit("resnet20", **overrides)
    assert "from my_operators import Dilated" in text
    assert "self.conv2 = Dilated(channels, channels, dilation=2)" in text
    assert_emitters_agree(tmp_path, "resnet20", overrides)


CUSTOM_OPERATOR = """
from torch import nn

class Dilated(nn.Conv2d):
    def __init__(self, inputs: int, channels: int, *, stride: int = 1, dilation: int) -> None:
        super().__init__(inputs, channels, 3, stride, dilation, dilation, bias=False)
"""


@pytest.mark.slow
@pytest.mark.parametrize("residual", [True, False])
@pytest.mark.parametrize("kind", kinds("transitions"))
@pytest.mark.parametrize(
    ("scheme", "history"),
    [
        ("euler", "restart"),
        *((scheme, each) for scheme in ("lm2", "ab3") for each in ("restart", "transport")),
    ],
)
def test_every_transition_with_every_history(
    scheme: str, history: str, kind: str, residual: bool, tmp_path: Path
) -> None:
    overrides = network_around(scheme, history=history)
    overrides["transition"] = {"kind": kind, "residual": residual}
    overrides["periods"] = [{"channels": 4, "steps": 4}, {"channels": 8, "steps": 3}]
    assert_emitters_agree(tmp_path, "resnet20", overrides)


@pytest.mark.parametrize("kind", kinds("heads"))
@pytest.mark.parametrize("steps", [1, 2])
def test_every_head(kind: str, steps: int, tmp_path: Path) -> None:
    overrides = network_around("lm2")
    overrides["periods"] = [{"channels": 4, "steps": steps}] * 3
    assert_emitters_agree(tmp_path, "resnet20", {**overrides, "head": {"kind": kind}})


@pytest.mark.parametrize("kind", [*kinds("initialisers"), "torch"])
def test_every_initialisation(kind: str, tmp_path: Path) -> None:
    assert_emitters_agree(tmp_path, "resnet20", {**SMALL, "initialisation": kind})


@pytest.mark.slow
@pytest.mark.parametrize("step_size", ["absorbed", "learned", "1/7", "0.1"])
@pytest.mark.parametrize("scheme", ["rk4", "lm2", "ab2", "gauss2", "revnet"])
def test_every_step_size(scheme: str, step_size: str, tmp_path: Path) -> None:
    overrides = network_around(scheme, step_size=step_size)
    assert_emitters_agree(tmp_path, "resnet20", overrides)


def test_a_field_of_another_width_is_not_shared(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="different width"):
        tableau2net.emit("rkcnn_e", weights="step")


def test_learned_coefficients_of_a_tableau(tmp_path: Path) -> None:
    overrides = network_around("rk2_alpha")
    overrides["scheme.parameters.alpha"] = {"learned": "per-step", "init": "uniform(1/2, 1)"}
    assert_emitters_agree(tmp_path, "resnet20", overrides)


@pytest.mark.parametrize("name", ["training", "forward", "f1", "g", "nodes", "self", "h", "u", "torch", "T"])
def test_a_parameter_may_have_any_name(name: str, tmp_path: Path) -> None:
    scheme = {
        "kind": "linear-multistep",
        "alpha": [f"-{name}", f"{name} - 1", 1],
        "beta": [0, 1, 0],
        "parameters": {name: {"learned": "per-step", "init": "1/10"}},
    }
    overrides = {**SMALL, "scheme": scheme, "starter": "euler", "step_size": "learned"}
    assert_emitters_agree(tmp_path, "resnet20", overrides)


@pytest.mark.parametrize("name", ["conv_stem", "none", "tensor", "exception", "2x", "euler_step"])
def test_a_network_may_have_any_name(name: str, tmp_path: Path) -> None:
    assert_emitters_agree(tmp_path, "resnet20", {**SMALL, "name": name})


@pytest.mark.parametrize("size", [5, 7, 12])
@pytest.mark.parametrize("kind", kinds("transitions"))
def test_any_size_of_image_passes_every_transition(kind: str, size: int, tmp_path: Path) -> None:
    periods = [{"channels": 4, "steps": 1}] * 6
    transition = {"kind": kind, "residual": True}
    overrides = {**SMALL, "periods": periods, "transition": transition, "input.size": size}
    assert_emitters_agree(tmp_path, "resnet20", overrides)


def test_nodes_outside_the_step_share_fields_too(tmp_path: Path) -> None:
    scheme = {"kind": "runge-kutta", "order": 2, "A": [[], ["-1/2"], [0, 2]], "b": ["7/6", "-1/3", "1/6"]}
    overrides = {**SMALL, "scheme": scheme, "weights": "node"}
    assert_emitters_agree(tmp_path, "resnet20", overrides)


def test_a_field_of_the_user_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my_fields.py").write_text(CUSTOM, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    field = {"custom": "my_fields:Gated", "gain": 0.5}
    overrides = {**network_around("rk4"), "field": field}
    assert "from my_fields import Gated" in tableau2net.emit("resnet20", **overrides)
    assert_emitters_agree(tmp_path, "resnet20", overrides)


CUSTOM = """
from torch import Tensor, nn

class Gated(nn.Module):
    def __init__(self, inputs: int, channels: int, *, stride: int = 1, gain: float) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, stride, padding=1)
        self.gain = gain

    def forward(self, u: Tensor) -> Tensor:
        return self.gain * self.conv(u).tanh()
"""


@pytest.mark.parametrize("part", ["field", "stem", "field.operator", "head"])
def test_what_is_the_user_s_own_initialises_itself(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A convolution that is to start at zero does; all others are initialised as the network says."""
    (tmp_path / "my_zero.py").write_text(ZERO_PART, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    name = "Head" if part == "head" else "Zero"
    overrides: dict[str, Any] = {**SMALL, part: {"custom": f"my_zero:{name}"}}
    assert_emitters_agree(tmp_path, "resnet20", overrides)
    network = tableau2net.compile("resnet20", allow_custom=True, **overrides)
    own = [module for module in network.modules() if type(module).__name__ == name]
    assert own
    assert all(not parameter.any() for module in own for parameter in module.parameters())
    plain = tableau2net.compile("resnet20", **SMALL)
    assert not plain.get_parameter("head.linear.bias").any()  # kaiming, not torch's own
    if part != "head":
        assert not network.get_parameter("head.linear.bias").any()


def test_what_a_function_of_the_user_s_own_makes_is_initialised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = "def make(inputs, channels, *, stride=1):\n    return nn.Conv2d(inputs, channels, 3, stride, 1, bias=False)"
    (tmp_path / "my_made.py").write_text(f"from torch import nn\n\n{made}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert_emitters_agree(tmp_path, "resnet20", {**SMALL, "field.operator": {"custom": "my_made:make"}})


ZERO_PART = """
from torch import Tensor, nn

class Zero(nn.Module):
    def __init__(self, inputs: int, channels: int, *, stride: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, stride, padding=1, bias=False)
        nn.init.zeros_(self.conv.weight)

    def forward(self, u: Tensor) -> Tensor:
        return self.conv(u)

class Head(nn.Module):
    def __init__(self, channels: int, classes: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, classes, 1, bias=False)
        nn.init.zeros_(self.conv.weight)

    def forward(self, u: Tensor) -> Tensor:
        return self.conv(u).mean((2, 3))
"""
