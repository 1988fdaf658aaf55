"""What becomes of the past at a transition: it goes through the shortcut, or through a projection of its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import torch
from emitted import SMALL, images, network_around
from test_emitters_agree import assert_emitters_agree
from torch import Tensor, nn

import tableau2net
from tableau2net.errors import InputError
from tableau2net.pipeline import settings
from tableau2net.read import load_network
from tableau2net.report.summary import summary

OWN: Any = {"transport": "own"}


def parameters(reference: str, **overrides: Any) -> int:
    return summary(load_network(reference, settings(overrides))).parameters


@pytest.mark.parametrize(
    ("overrides", "shared", "own"),
    [({}, 34_424_784, 35_081_680), ({"field.cardinality": 16, "classes": 100}, 68_245_546, 68_902_442)],
)
def test_lm_resnext_has_a_second_projection_at_each_downsampling(
    overrides: dict[str, Any], shared: int, own: int
) -> None:
    """1×1 convolutions of 256 to 512 and of 512 to 1024 channels, with batch norms before them; none from 64 to 256."""
    assert own - shared == 256 * 512 + 512 * 1024 + 2 * (256 + 512)
    assert parameters("lm_resnext29", **overrides) == shared
    assert parameters("lm_resnext29", **{**overrides, "history": OWN}) == own
    assert parameters("lm_resnext29_own", **overrides) == own


def looked_back(model: nn.Module, image: Tensor) -> Tensor:
    """LM-ResNet written down: u′ = (1 − k) u + k u_prev + f(u), where u_prev has a projection of its own."""

    def part(name: str) -> nn.Module:
        return model.get_submodule(name)

    u_prev = part("stem")(image)
    u = u_prev + part("start1.f1")(u_prev)
    for number in (1, 2):
        for _, step in part(f"period{number}").named_children():
            k, f = step.get_parameter("k"), step.get_submodule("f1")
            u, u_prev = (1 - k) * u + k * u_prev + f(u), u
        if number == 1:
            u, u_prev = part("transition1")(u) + part("residual1")(u), part("past1")(u)
    logits: Tensor = part("head")(u)
    return logits


@pytest.mark.parametrize("training", [True, False])
def test_the_past_s_own_projection_is_looked_back_on(training: bool) -> None:
    model = tableau2net.compile("lm_resnet20", **SMALL, history=OWN).double().train(training)
    image = images((2, 8))
    torch.testing.assert_close(model(image), looked_back(model, image))


@pytest.mark.parametrize("residual", [True, False])
@pytest.mark.parametrize("scheme", ["lm2", "lm3", "ab3", "extrapolated_bdf2"])
def test_every_value_of_the_past_goes_through_it_in_both_emitters(
    scheme: str, residual: bool, tmp_path: Path
) -> None:
    transition = {"kind": "projection", "residual": residual}
    overrides = network_around(scheme, history=OWN, transition=transition)
    assert_emitters_agree(tmp_path, "resnet20", overrides)
    own = {name for name, _ in tableau2net.compile("resnet20", **overrides).named_children()}
    assert "past1" in own or (
        scheme == "ab3" and residual
    )  # whose past is slopes: they have the new one's width


def test_shared_is_another_word_for_transport() -> None:
    shared = load_network("lm_resnet20", settings({"history": {"transport": "shared"}}))
    assert shared == load_network("lm_resnet20")


@pytest.mark.parametrize(
    ("reference", "history", "message"),
    [
        ("lm_resnet20", "transprt", "'transprt'; expected 'transport'"),
        ("lm_resnet20", {"transport": "owned"}, "found 'owned'; expected 'own'"),
        ("lm_resnet20", {"carry": "own"}, "this key is not known: found 'carry'"),
        ("lm_resnet20", ["own"], "a list"),
        ("resnet20", OWN, "no past goes through a projection of its own: found euler;"),
    ],
)
def test_another_history_is_refused(reference: str, history: Any, message: str) -> None:
    with pytest.raises(InputError) as error:
        tableau2net.emit(reference, history=history)
    assert re.search(message, str(error.value)), error.value


def test_a_projection_that_nothing_goes_through_is_refused() -> None:
    """The one slope that Adams and Bashforth's two-step method looks back on is that of the transition itself."""
    overrides = network_around("ab2", history=OWN)
    with pytest.raises(InputError, match="no past goes through a projection of its own: found ab2;"):
        tableau2net.emit("resnet20", **overrides)
    assert tableau2net.emit("resnet20", **{**overrides, "history": "transport"})


def test_a_summary_counts_them_with_their_transition() -> None:
    parts = {part.name: part for part in summary(load_network("lm_resnext29_own")).parts}
    assert set(parts) == {
        *("stem", "transition0", "period1", "transition1", "period2", "transition2", "period3", "head")
    }
    assert parts["transition1"].content == "projection + projection + resnext"
