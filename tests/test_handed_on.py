"""What a step returns: a sum, or what its fields read; the channels that follow, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from emitted import images
from test_emitters_agree import assert_emitters_agree

import tableau2net
from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.pipeline import settings
from tableau2net.read import NetworkDocument, load_network

DENSE: dict[str, Any] = {
    "scheme": "explicit-5",
    "coupling": "concat",
    "output": "concat",
    "growth": 4,
    "periods": [{"channels": 8, "steps": 1}, {"steps": 1}],
    "transition": {"kind": "conv-pool", "compression": "1/2"},
    "field": {"kind": "bottleneck"},
}
LINKS = {"coupling": "links", "scheme": "implicit-5"}
ADDED = {"output": "sum", "growth": None, "periods.1.channels": 8, "transition": {"kind": "conv-pool"}}
JACOBI = {"mode": "fused", "sweeps": 2, "order": "jacobi"}
EULER = {"name": "e", "kind": "family", "family": "explicit", "stages": 1}
OTHERS: dict[str, dict[str, Any]] = {
    "explicit": {},
    "numbers": {"scheme": "rk4"},
    "several steps": {"periods": [{"channels": 6, "steps": 3}, {"steps": 2}]},
    "without the state": {"scheme": "fractal3"},
    "several fields": {"scheme": "ars222"},
    "implicit": {"scheme": "implicit-5", "weights": "stage"},
    "last sweep": {"scheme": "implicit-5", "output": "last-sweep", "periods.*.steps": 2},
    "links": {"coupling": "links", "field": {"kind": "norm-conv"}},
    "links that stages share": {**LINKS, "weights": "stage", "norm": {"per": "evaluation"}},
    "links of one width": {**LINKS, **ADDED, "scheme": "gauss2"},
    "updates of slopes": {"scheme": "implicit-5", "implicit": {**JACOBI, "reads": "slopes"}},
    "jacobi links": {**LINKS, "implicit": JACOBI},
    "both states": {"head": {"kind": "multiscale", "reads": "first-and-last"}},
    "both states of the last": {"head": {"kind": "linear", "reads": "first-and-last"}},
    "dropped": {"stochastic_depth": {"rate": 0.5}},
    "activated": {"after": "relu"},
    "pooled": {"pool": "max", "transition": {"kind": "projection", "compression": "1/2"}},
    "residual": {"transition": {"kind": "projection", "compression": "1/3", "residual": True}},
    "every period's state": {"head": {"kind": "multiscale"}},
    "parts": {"periods": [{"channels": 6, "parts": [{"steps": 2}, {"steps": 1, "output": "sum"}]}], "transition": None},
}  # fmt: skip


def overridden(overrides: dict[str, Any]) -> dict[str, Any]:
    """The overrides that make a small network of `resnet20` that hands on a concatenation."""
    return {"input.size": 16, **DENSE, **overrides}


def network(**overrides: Any) -> NetworkDocument:
    return load_network("resnet20", settings(overridden(overrides)))


def compiled(**overrides: Any) -> torch.nn.Module:
    return tableau2net.compile("resnet20", **overridden(overrides))


@pytest.mark.parametrize("kind", OTHERS)
def test_both_emitters_build_the_same(kind: str, tmp_path: Path) -> None:
    assert_emitters_agree(tmp_path, "resnet20", overridden(OTHERS[kind]))


@pytest.mark.parametrize("channels", [6, 9])
@pytest.mark.parametrize("growth", [1, 5])
@pytest.mark.parametrize(("steps", "output"), [(1, "concat"), (3, "concat"), (2, "last-sweep")])
def test_a_state_has_the_channels_that_follow(channels: int, growth: int, steps: int, output: str) -> None:
    """c + n s k after n steps of s slopes of k channels, s k where the state is left out; ⌊θ m⌋ after a transition."""
    overrides: dict[str, Any] = {"scheme": "implicit-5", "growth": growth, "output": output}
    overrides["periods"] = [{"channels": channels, "steps": steps}, {"steps": 1}]
    document = network(**overrides)
    first = channels + 5 * growth * steps if output == "concat" else 5 * growth
    second = first // 2 + 5 * growth if output == "concat" else 5 * growth
    assert document.widths == ((channels, first), (first // 2, second))
    model = compiled(**overrides).eval()
    seen = list[int]()
    for name in ("transition1", "head"):
        model.get_submodule(name).register_forward_pre_hook(lambda _, given: seen.append(given[0].shape[1]))
    model(images((3, 16)).float())
    assert seen == [first, second]


def test_the_state_is_handed_on_as_it_is_with_the_slopes_beside_it() -> None:
    model = compiled().double().eval()
    step, u = model.get_submodule("period1"), images((8, 8))
    found = step(u)
    assert torch.equal(found[:, :8], u)
    assert torch.equal(found[:, 8:12], step.get_submodule("f1")(u))


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({"coupling": "sum", "scheme": "rk4"}, "hands on a concatenation where its stages read one"),
        ({"growth": None}, "the key 'growth' is missing"),
        ({"output": "sum"}, "as wide as the state"),
        ({"scheme": "revnet"}, "a scheme that carries the state alone"),
        ({"scheme": "ab2", "starter": "euler"}, "a scheme that carries the state alone"),
        ({"step_size": "learned"}, "multiplies no slope by a step size"),
        ({"output": "last-sweep"}, "a last sweep is that of an implicit scheme"),
        ({"scheme": "implicit-5", "implicit": {"mode": "solve"}}, "slopes as wide as the state"),
        ({"transition": {"kind": "pad-pool", "by_scheme": True}, "periods.1.channels": 9}, "hands on a sum"),
        ({"periods.1.channels": 8}, "the channels follow from the period before"),
        ({"transition": {"kind": "conv-pool"}}, "the key 'channels' is missing"),
        ({"periods": [{"steps": 1}, {"steps": 1}]}, "the key 'channels' is missing"),
        ({"periods": [{"channels": 8, "steps": 1}]}, "compression has no effect here"),
        ({"transition": {"kind": "conv-pool", "compression": "3/2"}}, "out of bounds"),
        ({"transition": {"kind": "conv-pool", "compression": "sqrt(2)/2"}}, "not rational"),
        ({"transition": {"kind": "conv-pool", "compression": "1/100"}}, "this state has no channels"),
        ({"growth": 65536}, "this state has too many channels"),
        ({"periods.0.steps": 3, "scheme": EULER, "weights": "period"}, "inputs of different width"),
        ({"coupling": "links", "weights": "node"}, "coupling by links gives each link a field of its own"),
        ({**LINKS, **ADDED, "implicit": {"mode": "solve"}}, "one field for each stage"),
        ({"pool": "max", "head": {"kind": "linear", "reads": "first-and-last"}}, "have one resolution"),
        ({**ADDED, "scheme": "gauss2", "coupling": "sum", "implicit": {**JACOBI, "reads": "slopes"}}, "adds the slope"),
        ({"drop_path": {"rate": 0.1}}, "joins nothing"),
        ({"step_size": "1/2"}, "step_size has no effect here"),
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_refused(overrides: dict[str, Any], expected: str) -> None:
    with pytest.raises(InputError) as caught:
        compiled(**overrides)
    message = str(caught.value)
    assert expected in message
    assert "\n" not in message


def test_it_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "densenet_bc_100_12"]) == 0
    output = capsys.readouterr().out
    assert "output      concat, of slopes of 12 channels\n" in output
    assert "1×24 to 216  1×108 to 300  1×150 to 342  (steps×channels)" in output
    assert "conv-pool (compression: 1/2)" in output
