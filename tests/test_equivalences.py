"""Networks that are known under other names come out of the one pipeline."""

from __future__ import annotations

from typing import Any

import torch
from emitted import SMALL, images, network_around
from torch import Tensor, nn

import tableau2net


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


def test_lm_resnet_with_a_fixed_k_of_0_has_no_k_and_no_history() -> None:
    text = tableau2net.emit("lm_resnet20", **{"scheme.parameters.k.value": 0})
    assert "self.k" not in text


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


def test_rkcnn_e_has_the_published_number_of_parameters() -> None:
    model = tableau2net.compile("rkcnn_e")
    assert sum(parameter.numel() for parameter in model.parameters()) == 1_192_810


def test_rkcnn_i_and_r_have_the_published_number_of_parameters() -> None:
    for order in ("gauss-seidel", "jacobi"):
        implicit: dict[str, Any] = {"mode": "fused", "sweeps": 1, "order": order}
        model = tableau2net.compile("rkcnn_e", scheme="implicit-5", implicit=implicit)
        assert sum(parameter.numel() for parameter in model.parameters()) == 2_551_210
