"""Operators: what they are equal to, what they cost, their gradients, and how they start."""

from __future__ import annotations

import importlib
from math import gcd
from typing import Any

import pytest
import torch
from emitted import FIELDS_WITH_OPERATORS, images
from hypothesis import given, settings
from hypothesis import strategies as st
from tiers import tries
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.flop_counter import FlopCounterMode

from tableau2net.components import find, kinds
from tableau2net.components.convolutions import Convolution, widths
from tableau2net.components.initialisers import kaiming_fan_in
from tableau2net.components.operators.depthwise_separable import SeparableConv
from tableau2net.components.operators.ic import CollisionConv
from tableau2net.components.operators.lean import LeanConv
from tableau2net.components.operators.shuffle import ShuffleConv
from tableau2net.emit.module import built
from tableau2net.graph import Build

FIELDS = [kind for kind in kinds("fields") if find("fields", kind).takes_operator]
INITIALISERS = kinds("initialisers")
STENCILS = (3, 4, 5, 9)
WIDTHS = [(8, 8, 1), (8, 16, 2), (16, 8, 1), (16, 24, 2)]  # inputs, channels, stride
OPERATORS: list[tuple[str, dict[str, Any]]] = [
    *((kind, {}) for kind in kinds("operators")),
    *(("lean", {"stencil": points, "group": group}) for points in STENCILS for group in (1, 2, 4)),
    ("ic", {"granularity": "channel"}),
    ("ic", {"pool": "mean"}),
    ("ic", {"granularity": "input", "initial": 1.0, "inner_norm": True}),
    ("grouped", {"groups": 4}),
    ("shuffle", {"groups": 4}),
]
OPERATOR = pytest.mark.parametrize(
    ("kind", "options"), OPERATORS, ids=[f"{k}{o or ''}" for k, o in OPERATORS]
)


def loaded(role: str, kind: str) -> Any:
    component = find(role, kind)
    return getattr(importlib.import_module(component.module), component.name)


def operator(kind: str, options: dict[str, Any], inputs: int, channels: int, stride: int = 1) -> nn.Module:
    """An operator in float64 with random weights."""
    return random(loaded("operators", kind)(inputs, channels, stride=stride, **options))


def random(model: nn.Module) -> nn.Module:
    """The model with random parameters: with the norms' own, values are often 0, where relu has no derivative."""
    torch.manual_seed(0)
    for parameter in model.double().parameters():
        parameter.data = torch.randn(parameter.shape, dtype=torch.float64)
    return model


def field_with(
    field: str, kind: str, options: dict[str, Any], inputs: int, channels: int, **keys: Any
) -> nn.Module:
    """A field with an operator, as a network has it, in float64 with random weights."""
    operator = Build(find("operators", kind), (), tuple(options.items()))
    return random(
        built(Build(find("fields", field), (inputs, channels), tuple(keys.items()), operator), None)
    )


def macs(model: nn.Module, x: Tensor) -> int:
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        model.eval()(x)
    return int(counter.get_total_flops()) // 2


def weights(model: nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


@pytest.mark.parametrize(("inputs", "channels", "stride"), WIDTHS)
@pytest.mark.parametrize("size", [1, 2, 7, 8])
@OPERATOR
def test_an_operator_has_the_shape_of_a_3x3_convolution(
    kind: str, options: dict[str, Any], inputs: int, channels: int, stride: int, size: int
) -> None:
    built = operator(kind, options, inputs, channels, stride)
    plain = nn.Conv2d(inputs, channels, 3, stride, 1).double()
    x = images((inputs, size))
    assert built.eval()(x).shape == plain(x).shape


# --- the dense kernel behind each of them -----------------------------------------------------------------------------


POINTS: dict[int, list[tuple[int, int]]] = {
    4: [(1, 0), (1, 2), (0, 1), (2, 1)],
    5: [(1, 0), (1, 2), (0, 1), (1, 1), (2, 1)],
    9: [(i, j) for i in range(3) for j in range(3)],
}


def dense(lean: LeanConv, inputs: int, channels: int) -> Tensor:
    """The 3×3 kernel of the whole operator, written down weight by weight."""
    kernel = torch.zeros(channels, inputs, 3, 3, dtype=torch.float64)
    kernel[:, :, 1, 1] = lean.weight[:, :inputs, 0, 0]
    members = (lean.weight.shape[1] - inputs) // lean.stencil
    groups = inputs // members
    for output in range(channels):
        group = output // (channels // groups)
        row = lean.weight[output, inputs:, 0, 0]
        for member in range(members):
            if lean.stencil == 3:
                line = [(0, 1), (1, 1), (2, 1)] if group < groups // 2 else [(1, 0), (1, 1), (1, 2)]
                own = row[3 * member : 3 * member + 3]
            elif lean.stencil == 9:
                line, own = POINTS[9], row[9 * member : 9 * member + 9]
            else:  # all rows' W and E first, then all columns
                line, height = POINTS[lean.stencil], lean.stencil - 2
                column = row[2 * members :]
                own = torch.cat(
                    [row[2 * member : 2 * member + 2], column[height * member : height * member + height]]
                )
            for weight, (i, j) in zip(own, line, strict=True):
                kernel[output, group * members + member, i, j] += weight.item()
    return kernel


@pytest.mark.parametrize(("inputs", "channels", "stride"), WIDTHS)
@pytest.mark.parametrize("group", [1, 2, 4])
@pytest.mark.parametrize("points", STENCILS)
def test_lean_is_the_convolution_with_its_stencil(
    points: int, group: int, inputs: int, channels: int, stride: int
) -> None:
    lean = operator("lean", {"group": group, "stencil": points}, inputs, channels, stride)
    assert isinstance(lean, LeanConv)
    x = images((inputs, 7))
    expected = functional.conv2d(x, dense(lean, inputs, channels), stride=stride, padding=1)
    torch.testing.assert_close(lean(x), expected)


def test_lean_with_9_points_in_one_group_contains_the_plain_convolution() -> None:
    lean = operator("lean", {"group": 6, "stencil": 9}, 6, 6, 2)
    assert isinstance(lean, LeanConv)
    plain = nn.Conv2d(6, 6, 3, 2, 1, bias=False).double()
    with torch.no_grad():
        lean.weight[:, :6] = 0
        plain.weight.copy_(lean.weight[:, 6:].view(6, 6, 3, 3))
    x = images((6, 9))
    torch.testing.assert_close(lean(x), plain(x))


@pytest.mark.parametrize(("inputs", "channels", "stride"), WIDTHS)
@pytest.mark.parametrize("granularity", ["layer", "channel", "input"])
@pytest.mark.parametrize("pool", ["sum", "mean"])
def test_ic_is_its_formula_with_a_stored_kernel_of_ones(
    pool: str, granularity: str, inputs: int, channels: int, stride: int
) -> None:
    ic = operator("ic", {"granularity": granularity, "pool": pool}, inputs, channels, stride)
    assert isinstance(ic, CollisionConv)
    x, w = images((inputs, 7)), ic.conv.weight
    y = functional.conv2d(x, w, stride=stride, padding=1)
    kernel = torch.ones_like(w)
    scale = ic.w if granularity != "input" else torch.ones(1, dtype=torch.float64)
    if granularity == "input":  # w of an input channel stands in that channel of the kernel
        kernel = ic.w * kernel
    ones = scale * functional.conv2d(x, kernel, stride=stride, padding=1)
    number = 1 if pool == "sum" else 9 * inputs
    torch.testing.assert_close(ic(x), y + functional.relu(y - ones / number))


def test_the_collision_starts_at_0_or_where_it_is_told_and_at_1_is_what_two_masses_do() -> None:
    for granularity in ("layer", "channel", "input"):
        assert not CollisionConv(4, 6, granularity=granularity).w.any()
        ic = CollisionConv(4, 6, granularity=granularity, initial=1.0).double()
        x, weight = images((4, 7)), ic.conv.weight
        less = functional.conv2d(x, weight - 1, padding=1)
        torch.testing.assert_close(ic(x), functional.conv2d(x, weight, padding=1) + functional.relu(less))


def test_the_collision_s_batch_norm_stands_before_its_inner_relu() -> None:
    ic = CollisionConv(4, 6, initial=1.0, inner_norm=True, eps=0.25, momentum=0.5).double()
    x = images((4, 7))
    y = ic.conv(x)
    inner = functional.conv2d(x, ic.conv.weight - 1, padding=1)
    normed = functional.batch_norm(inner, None, None, training=True, eps=0.25)
    torch.testing.assert_close(ic(x), y + functional.relu(normed))
    assert isinstance(ic.norm, nn.BatchNorm2d)
    torch.testing.assert_close(ic.norm.running_mean, inner.mean((0, 2, 3)) / 2)


def test_ic_is_the_plain_convolution_where_its_relu_is_shut_and_twice_that_where_w_is_0() -> None:
    ic = operator("ic", {}, 4, 6)
    assert isinstance(ic, CollisionConv)
    x = images((4, 7)).abs()
    y = ic.conv(x)
    with torch.no_grad():
        ic.w.fill_(1e3)
        assert torch.equal(ic(x), y)
        ic.w.zero_()
        found = ic(x)
    assert torch.equal(found[y >= 0], 2 * y[y >= 0])
    assert torch.equal(found[y < 0], y[y < 0])


def test_grouped_is_torch_s_own_and_lean_s_group_is_its_size() -> None:
    grouped = operator("grouped", {"groups": 4}, 8, 8)
    lean = operator("lean", {"group": 2, "stencil": 9}, 8, 8)
    assert isinstance(grouped, nn.Conv2d)
    assert isinstance(lean, LeanConv)
    with torch.no_grad():
        lean.weight[:, :8] = 0
        lean.weight[:, 8:] = grouped.weight.view(8, 18, 1, 1)
    x = images((8, 7))
    torch.testing.assert_close(lean(x), grouped(x))


def test_separable_and_shuffled_are_the_modules_of_their_papers_in_a_row() -> None:
    x = images((8, 7))
    separable = operator("depthwise-separable", {}, 8, 12, 2)
    assert isinstance(separable, SeparableConv)
    row = nn.Sequential(separable.depthwise, separable.norm, nn.ReLU(), separable.pointwise)
    assert torch.equal(separable.eval()(x), row.eval()(x))
    shuffle = operator("shuffle", {"groups": 4}, 8, 12, 2)
    assert isinstance(shuffle, ShuffleConv)
    before = nn.Sequential(shuffle.conv1, shuffle.norm1, nn.ReLU())
    after = nn.Sequential(shuffle.depthwise, shuffle.norm2, shuffle.conv2)
    mixed = before.eval()(x).unflatten(1, (4, 3)).transpose(1, 2).flatten(1, 2)
    assert torch.equal(shuffle.eval()(x), after.eval()(mixed))


# --- what goes with a linear one --------------------------------------------------------------------------------------

LINEAR = [(kind, options) for kind, options in OPERATORS if find("operators", kind).partners]


def beside(kind: str, name: str) -> Any:
    return getattr(importlib.import_module(find("operators", kind).module), name)


@given(st.data())
@settings(max_examples=tries(60))
def test_the_transpose_of_a_linear_operator_is_exact_in_any_shape(data: st.DataObject) -> None:
    """⟨K u, v⟩ = ⟨u, Kᵀ v⟩, and Kᵀ v is what torch differentiates ⟨K u, v⟩ to."""
    kind, options = data.draw(st.sampled_from(LINEAR))
    inputs, channels = (8 * data.draw(st.integers(1, 3)) for _ in range(2))
    height, width, count = (data.draw(st.integers(1, 6)) for _ in range(3))
    k = operator(kind, options, inputs, channels)
    torch.manual_seed(data.draw(st.integers(0, 1000)))
    u = torch.randn(count, inputs, height, width, dtype=torch.float64, requires_grad=True)
    v = torch.randn(count, channels, height, width, dtype=torch.float64)
    product = (k(u) * v).sum()
    found = beside(kind, "transposed")(k, v)
    torch.testing.assert_close(product, (u * found).sum(), rtol=1e-12, atol=1e-10)
    torch.testing.assert_close(found, torch.autograd.grad(product, u)[0], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("kind", "options"), LINEAR)
def test_the_skewed_operator_is_k_less_its_transpose(kind: str, options: dict[str, Any]) -> None:
    k = operator(kind, options, 8, 8)
    u, v = images((8, 7), seed=1), images((8, 7), seed=2)
    found = beside(kind, "skewed")(k, u)
    torch.testing.assert_close(found, k(u) - beside(kind, "transposed")(k, u), rtol=1e-12, atol=1e-12)
    again = beside(kind, "skewed")(k, v)
    torch.testing.assert_close((v * found).sum(), -(u * again).sum(), rtol=1e-12, atol=1e-10)


@pytest.mark.parametrize(("kind", "options"), LINEAR)
def test_symmetric_fields_are_their_formulas_with_any_linear_operator(
    kind: str, options: dict[str, Any]
) -> None:
    """The Jacobian of −Kᵀ σ(N(K u)) is symmetric, with no positive eigenvalue where the norm's weights are positive."""
    field = field_with("symmetric", kind, options, 8, 8, negative=True).eval()
    norm = field.get_submodule("norm")
    norm.get_parameter("weight").data.abs_()
    u = images((8, 3))[:1]
    k = field.get_submodule("conv")
    rows = torch.autograd.functional.jacobian(k, u).reshape(72, 72)  # type: ignore[no-untyped-call]
    v = functional.relu(norm(k(u)))
    torch.testing.assert_close(field(u).flatten(), -(v.flatten() @ rows))
    slope = torch.autograd.functional.jacobian(field, u).reshape(72, 72)  # type: ignore[no-untyped-call]
    torch.testing.assert_close(slope, slope.T)
    assert torch.linalg.eigvalsh(slope).max() < 1e-9


@pytest.mark.parametrize("field", ["symmetric", "antisymmetric"])
@pytest.mark.parametrize(("inputs", "channels", "stride"), [(8, 16, 1), (8, 8, 2), (16, 8, 2)])
def test_a_field_that_leads_to_another_shape_has_no_transpose(
    field: str, inputs: int, channels: int, stride: int
) -> None:
    made = field_with(field, "lean", {}, inputs, channels, stride=stride)
    u = images((inputs, 7))
    k, norm = made.get_submodule("conv"), made.get_submodule("norm")
    v = functional.relu(norm(k(u)))
    expected = made.get_submodule("back")(v) if field == "symmetric" else v
    assert torch.equal(made(u), expected)
    assert made(u).shape == nn.Conv2d(inputs, channels, 3, stride, 1).double()(u).shape


def test_resnext_asks_its_operator_for_as_many_groups_as_its_cardinality() -> None:
    def conv2(kind: str, options: dict[str, Any]) -> nn.Module:
        return field_with("resnext", kind, options, 32, 32, cardinality=4, width=16).get_submodule("conv2")

    plain = loaded("fields", "resnext")(32, 32, cardinality=4, width=16).conv2
    for options, groups in [({}, 4), ({"groups": 2}, 2)]:
        grouped = conv2("grouped", options)
        assert isinstance(grouped, nn.Conv2d)
        assert grouped.groups == groups
        assert conv2("shuffle", options).groups == groups
    assert plain.groups == 4
    lean = conv2("lean", {"group": 2})
    assert isinstance(lean, LeanConv)
    assert weights(lean) == 8 * 8 + 5 * 2 * 8


# --- costs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("inputs", "channels", "stride"), WIDTHS)
@pytest.mark.parametrize("group", [1, 2, 4])
@pytest.mark.parametrize("points", STENCILS)
def test_lean_costs_its_points(points: int, group: int, inputs: int, channels: int, stride: int) -> None:
    """p·g·C + C² for C → C, as weights and as multiply–adds at each place."""
    lean = operator("lean", {"group": group, "stencil": points}, inputs, channels, stride)
    members = inputs // (gcd(inputs, channels) // group)
    expected = points * members * channels + inputs * channels
    assert weights(lean) == expected
    assert macs(lean, images((inputs, 8))) == 2 * expected * (8 // stride) ** 2
    assert sum(buffer.numel() for buffer in lean.buffers()) == 0


def test_depthwise_lean_with_4_points_costs_c2_and_4c_against_9c2() -> None:
    c = 32
    assert weights(operator("lean", {"stencil": 4}, c, c)) == c * c + 4 * c
    assert weights(operator("conv", {}, c, c)) == 9 * c * c
    assert weights(operator("grouped", {"groups": 4}, c, c)) == 9 * c * c // 4


@pytest.mark.parametrize("granularity", ["layer", "channel", "input"])
def test_the_collision_costs_no_parameters_but_w(granularity: str) -> None:
    ic = operator("ic", {"granularity": granularity}, 8, 12)
    assert weights(ic) == 9 * 8 * 12 + {"layer": 1, "channel": 12, "input": 8}[granularity]
    assert macs(ic, images((8, 8))) == 2 * 9 * 8 * 12 * 64
    assert not list(ic.buffers())


def test_separable_and_shuffle_cost_what_their_papers_say() -> None:
    c, d, g, places = 16, 24, 4, 2 * 8 * 8
    x = images((c, 8))
    assert macs(operator("depthwise-separable", {}, c, d), x) == (9 * c + c * d) * places
    assert macs(operator("shuffle", {"groups": g}, c, d), x) == ((c + d) * d // g + 9 * d) * places


# --- gradients --------------------------------------------------------------------------------------------------------


def gradients_are_right(model: nn.Module, inputs: int, size: int = 4) -> bool:
    x = images((inputs, size)).requires_grad_()
    names, values = zip(*model.named_parameters(), strict=True)

    def call(x: Tensor, *values: Tensor) -> Tensor:
        called: Tensor = torch.func.functional_call(model, dict(zip(names, values, strict=True)), x)
        return called

    return torch.autograd.gradcheck(call, (x, *values), fast_mode=True)


@pytest.mark.parametrize("stride", [1, 2])
@OPERATOR
def test_gradients_of_operators(kind: str, options: dict[str, Any], stride: int) -> None:
    assert gradients_are_right(operator(kind, options, 8, 8, stride).eval(), 8)


@pytest.mark.parametrize(
    ("field", "kind", "options"),
    [
        (field, kind, options)
        for kind, options in OPERATORS
        for field, each in FIELDS_WITH_OPERATORS
        if each == kind
    ],
)
def test_gradients_of_fields(kind: str, options: dict[str, Any], field: str) -> None:
    assert gradients_are_right(field_with(field, kind, options, 32, 32).eval(), 32)


def test_every_field_takes_an_operator() -> None:
    assert kinds("fields") == tuple(FIELDS)


# --- fields and starts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", FIELDS)
def test_the_widths_of_a_field_s_convolutions_are_read_from_its_text(field: str) -> None:
    made: list[Convolution] = []

    def recorded(inputs: int, channels: int, *, stride: int = 1, groups: int = 0) -> nn.Module:
        made.append(Convolution(inputs, channels, {"groups": groups} if groups else {}))
        return nn.Identity()

    loaded("fields", field)(16, 32, operator=recorded)
    assert list(widths(find("fields", field), 16, 32, {})) == made
    assert made


@pytest.mark.parametrize("group", [1, 8])
@pytest.mark.parametrize("points", STENCILS)
def test_lean_starts_with_the_variance_of_a_plain_convolution(points: int, group: int) -> None:
    """Kaiming: fan-in is that of the sum, so the output's variance is twice the input's, at any stencil."""
    torch.manual_seed(0)
    lean = LeanConv(64, 64, group=group, stencil=points)  # type: ignore[arg-type]
    plain = nn.Conv2d(64, 64, 3, padding=1, bias=False)
    for model in (lean, plain):
        model.apply(kaiming_fan_in.initialise)
    x = torch.randn(16, 64, 8, 8)
    inside = (slice(None), slice(None), slice(1, -1), slice(1, -1))
    assert lean(x)[inside].var().item() == pytest.approx(2, rel=0.1)
    assert plain(x)[inside].var().item() == pytest.approx(2, rel=0.1)


@pytest.mark.parametrize("initialiser", INITIALISERS)
@OPERATOR
def test_initialisers_reach_every_convolution_and_leave_w_where_it_started(
    kind: str, options: dict[str, Any], initialiser: str
) -> None:
    built = loaded("operators", kind)(8, 8, **options)
    before = {name: value.clone() for name, value in built.named_parameters()}
    built.apply(loaded("initialisers", initialiser))
    for name, value in built.named_parameters():
        if value.ndim == 4:
            assert not torch.equal(value, before[name]), name
        else:
            assert torch.equal(value, before[name]), name
    if isinstance(built, CollisionConv):
        assert torch.all(built.w == options.get("initial", 0.0))


@pytest.mark.parametrize(
    ("kind", "fan", "uniform"),
    [
        ("kaiming-fan-in", 9 * 32, False),
        ("kaiming-fan-in-uniform", 9 * 32, True),
        ("kaiming-fan-out", 9 * 64, False),
        ("kaiming-fan-out-uniform", 9 * 64, True),
        ("convolutions-fan-out", 9 * 64, False),
    ],
)
def test_convolutions_start_with_the_variance_2_over_their_fan(kind: str, fan: int, uniform: bool) -> None:
    torch.manual_seed(0)
    conv = nn.Conv2d(32, 64, 3, bias=False)
    loaded("initialisers", kind)(conv)
    weight, deviation = conv.weight.detach(), (2 / fan) ** 0.5
    assert weight.mean().item() == pytest.approx(0, abs=deviation / 50)
    assert weight.std().item() == pytest.approx(deviation, rel=0.03)
    assert (weight.abs().max().item() <= 3**0.5 * deviation) == uniform


@pytest.mark.parametrize("kind", INITIALISERS)
def test_linear_layers_start_without_a_bias_but_where_torch_s_own_are_left(kind: str) -> None:
    linear = nn.Linear(8, 4)
    before = {name: value.clone() for name, value in linear.state_dict().items()}
    loaded("initialisers", kind)(linear)
    assert torch.equal(linear.weight, before["weight"]) == (kind != "kaiming-fan-in")
    assert torch.equal(linear.bias, before["bias"]) == (kind == "convolutions-fan-out")
    assert linear.bias.any() == (kind == "convolutions-fan-out")
