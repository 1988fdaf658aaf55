"""What a network is said to cost, against the network itself."""

from __future__ import annotations

import json
import operator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import torch
from cover import few_networks, tiered
from effort import at_most
from emitted import FIELDS_WITH_OPERATORS, SMALL, distinct, network_around, smaller
from torch import Tensor, fx, nn
from torch.utils.flop_counter import FlopCounterMode

import tableau2net
from tableau2net.cli import main
from tableau2net.components import kinds
from tableau2net.pipeline import settings
from tableau2net.read import catalogue, load_network
from tableau2net.report.meter import Meter
from tableau2net.report.reach import WHOLE
from tableau2net.report.summary import Summary, summary
from tableau2net.report.words import owner

NETWORKS = [entry.name for entry in catalogue() if entry.kind == "network"]
SCHEMES = ["euler", "rk4", "lm2", "ab3", "revnet", "gauss2", "predictor_corrector3", "bdf2"]
SOLVED = {"mode": "solve", "tolerance": 1e-3}


def summed(reference: str, **overrides: Any) -> Summary:
    return summary(load_network(reference, settings(overrides)))


def multiply_adds(model: nn.Module, image: Tensor) -> int:
    """Half of the operations that torch itself counts."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model.eval()(image)
    return int(counter.get_total_flops()) // 2


def test_a_small_network_costs_what_is_computed_by_hand() -> None:
    periods = [{"channels": 4, "steps": 2}]
    found = summed("resnet20", **{**SMALL, "input.size": 16, "periods": periods})
    stem, period, head = found.parts
    assert (stem.parameters, stem.macs, stem.receptive_field) == (2 * 4 * 9, 2 * 4 * 9 * 256, 3)
    field = 2 * (2 * 4 + 4 * 4 * 9)
    assert (period.parameters, period.macs) == (2 * field, 2 * 2 * 4 * 4 * 9 * 256)
    assert (period.evaluations, period.receptive_field, period.shape) == (2, 3 + 4 + 4, (4, 16, 16))
    assert (head.parameters, head.macs, head.shape) == (2 * 4 + 4 * 3 + 3, 4 * 3, (3,))
    assert (found.parameters, found.evaluations, found.receptive_field) == (72 + 2 * field + 23, 2, 11)
    assert found.macs == stem.macs + period.macs + head.macs
    assert not found.per_iteration


@pytest.mark.slow
@pytest.mark.parametrize("name", tiered(NETWORKS, few_networks()))
def test_the_catalogue_is_counted_as_torch_counts_it(name: str) -> None:
    found = summed(name)
    built = tableau2net.compile(name)
    assert found.parameters == sum(parameter.numel() for parameter in built.parameters())
    assert found.macs == multiply_adds(built, torch.zeros(1, *found.input))


@pytest.mark.slow
@pytest.mark.parametrize("weights", ["evaluation", "stage", "node", "step", "period"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_sharing_of_weights_is_counted_once(scheme: str, weights: str) -> None:
    overrides = network_around(scheme, weights=weights, step_size="learned")
    overrides["periods"] = [{"channels": 4, "steps": 5}, {"channels": 8, "steps": 4}]
    found = summed("resnet20", **overrides)
    built = tableau2net.compile("resnet20", **overrides)
    assert found.parameters == sum(parameter.numel() for parameter in built.parameters())
    assert found.macs == multiply_adds(built, torch.zeros(1, 2, 8, 8))
    for part in found.parts:
        inside = [
            p.numel() for name, p in built.named_parameters() if owner(name.partition(".")[0]) == part.name
        ]
        assert part.parameters == sum(inside)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("field", "operator"),
    [
        *FIELDS_WITH_OPERATORS,
        *((field, {"kind": "lean", "stencil": n}) for field in kinds("fields") for n in (3, 4, 9)),
    ],
)
def test_every_operator_is_counted_as_torch_counts_it(operator: Any, field: str) -> None:
    overrides = {**SMALL, "periods.*.channels": 16, "field": {"kind": field, "operator": operator}}
    found = summed("resnet20", **overrides)
    built = tableau2net.compile("resnet20", **overrides)
    assert found.parameters == sum(parameter.numel() for parameter in built.parameters())
    assert found.macs == multiply_adds(built, torch.zeros(1, 2, 8, 8))
    plain = summed("resnet20", **{**overrides, "input.size": 96, "field": {"kind": field}})
    assert summed("resnet20", **{**overrides, "input.size": 96}).receptive_field == plain.receptive_field


def test_rkcnn_has_the_parameters_of_the_authors_code() -> None:
    assert summed("rkcnn_e").parameters == 1_192_810


@pytest.mark.parametrize(
    ("scheme", "evaluations"),
    [("euler", 5), ("rk4", 4 * 5), ("polynet2", 2 * 5), ("lm2", 5), ("revnet", 2 * 5)],
)
def test_evaluations_are_those_of_the_steps_and_of_the_residual_transition(
    scheme: str, evaluations: int
) -> None:
    found = summed("resnet20", **network_around(scheme))
    assert found.evaluations == evaluations + 1
    plain = summed("resnet20", **network_around(scheme), transition={"kind": "conv-pool", "residual": False})
    assert plain.evaluations == evaluations


def test_solved_steps_are_counted_by_the_iteration() -> None:
    found = summed("resnet20", **network_around("gauss2", implicit=SOLVED))
    assert found.per_iteration
    assert found.as_json()["per_iteration"] is True
    assert found.evaluations == 2 * 5 + 1
    fused = summed("resnet20", **network_around("gauss2", implicit={"mode": "fused", "sweeps": 1}))
    assert (fused.per_iteration, fused.evaluations) == (False, 4 * 5 + 1)
    period, fused_period = found.parts[1], fused.parts[1]
    assert 2 * period.macs == fused_period.macs


def test_a_thousand_steps_are_summed_up_in_a_moment() -> None:
    summed("lm_resnet20")  # what is imported at the first call does not count
    with at_most(calls=5_000_000):
        found = summed("lm_resnet20", **{"periods.*.steps": 1000})
    small = summed("lm_resnet20", **{"periods.*.steps": 4})
    assert found.evaluations == 3002
    for part, other in zip(found.parts, small.parts, strict=True):
        steps, others = {"period1": (999, 3)}.get(part.name, (1000, 4))
        if part.name.startswith("period"):
            assert part.macs * others == other.macs * steps
            assert part.parameters * others == other.parameters * steps


# --- receptive fields: what the gradient of the middle of a value reaches -------------------------------------------


class Recorder(fx.Interpreter):
    """The last value that is computed in each part; of a step that returns several, all of them."""

    def __init__(self, network: fx.GraphModule) -> None:
        super().__init__(network)
        self.part, self.values = "", dict[str, list[Tensor]]()

    def run_node(self, n: fx.Node) -> Any:
        if n.op == "call_module":
            self.part = owner(str(n.target))
        value = super().run_node(n)
        further = n.target is operator.getitem and n.args[1] != 0
        if n.op not in ("placeholder", "output") and isinstance(value, Tensor):
            self.values[self.part] = [*(self.values[self.part] if further else []), value]
        return value


def positive(model: nn.Module) -> None:
    """Positive weights, so that no ReLU cuts and no gradient cancels."""
    generator = torch.Generator().manual_seed(0)
    for parameter in model.parameters():
        if parameter.ndim > 1:
            fan = parameter[0].numel()
            parameter.data = (1 + torch.rand(parameter.shape, generator=generator, dtype=torch.float64)) / fan


def support(value: Tensor, image: Tensor) -> Tensor:
    """The pixels that the middle of a value depends on."""
    middle = value.flatten(2)[..., value.shape[-1] // 2 * (value.shape[-1] + 1)] if value.ndim == 4 else value
    (gradient,) = torch.autograd.grad(middle.sum(), image, retain_graph=True)
    return gradient.abs().sum((0, 1)) > 0


def side(touched: Tensor) -> int:
    """The side of the square around some pixels."""
    places = touched.nonzero()
    return int((places.amax(0) - places.amin(0)).max()) + 1


INEXACT = {"hamiltonian", "midpoint_net"}  # whose fields' weights cannot all be positive
WIDTHS = {"resnext50_32x4d": 8}  # for its groups
SIGNS = {"lean_symmetric": {"field.negative": False}}  # so that the head's ReLU cuts nothing


@pytest.mark.slow
@pytest.mark.parametrize("name", tiered(distinct(NETWORKS), few_networks()))
def test_the_receptive_field_is_the_support_of_the_gradient(name: str) -> None:
    size = 96
    channels = WIDTHS.get(name, 4)
    narrow = [
        {**each, **({"channels": channels} if "channels" in each else {})}
        for each in smaller(name)["periods"]
    ]
    small: dict[str, Any] = {**smaller(name), "periods": narrow, "input.size": size, **SIGNS.get(name, {})}
    found = summed(name, **small)
    built = tableau2net.compile(name, **small).double().eval()
    positive(built)
    recorder = Recorder(built)
    supports: dict[str, Tensor] = {}
    for _ in range(20):  # of a maximum, one image shows a part
        image = torch.rand(1, *found.input, dtype=torch.float64, requires_grad=True)
        recorder.run(image)
        for place, values in recorder.values.items():
            known = [supports[place]] if place in supports else []
            touched = [*known, *(support(value, image) for value in values)]
            supports[place] = torch.stack(touched).any(0)
        if all(
            part.receptive_field == side(supports[part.name]) for part in found.parts if part.name in supports
        ):
            break
    compared = 0
    for part in found.parts:
        if part.name not in supports:
            continue
        reached = side(supports[part.name])
        assert reached <= part.receptive_field
        if name not in INEXACT and (part.receptive_field < size / 2 or part.receptive_field == reached):
            assert part.receptive_field == reached, part.name
            compared += 1
    assert compared >= 3 or name in INEXACT


class Reduced(nn.Module):
    """A sum over some axes, then a convolution."""

    def __init__(self, axes: tuple[int, ...]) -> None:
        super().__init__()
        self.axes = axes
        self.conv = nn.Conv2d(1 if -3 in axes or 1 in axes else 4, 2, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.conv(x.sum(self.axes, keepdim=True))
        return y

    def extra_repr(self) -> str:
        return str(self.axes)


LAYERS = [
    nn.Conv2d(4, 8, 3, dilation=2, groups=2),
    nn.Conv2d(4, 4, (1, 5), stride=2, padding=(0, 2)),
    nn.Conv2d(4, 4, 5, stride=3, padding=1, groups=4),
    nn.MaxPool2d(3, 2, 1),
    nn.AvgPool2d(2),
    nn.AvgPool2d(3, 1, 1),
    nn.Sequential(nn.Conv2d(4, 4, 3, 2, 1), nn.ReLU(), nn.AvgPool2d(2), nn.Conv2d(4, 4, 3)),
    nn.GroupNorm(2, 4),
    nn.ChannelShuffle(2),
    Reduced((1,)),
    Reduced((0, -3)),
    Reduced((2, 3)),
    nn.Conv2d(4, 4, (1, 2), padding=(0, 1), dilation=(1, 2)),
    nn.ConvTranspose2d(4, 6, 2, stride=2),
    nn.ConvTranspose2d(4, 6, (3, 5), padding=(1, 2), dilation=(2, 1)),
    nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 7)),
    nn.Sequential(nn.PixelShuffle(2), nn.Conv2d(1, 2, 3)),
]


@pytest.mark.parametrize("layer", LAYERS, ids=str)
def test_every_kind_of_layer_is_read_soundly(layer: nn.Module) -> None:
    with torch.device("meta"):
        image = torch.empty(1, 4, 40, 40)
    with torch.no_grad(), Meter(image) as meter:
        result = deepcopy(layer).to("meta")(image)
    assert meter.macs == multiply_adds(layer, torch.zeros(1, 4, 40, 40))
    reach = meter.reach(result)
    assert reach is not None
    torch.manual_seed(0)
    real = deepcopy(layer).double()
    images = (torch.rand(1, 4, 40, 40, dtype=torch.float64, requires_grad=True) for _ in range(20))
    # Of a maximum, one image shows a part.
    reached = max(side(support(real(image), image)) for image in images)
    width = reach.width(40)
    assert reached == width if reach != WHOLE else reached <= width


# --- refusals, and the command -------------------------------------------------------------------------------------

CUSTOM = """\
from torch import nn
class Field(nn.Module):
    def __init__(self, inputs, channels, *, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels + 1, 3, stride, 1)
    def forward(self, u):
        return self.conv(u)
"""


def test_a_field_that_does_not_fit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "misfit.py").write_text(CUSTOM)
    monkeypatch.syspath_prepend(str(tmp_path))
    field = 'field={custom: "misfit:Field"}'
    assert main(["summary", "resnet20", "--allow-custom", "--set", field]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(
        f"error: --set {field}: the field misfit:Field returns a value that does not fit, for (N, 16, 32, 32): "
    )
    assert captured.err.count("\n") == 1


def test_the_table_has_a_row_a_part_and_the_totals_last(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "rkcnn_e"]) == 0
    lines = capsys.readouterr().out.splitlines()
    rows = [line.split()[0] for line in lines[2:11] if line]
    parts = ["stem", "period1", "transition1", "period2", "transition2", "period3", "head"]
    assert rows == ["part", *parts, "total"]
    assert "1,192,810" in lines[10]


@pytest.mark.slow
@pytest.mark.parametrize(
    "names",
    [pytest.param(few_networks(), id="few"), pytest.param(NETWORKS, id="all", marks=pytest.mark.thorough)],
)
def test_several_networks_stand_side_by_side(names: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", *names]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("network")
    assert [row.split()[0] for row in rows] == names


def test_json_is_an_object_or_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", "resnet20", "--set", "periods.*.channels=4", "--json"]) == 0
    one = json.loads(capsys.readouterr().out)
    keys = {"name", "parameters", "macs", "evaluations", "receptive_field", "per_iteration", "parts"}
    assert keys <= one.keys()
    assert one["parameters"] == sum(part["parameters"] for part in one["parts"])
    assert main(["summary", "resnet20", "rk4_resnet", "--json"]) == 0
    assert [each["name"] for each in json.loads(capsys.readouterr().out)] == ["resnet20", "rk4_resnet"]


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["rk4"], 2, "this is a scheme"),
        (["resnet2"], 2, "'resnet20'"),
        ([], 2, "Missing argument"),
        (["resnet20", "nothing"], 2, "nothing in the catalogue has this name"),
        (["resnet20", "--set", "clases=3"], 2, "this key is not known"),
        (
            ["resnet20", "--set", "scheme={kind: runge-kutta, A: [[]], b: [1], order: 2}"],
            1,
            "order 2 is claimed",
        ),
    ],
)
def test_bad_calls_are_refused_in_one_line(
    arguments: list[str], status: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["summary", *arguments]) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize("name", ["resnet20", "lm_resnet20", "rkcnn_e", "rk4_resnet", "gauss2_fused"])
def test_activations_are_what_autograd_saves(name: str) -> None:
    """Of a real run, with all its steps, of two images."""
    found = summary(load_network(name, ["periods.0.steps=5"])).activations
    network = tableau2net.compile(name, **{"periods.0.steps": 5}).train()
    document = load_network(name)
    own = {each.untyped_storage().data_ptr() for each in (*network.parameters(), *network.buffers())}
    saved: dict[int, torch.Tensor] = {}

    def save(value: torch.Tensor) -> torch.Tensor:
        place = value.untyped_storage().data_ptr()
        if place not in own:
            saved.setdefault(place, value)
        return value

    with torch.autograd.graph.saved_tensors_hooks(save, lambda value: value):
        result = network(torch.rand(2, document.input.channels, document.input.size, document.input.size))
    assert result.requires_grad
    assert found is not None
    expected = sum(value.numel() for value in saved.values()) / 2
    assert (
        abs(found - expected) / expected < 1e-3
    )  # batch statistics are kept too, and rounded down in each part
