"""Networks that are known under other names come out of the one pipeline."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from emitted import SMALL, images, network_around, smaller
from torch import Tensor, nn
from torch.nn import functional

import tableau2net
from tableau2net.errors import InputError


def test_lm_resnet_with_k_0_is_the_resnet() -> None:
    lm = tableau2net.compile("lm_resnet20", **SMALL).double().eval()
    resnet = tableau2net.compile("resnet20", **SMALL).double().eval()
    state = lm.state_dict()
    for key in [key for key in state if key.endswith(".k")]:
        assert state[key] != 0
        state[key].zero_()
    renamed: dict[str, Tensor] = {}
    for key, value in state.items():  # the LM net's first step is its starter
        if key.startswith("start1."):
            renamed["period1.0." + key.removeprefix("start1.")] = value
        elif key.startswith("period1."):
            _, index, rest = key.split(".", 2)
            renamed[f"period1.{int(index) + 1}.{rest}"] = value
        elif not key.endswith(".k"):
            renamed[key] = value
    renamed = {key: value for key, value in renamed.items() if not key.endswith(".k")}
    resnet.load_state_dict(renamed)
    x = images((2, 8))
    assert torch.equal(lm(x), resnet(x))


def test_lm_resnet_is_the_authors_forward_pass() -> None:
    """u_{n+1} = (1 − k) u_n + k u_{n−1} + f(u_n); after a downsampling block u_{n−1} is its shortcut."""
    model = tableau2net.compile("lm_resnet20", **SMALL).double().eval()
    part = model.get_submodule

    def step(name: str, u: Tensor, previous: Tensor) -> tuple[Tensor, Tensor]:
        k = model.get_parameter(f"{name}.k")
        return (1 - k) * u + k * previous + part(f"{name}.f1")(u), u

    x = images((2, 8))
    previous = part("stem")(x)
    u = previous + part("start1.f1")(previous)
    for n in range(2):
        u, previous = step(f"period1.{n}", u, previous)
    shortcut = part("transition1")(u)
    u, previous = shortcut + part("residual1")(u), shortcut
    for n in range(2):
        u, previous = step(f"period2.{n}", u, previous)
    assert torch.equal(model(x), part("head")(u))


def test_lm_resnet_164_is_the_authors_forward_pass() -> None:
    """Written anew from its weights: bottlenecks, of which those that widen are plain residual ones; what they put
    through their shortcut is the next one's past."""
    model = tableau2net.compile("lm_resnet164", **smaller("lm_resnet164")).double().eval()
    weights = dict(model.state_dict())

    def activated(name: str, u: Tensor) -> Tensor:
        mean, variance = weights[f"{name}.running_mean"], weights[f"{name}.running_var"]
        scale, shift = weights[f"{name}.weight"], weights[f"{name}.bias"]
        mean, variance, scale, shift = (each[:, None, None] for each in (mean, variance, scale, shift))
        return ((u - mean) / (variance + 1e-5).sqrt() * scale + shift).clamp(min=0)  # type: ignore[no-any-return]

    def bottleneck(name: str, u: Tensor, stride: int = 1) -> Tensor:
        for i, (padding, by) in enumerate(((0, 1), (1, stride), (0, 1)), 1):
            v = activated(f"{name}.norm{i}", u)
            u = functional.conv2d(v, weights[f"{name}.conv{i}.weight"], stride=by, padding=padding)
        return u

    x = images((3, 16))
    u = functional.conv2d(x, weights["stem.conv.weight"], padding=1)
    for period, stride in ((0, 1), (1, 2)):
        v = activated(f"transition{period}.norm", u)
        shortcut = functional.conv2d(v, weights[f"transition{period}.conv.weight"], stride=stride)
        u, previous = shortcut + bottleneck(f"residual{period}", u, stride), shortcut
        for n in range(3):
            name = f"period{period + 1}.{n}"
            k = weights[f"{name}.k"]
            u, previous = (1 - k) * u + k * previous + bottleneck(f"{name}.f1", u), u
    average = activated("head.norm", u).mean((2, 3))
    torch.testing.assert_close(
        model(x), average @ weights["head.linear.weight"].T + weights["head.linear.bias"]
    )


def test_lm_resnet_with_a_fixed_k_of_0_has_no_k_and_no_history() -> None:
    fixed: dict[str, Any] = {"scheme.parameters.k.value": 0}
    with pytest.raises(InputError, match="history has no effect here: lm2 keeps no past"):
        tableau2net.emit("lm_resnet20", **fixed)
    assert "self.k" not in tableau2net.emit("lm_resnet20", **fixed, history=None)


class Revnet(nn.Module):
    """y1 = x1 + f1(x2), y2 = x2 + f2(y1) (Gomez et al. 2017), written by hand."""

    def __init__(self, step: nn.Module) -> None:
        super().__init__()
        self.f1, self.f2 = step.get_submodule("f1"), step.get_submodule("f2")

    def forward(self, x1: Tensor, x2: Tensor) -> tuple[Tensor, Tensor]:
        y1 = x1 + self.f1(x2)
        return y1, x2 + self.f2(y1)


def test_revnet_is_a_general_linear_method() -> None:
    built = tableau2net.compile("resnet20", **network_around("revnet")).double().eval()
    step = built.get_submodule("period1.0")
    x1, x2 = images((2, 8), seed=2), images((2, 8), seed=3)
    ours, hand = step(x1, x2), Revnet(step)(x1, x2)
    assert all(torch.equal(a, b) for a, b in zip(ours, hand, strict=True))


def test_polynet_is_a_general_linear_method() -> None:
    overrides = network_around("polynet2", weights="step")
    built = tableau2net.compile("resnet20", **overrides).double().eval()
    step = built.get_submodule("period1.0")
    f, u = step.get_submodule("f"), images((4, 8))
    assert torch.equal(step(u), u + f(u) + f(f(u)))


def step_of(reference: str, name: str = "period1.0") -> nn.Module:
    return tableau2net.compile(reference, **smaller(reference)).double().eval().get_submodule(name)


def test_polynet_is_backward_euler_truncated() -> None:
    """For a linear field that is small, u + F u + F² u is (I − F)⁻¹ u up to F³ u."""
    scalar = torch.tensor(1e-2, dtype=torch.float64)
    overrides = network_around("polynet2", weights="step")
    poly = tableau2net.compile("resnet20", **overrides).double().eval().get_submodule("period1.0")
    field = nn.Linear(1, 1, bias=False, dtype=torch.float64)
    field.weight = nn.Parameter(scalar.view(1, 1))
    poly.set_submodule("f", field)
    u = torch.ones(1, 1, dtype=torch.float64)
    error = (poly(u) - u / (1 - scalar)).abs()
    assert 0.9 * scalar**3 < error < 1.1 * scalar**3


def test_the_hamiltonian_network_is_its_paper_s_and_can_be_undone() -> None:
    """Y′ = Y + K₁ᵀ σ(K₁ Z),  Z′ = Z − K₂ᵀ σ(K₂ Y′)  (Chang et al. 2018, what they call Verlet's method)."""
    step = step_of("hamiltonian")

    def pulled(field: nn.Module, u: Tensor) -> Tensor:
        weight = field.get_parameter("conv.weight")
        v = field.get_submodule("norm")(functional.conv2d(u, weight, padding=1)).relu()
        return functional.conv_transpose2d(v, weight, padding=1)

    y, z = images((4, 8), seed=2), images((4, 8), seed=3)
    new_y = y + pulled(step.get_submodule("f1"), z)
    new_z = z - pulled(step.get_submodule("f2"), new_y)
    ours = step(y, z)
    torch.testing.assert_close(ours, (new_y, new_z))
    old_z = ours[1] - step.get_submodule("f2")(ours[0])
    old_y = ours[0] - step.get_submodule("f1")(old_z)
    torch.testing.assert_close((old_y, old_z), (y, z))


def test_the_midpoint_network_leaps_over_a_field_with_an_imaginary_spectrum() -> None:
    step = step_of("midpoint_net")
    field = step.get_submodule("f1")
    u, u_prev = images((8, 8), seed=2), images((8, 8), seed=3)
    torch.testing.assert_close(step(u, u_prev), (u_prev + 2 * field(u), u))
    weight = field.get_parameter("conv.weight")
    flipped = weight.transpose(0, 1).flip(2, 3)
    v = images((8, 8), seed=4)

    def linear(x: Tensor) -> Tensor:
        return functional.conv2d(x, weight - flipped, padding=1)

    assert (v * linear(u)).sum().item() == pytest.approx(-(u * linear(v)).sum().item())  # antisymmetric
    expected = functional.relu(field.get_submodule("norm")(linear(u)))
    assert torch.equal(field(u), expected)


@pytest.mark.parametrize("columns", [1, 2, 3, 4])
def test_fractalnet_expands_as_its_rule_says(columns: int) -> None:
    """f_1 = a field; f_{C+1} = (f_C ∘ f_C) joined with a field, where joins that meet are one mean."""
    settings: dict[str, Any] = {**smaller("fractalnet"), "scheme.columns": columns}
    step = tableau2net.compile("fractalnet", **settings).double().eval().get_submodule("period1")
    used: list[str] = []

    def expand(order: list[str], u: Tensor, depth: int) -> list[Tensor]:
        """The values that the join at the end of a block of `depth` columns takes the mean of, the deepest first."""
        if depth == 1:
            used.append(order.pop(0))
            return [step.get_submodule(used[-1])(u)]
        first = torch.stack(expand(order, u, depth - 1)).mean(0)
        ending = expand(order, first, depth - 1)
        used.append(order.pop(0))
        return [*ending, step.get_submodule(used[-1])(u)]

    slots = [f"f{i + 1}" for i in range(2**columns - 1)]
    u = images((8, 8))
    expected = torch.stack(expand(list(slots), u, columns)).mean(0)
    torch.testing.assert_close(step(u), expected)
    assert used == slots


@pytest.mark.parametrize("output", ["sum", "concat"])
def test_stages_whose_inputs_are_concatenated_see_all_earlier_ones(output: str) -> None:
    handed_on: dict[str, Any] = {"output": output, "growth": 8 if output == "concat" else None}
    settings: dict[str, Any] = {**smaller("densenet40_12"), "scheme.stages": 4, **handed_on}
    if output == "sum":
        settings |= {"periods": [{"channels": 8, "steps": 1}], "transition": None}
    model = tableau2net.compile("densenet40_12", **settings).double().eval()
    step, u = model.get_submodule("period1"), images((8, 8))
    layers: list[Tensor] = []
    for i in range(4):
        layers.append(step.get_submodule(f"f{i + 1}")(torch.cat([u, *layers], 1)))
    added = u + torch.stack(layers).sum(0)
    torch.testing.assert_close(step(u), added if output == "sum" else torch.cat([u, *layers], 1))


def test_a_step_of_one_stage_a_layer_is_the_same_dense_block() -> None:
    """DenseNet is forward Euler with concatenation: n steps of one stage are one step of n stages."""
    block = tableau2net.compile("densenet40_12", **smaller("densenet40_12"), **{"scheme.stages": 3})
    single: dict[str, Any] = {"scheme.stages": 1, "periods.*.steps": 3}
    euler = tableau2net.compile("densenet40_12", **smaller("densenet40_12"), **single)
    names = {
        f"period{p}.f{i + 1}": f"period{p}{f'_{i + 1}' if i else ''}.f1" for p in (1, 2) for i in range(3)
    }
    for one, other in names.items():
        euler.get_submodule(other).load_state_dict(block.get_submodule(one).state_dict())
    for name in ("stem", "transition1", "head"):
        euler.get_submodule(name).load_state_dict(block.get_submodule(name).state_dict())
    x = images((3, 16)).float()
    assert torch.equal(block(x), euler(x))


@pytest.mark.parametrize("k", [3, 4, 5])
def test_a_longer_history_is_weighted_by_learned_numbers(k: int) -> None:
    """u_{n+1} = (1 − Σ a_j) u_n + Σ a_j u_{n−j} + f(u_n); with all a_j = 0 it is the residual network's step."""
    step = step_of(f"lm{k}_resnet", "period2.0")
    states = [images((16, 8), seed=j) for j in range(k)]
    a = [step.get_parameter(f"a{j}") for j in range(1, k)]
    f = step.get_submodule("f1")
    expected = (1 - sum(a)) * states[0] + f(states[0])
    for weight, state in zip(a, states[1:], strict=True):
        expected = expected + weight * state
    results = step(*states)
    torch.testing.assert_close(results[0], expected)
    assert all(map(torch.equal, results[1:], states[:-1]))
    with torch.no_grad():
        for weight in a:
            weight.zero_()
    assert torch.equal(step(*states)[0], states[0] + f(states[0]))
