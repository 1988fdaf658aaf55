"""A class for every pixel: the up-path learns from per-pixel labels, at the size of the image."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from sklearn.datasets import load_digits
from torch.nn import functional

import tableau2net

TINY: dict[str, Any] = {
    "input": {"channels": 1, "size": 8},
    "classes": 3,
    "periods": [{"channels": 8, "steps": 1}, {"channels": 16, "steps": 1}],
    "head": {"kind": "segmentation", "width": 8},
}


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["euler", "rk4"])
def test_labels_of_pixels_are_learned(scheme: str) -> None:
    """Dark, grey and light pixels of real digits: the loss on one batch falls below a tenth of its start."""
    torch.manual_seed(0)
    images = torch.tensor(load_digits().images[:32], dtype=torch.float32)[:, None] / 16
    labels = torch.bucketize(images[:, 0], torch.tensor([0.25, 0.75]))
    network = tableau2net.compile("resnet20", **TINY, scheme=scheme)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    losses = []
    for _ in range(120):
        loss = functional.cross_entropy(network(images), labels)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0] / 10


def test_logits_may_be_larger_than_the_first_period() -> None:
    overrides = {**TINY, "head": {"kind": "segmentation", "width": 8, "scale": 4}}
    network = tableau2net.compile("resnet20", **overrides)
    assert network(torch.rand(2, 1, 8, 8)).shape == (2, 3, 32, 32)


def test_an_image_of_odd_size_has_logits_of_its_size() -> None:
    network = tableau2net.compile("resnet20", **{**TINY, "input": {"channels": 1, "size": 13}})
    assert network(torch.rand(2, 1, 13, 13)).shape == (2, 3, 13, 13)


def test_the_emitted_file_says_what_its_result_is() -> None:
    assert "logits (N, 3, H, W)" in tableau2net.emit("resnet20", **TINY)
