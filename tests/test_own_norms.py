"""Evaluations that share a field, and have batch norms of their own, or a last convolution."""

from __future__ import annotations

import copy
import pickle
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import torch
from cover import covering_networks, tiered
from emitted import SMALL, images, imported, network, network_around, smaller
from test_emitters_agree import NETWORKS, assert_emitters_agree
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm
from twins import assert_twins, layers

import tableau2net
from tableau2net.components.mechanisms.shared_field import SharedField
from tableau2net.emit.trust import allowing
from tableau2net.errors import InputError
from tableau2net.pipeline import graph, settings
from tableau2net.read import load_network
from tableau2net.report.summary import summary

PER_EVALUATION: dict[str, Any] = {"norm.per": "evaluation"}
# Scheme, what is shared, and what else is said of the steps.
SHARING: dict[str, tuple[str, dict[str, Any]]] = {
    "steps of PolyNet": ("polynet2", {"weights": "step"}),
    "rk4 by step": ("rk4", {"weights": "step"}),
    "rk4 by node": ("rk4", {"weights": "node"}),
    "rk4 by period": ("rk4", {"weights": "period"}),
    "euler by period": ("euler", {"weights": "period"}),
    "sweeps": ("gauss2", {"weights": "stage", "implicit": {"mode": "fused", "sweeps": 3}}),
    "solved": ("gauss2", {"weights": "step", "implicit": {"mode": "solve", "tolerance": 1e-6}}),
    "a starter": ("ab2", {"weights": "period"}),
    "by node and a starter": ("ab3", {"weights": "node"}),
    "several fields": ("ars222", {"weights": "step"}),
    "lines of its own": ("williamson3_2n", {"weights": "step"}),
    "a transition by the scheme": (
        "gauss2",
        {
            "weights": "stage",
            "implicit": {"mode": "fused", "sweeps": 2},
            "transition": {"kind": "pad-pool", "by_scheme": True},
        },
    ),
    "a history of several values": ("lm4", {"history": "transport"}),
    "slopes of the past": ("ab3", {"history": "transport", "weights": "period"}),
    "a history on a way of its own": ("lm4", {"history": {"transport": "own"}}),
    "a history without a residual": (
        "lm3",
        {"history": "transport", "transition": {"kind": "conv-norm", "residual": False}},
    ),
    "an operator with a norm": ("rk4", {"weights": "step", "field.operator": "shuffle"}),
    "an operator with a parameter": (
        "heun2",
        {"weights": "step", "field.operator": {"kind": "ic", "inner_norm": True}},
    ),
    "and last convolutions": ("polynet3", {"weights": "step", "own": "last-convolution"}),
}  # fmt: skip


CIFAR = [name for name in NETWORKS if load_network(name).input.size == 32]


def overrides(case: str, **more: Any) -> dict[str, Any]:
    scheme, keys = SHARING[case]
    return {**network_around(scheme), **PER_EVALUATION, **keys, **more}


def built(case: str, **more: Any) -> nn.Module:
    return tableau2net.compile("resnet20", **overrides(case, **more))


def evaluated(model: nn.Module) -> list[nn.Module]:
    """The modules that the steps call as fields, in order; one for each slot of each step."""
    steps = [
        each for each in model.modules() if type(each).__name__.endswith(("Step", "Start", "Transition"))
    ]
    return [field for step in steps for name, field in step.named_children() if name[:1] in "fg"]


def norms(model: nn.Module) -> list[nn.Module]:
    return [each for each in model.modules() if isinstance(each, _BatchNorm)]


def convolutions(model: nn.Module) -> list[nn.Module]:
    return [each for each in model.modules() if isinstance(each, nn.Conv2d)]


@pytest.mark.parametrize("case", SHARING)
def test_the_emitters_agree_on_norms_for_each_evaluation(case: str, tmp_path: Path) -> None:
    assert_emitters_agree(tmp_path, "resnet20", overrides(case))


@pytest.mark.parametrize("case", ["steps of PolyNet", "rk4 by step", "rk4 by period", "euler by period"])
def test_every_evaluation_has_its_norms_and_all_share_their_convolutions(case: str) -> None:
    model = built(case)
    fields = evaluated(model)
    owners = Counter(id(norm) for field in fields for norm in norms(field))
    assert set(owners.values()) == {1}
    shared = Counter(id(each) for field in fields for each in convolutions(field))
    assert min(shared.values()) > 1
    alone = built(case, **{"norm.per": "field"})
    assert len(convolutions(alone)) == len(convolutions(model))
    assert len(norms(alone)) < len(norms(model))


def test_last_convolutions_are_of_their_own_and_the_others_are_shared() -> None:
    model = built("and last convolutions", **{"field.kind": "relu-basic"})
    for step in ("period1.0", "period2.1"):
        first, second, third = (model.get_submodule(f"{step}.{name}") for name in ("f", "f_2", "f_3"))
        assert first.get_submodule("conv1") is second.get_submodule("conv1") is third.get_submodule("conv1")
        assert (
            len({first.get_submodule("conv2"), second.get_submodule("conv2"), third.get_submodule("conv2")})
            == 3
        )


def test_a_last_convolution_can_be_a_field_s_only_part_of_its_own() -> None:
    model = built("and last convolutions", **{"norm.per": "field"})
    first, second = (model.get_submodule(f"period1.0.{name}") for name in ("f", "f_2"))
    assert norms(first) == norms(second)
    assert first.get_submodule("conv2") is not second.get_submodule("conv2")


@pytest.mark.parametrize("case", SHARING)
def test_the_state_dict_holds_each_number_once(case: str) -> None:
    model = built(case)
    state = model.state_dict(keep_vars=True)
    assert len({id(value) for value in state.values()}) == len(state)
    held = [*model.parameters(), *model.buffers()]
    assert {id(value) for value in held} == {id(value) for value in state.values()}


@pytest.mark.parametrize("case", SHARING)
def test_the_summary_counts_what_is_shared_once(case: str) -> None:
    found = summary(load_network("resnet20", settings(overrides(case))))
    assert found.parameters == sum(parameter.numel() for parameter in built(case).parameters())


@pytest.mark.slow
@pytest.mark.parametrize("assign", [False, True])
@pytest.mark.parametrize("case", ["rk4 by node", "sweeps", "an operator with a parameter", "euler by period"])
def test_a_state_is_saved_loaded_copied_pickled_and_moved(case: str, assign: bool) -> None:
    model, x = built(case).double(), images((2, 8))
    model(x)  # running statistics
    count = sum(parameter.numel() for parameter in model.parameters())
    other = built(case).double()
    other.load_state_dict(model.state_dict(), assign=assign)
    bare = copy.deepcopy(model).to("meta").to_empty(device="cpu")
    bare.load_state_dict(model.state_dict(), assign=assign)
    for same in (other, bare, copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        same.float().double()  # buffers are made anew
        assert list(same.state_dict()) == list(model.state_dict())
        assert sum(parameter.numel() for parameter in same.parameters()) == count
        for training in (True, False):
            ours = copy.deepcopy(model).float().double().train(training)
            theirs = copy.deepcopy(same).train(training)
            assert torch.equal(ours(x), theirs(x))
            for each in (ours, theirs):
                each.zero_grad()
                each(x).square().sum().backward()
            gradients = [[p.grad for p in each.parameters() if p.grad is not None] for each in (ours, theirs)]
            assert all(torch.equal(mine, other) for mine, other in zip(*gradients, strict=True))


def test_each_value_of_a_transported_history_has_norms_of_its_own() -> None:
    model = built("a history of several values")
    first, second = (model.get_submodule(f"transition1{later}") for later in ("", "_2"))
    assert first.get_submodule("conv") is second.get_submodule("conv")
    assert first.get_submodule("norm") is not second.get_submodule("norm")
    assert [key for key in model.state_dict() if key.startswith("transition1_2.")] == [
        f"transition1_2.norm.{name}"
        for name in ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")
    ]
    state = model.state_dict()
    model.load_state_dict(state)


def test_what_a_state_lacks_or_has_too_much_is_told_once() -> None:
    model = built("steps of PolyNet")
    state = model.state_dict()
    del state["period1.0.f.conv1.weight"]
    found = model.load_state_dict(
        {**state, "period1.0.f_2.conv1.weight": torch.zeros(4, 4, 3, 3)}, strict=False
    )
    assert found.missing_keys == ["period1.0.f.conv1.weight"]
    del state["period1.0.f_2.norm1.bias"]
    with pytest.raises(RuntimeError, match=r"period1\.0\.f_2\.norm1\.bias"):
        model.load_state_dict(state)


def gap(reference: str, count: int = 16, **keys: Any) -> float:
    """How far, at initialisation, the outputs in evaluation are from those whose batch norms are in training, relative
    to these. Running statistics are exact: the mean and the variance of the batch, of evaluations that share them the
    mean of theirs; torch's factor n/(n − 1) is taken out."""
    torch.manual_seed(0)
    model = tableau2net.compile(reference, **keys).double().eval()
    for norm in norms(model):
        norm.momentum = None  # type: ignore[assignment]  # the mean of all that it has seen
        norm.train()
        norm.register_forward_hook(_counted)
    document = load_network(reference, settings(keys))
    x = images((document.input.channels, document.input.size), count=count)
    with torch.no_grad():
        trained = model(x)
        for norm in norms(model):
            n = norm.get_buffer("counted")
            norm.get_buffer("running_var").mul_((n - 1) / n)
        result = model.eval()(x)
    return float((trained - result).norm() / trained.norm())


def _counted(norm: nn.Module, given: tuple[Tensor], _: Tensor) -> None:
    """Over how many values a batch norm takes its statistics."""
    norm.register_buffer("counted", torch.tensor(float(given[0].numel() // given[0].shape[1])))


@pytest.mark.parametrize("case", ["steps of PolyNet", "rk4 by step", "sweeps"])
def test_statistics_of_its_own_describe_what_an_evaluation_reads(case: str) -> None:
    own, shared = (gap("resnet20", **overrides(case, **{"norm.per": per})) for per in ("evaluation", "field"))
    assert own < 1e-6
    assert shared > 0.02


@pytest.mark.parametrize("name", NETWORKS)
def test_no_network_of_the_catalogue_computes_another_thing_in_evaluation(name: str) -> None:
    """At initialisation, small versions; a network with evaluations that share statistics is some per cent off, and its
    notes tell of that."""
    message = "running statistics" in load_network(name).notes
    assert (gap(name, **smaller(name)) > 0.02) == message


@pytest.mark.slow
@pytest.mark.parametrize("name", tiered(CIFAR, lambda name: name.startswith("polynet")))
def test_nor_does_one_at_its_full_size(name: str) -> None:
    message = "running statistics" in load_network(name).notes
    assert (gap(name, 4) > 0.02) == message


class Rk4(nn.Module):
    """A step of the classical method whose four evaluations share their convolutions."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.norms = nn.ModuleList(
            nn.ModuleList((nn.BatchNorm2d(channels), nn.BatchNorm2d(channels))) for _ in range(4)
        )

    def f(self, index: int, u: Tensor) -> Tensor:
        first, second = self.norms[index].children()
        k: Tensor = self.conv2(second(self.conv1(first(u).relu())).relu())
        return k

    def forward(self, u: Tensor) -> Tensor:
        k1 = self.f(0, u)
        k2 = self.f(1, u + k1 / 2)
        k3 = self.f(2, u + k2 / 2)
        k4 = self.f(3, u + k3)
        return u + k1 / 6 + k2 / 3 + k3 / 3 + k4 / 6


class Rk4Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 4, 3, 1, 1, bias=False)
        self.steps = nn.Sequential(Rk4(4), Rk4(4))
        self.norm, self.linear = nn.BatchNorm2d(4), nn.Linear(4, 10)

    def forward(self, x: Tensor) -> Tensor:
        logits: Tensor = self.linear(self.norm(self.steps(self.stem(x))).relu().mean((2, 3)))
        return logits


def test_rk4_with_norms_for_each_evaluation_is_the_one_written_by_hand() -> None:
    torch.manual_seed(0)
    keys: dict[str, Any] = {
        "scheme": "rk4",
        "weights": "step",
        "periods": [{"channels": 4, "steps": 2}],
        "input.size": 8,
    }
    ours, twin = tableau2net.compile("resnet20", **keys, **PER_EVALUATION), Rk4Network()
    pairs: list[tuple[nn.Module, nn.Module]] = [(ours.get_submodule("stem.conv"), twin.stem)]
    for index, step in enumerate(twin.steps):
        mine = ours.get_submodule(f"period1.{index}")
        pairs += [(mine.get_submodule(f"f.conv{n}"), step.get_submodule(f"conv{n}")) for n in (1, 2)]
        for evaluation, name in enumerate(("f", "f_2", "f_3", "f_4")):
            normal = zip(
                norms(mine.get_submodule(name)), norms(step.get_submodule(f"norms.{evaluation}")), strict=True
            )
            pairs += normal
    pairs += zip(layers(ours.get_submodule("head")), (twin.norm, twin.linear), strict=True)
    assert_twins(ours, twin, pairs, images((3, 8), count=3))


@pytest.mark.parametrize(
    ("keys", "key"),
    [
        ({"norm.per": "evaluation"}, "norm.per"),
        ({"norm.per": "evaluation", "weights": "step"}, "norm.per"),  # Euler's method evaluates once
        ({"norm.per": "evaluation", "scheme": "gauss2", "weights": "stage"}, "norm.per"),  # one sweep
        ({"own": "last-convolution"}, "own"),
        ({"periods": [{"channels": 4, "steps": 1, "own": "last-convolution"}]}, "periods.0.own"),
    ],
)
def test_what_is_said_of_sharing_where_nothing_is_shared_is_refused(keys: dict[str, Any], key: str) -> None:
    with pytest.raises(InputError, match=f"{key} has no effect here: no evaluations share"):
        tableau2net.emit("resnet20", **keys)


def test_a_period_says_of_its_own_last_convolutions() -> None:
    parts = [{"steps": 1, "own": "last-convolution"}, {"steps": 1}]
    keys = {**SMALL, "scheme": "polynet2", "weights": "step", "periods": [{"channels": 4, "parts": parts}]}
    lowered = graph(load_network("resnet20", settings(keys)))
    assert {name: fields.own for name, fields in lowered.fields.items()} == {
        "period1part1_f": ("last",),
        "period1part2_f": (),
    }


CUSTOM = """
from torch import Tensor, nn

class Plain(nn.Module):
    def __init__(self, inputs: int, channels: int, *, stride: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, stride, padding=1)

    def forward(self, u: Tensor) -> Tensor:
        return self.conv(u).tanh()

class Nested(Plain):
    '''Batch norms in a Sequential, beside parameters and buffers of the class itself, and what is registered twice.'''

    def __init__(self, inputs: int, channels: int, *, stride: int = 1) -> None:
        super().__init__(inputs, channels, stride=stride)
        self.body = nn.Sequential(nn.BatchNorm2d(channels), nn.ReLU(), self.conv2(channels), nn.GroupNorm(2, channels))
        self.again = self.body[2]
        self.gain = nn.Parameter(nn.init.ones_(self.conv.weight.new_empty(channels, 1, 1)))
        self.register_buffer("shift", self.gain.detach() * 0.1)
        self.register_buffer("passing", self.gain.detach() * 0.1, persistent=False)
        self.none = None

    def conv2(self, channels: int) -> nn.Module:
        return nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, u: Tensor) -> Tensor:
        u = self.body(super().forward(u)) * self.gain + self.shift + self.passing
        return self.again(u)
"""


@pytest.fixture
def custom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "my_shared.py").write_text(CUSTOM, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def test_batch_norms_of_a_class_of_the_user_s_own_are_those_registered_in_it(custom: Path) -> None:
    keys = {
        **network_around("rk4", weights="step"),
        "field": {"custom": "my_shared:Nested"},
        **PER_EVALUATION,
    }
    assert_emitters_agree(custom, "resnet20", keys)
    model = tableau2net.compile("resnet20", allow_custom=True, **keys)
    first, last = (model.get_submodule(f"period1.0.{name}") for name in ("f", "f_4"))
    assert [name for name, value in last.named_parameters() if value not in set(first.parameters())] == [
        "body.0.weight",
        "body.0.bias",
    ]
    state = model.state_dict()
    assert [key for key in state if key.startswith("period1.0.f_4.")] == [
        f"period1.0.f_4.body.0.{name}"
        for name in ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")
    ]
    model.load_state_dict(state)
    model.double()
    assert first.get_buffer("shift") is last.get_buffer("shift")
    assert model(images((2, 8))).isfinite().all()
    with allowing():
        found = summary(load_network("resnet20", settings(keys)))
    assert found.parameters == sum(parameter.numel() for parameter in model.parameters())


def test_a_field_without_batch_norms_has_none_for_each_evaluation(custom: Path) -> None:
    keys = {**network_around("rk4", weights="step"), "field": {"custom": "my_shared:Plain"}, **PER_EVALUATION}
    with pytest.raises(
        InputError, match="every evaluation batch norms of its own: found the field my_shared"
    ):
        tableau2net.compile("resnet20", allow_custom=True, **keys)


def test_one_field_with_batch_norms_is_enough(custom: Path) -> None:
    keys = {
        **network_around("ars222", weights="step"),
        "fields": {"f": {"custom": "my_shared:Plain"}},
        **PER_EVALUATION,
    }
    assert_emitters_agree(custom, "resnet20", keys)


def test_a_field_that_is_a_batch_norm_is_whole_in_every_evaluation() -> None:
    shared = SharedField(lambda: nn.BatchNorm2d(3))
    first, second = shared.next(), shared.next()
    assert not set(first.parameters()) & set(second.parameters())
    assert list(second.state_dict()) == list(first.state_dict())


GRAPHS = [case for case in SHARING if case != "solved"]
FEW_GRAPHS = covering_networks({case: ("resnet20", overrides(case)) for case in GRAPHS})


@pytest.mark.slow
@pytest.mark.parametrize("case", tiered(GRAPHS, FEW_GRAPHS))
def test_one_full_graph_and_an_export(case: str, tmp_path: Path) -> None:
    with imported(tableau2net.emit("resnet20", **overrides(case)), tmp_path, "own_norms") as module:
        model, x = network(module), images((2, 8)).float()
        reference = copy.deepcopy(model)
        torch.compiler.reset()
        y = torch.compile(model, fullgraph=True, backend="aot_eager")(x)
        torch.testing.assert_close(y, reference(x))
        y.sum().backward()
        assert any(parameter.grad is not None for parameter in model.parameters())
        model.eval()
        program = torch.export.export(model, (x,))
        torch.testing.assert_close(program.module()(x), model(x))
