"""Which field evaluations share parameters, counted by the modules that are really there."""

from __future__ import annotations

import pytest
import torch
from emitted import network_around
from torch import nn

import tableau2net
from tableau2net.components.fields.basic import BasicField


def fields_of(scheme: str, weights: str, steps: int = 3, **overrides: object) -> list[nn.Module]:
    chosen = network_around(scheme, weights=weights, **overrides)
    chosen["periods"] = [{"channels": 4, "steps": steps}]
    network = tableau2net.compile("resnet20", **chosen)
    return [module for module in network.modules() if isinstance(module, BasicField)]


@pytest.mark.parametrize(
    ("scheme", "weights", "count"),
    [
        ("rk4", "evaluation", 12),
        ("rk4", "stage", 12),
        ("rk4", "node", 7),  # t = 0, 1/2, 1, 3/2, 2, 5/2, 3
        ("rk4", "step", 3),
        ("rk4", "period", 1),
        ("rk38", "node", 10),  # 0, 1/3, 2/3, 1, …, 3
        ("euler", "node", 3),
        ("ab2", "node", 3),  # Heun's 0 and 1, then 1 again and 2
        ("ab2", "period", 1),
        ("backward_euler", "evaluation", 6),
        ("backward_euler", "node", 3),
    ],
)
def test_how_many_fields_three_steps_have(scheme: str, weights: str, count: int) -> None:
    assert len(fields_of(scheme, weights)) == count


@pytest.mark.parametrize(("weights", "count"), [("evaluation", 3 * 8), ("stage", 3 * 4), ("step", 3)])
def test_a_fused_iteration_has_update_fields_of_its_own(weights: str, count: int) -> None:
    implicit = {"mode": "fused", "sweeps": 3}
    assert len(fields_of("gauss2", weights, implicit=implicit)) == count


def test_the_field_at_the_end_of_a_step_is_the_one_at_the_start_of_the_next() -> None:
    overrides = network_around("rk4", weights="node")
    network = tableau2net.compile("resnet20", **overrides)
    assert network.get_submodule("period1.0.f4") is network.get_submodule("period1.1.f1")
    assert network.get_submodule("period1.0.f1") is not network.get_submodule("period1.1.f1")


def test_shared_fields_survive_a_checkpoint() -> None:
    overrides = network_around("rk4", weights="period")
    first, second = (tableau2net.compile("resnet20", **overrides).eval() for _ in range(2))
    second.load_state_dict(first.state_dict())
    x = torch.randn(1, 2, 8, 8)
    assert torch.equal(first(x), second(x))
