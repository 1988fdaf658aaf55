"""Every network of the catalogue: it evaluates the same each time, and it learns real digits."""

from __future__ import annotations

from functools import cache

import pytest
import torch
from cover import few_networks, tiered
from emitted import distinct, images, smaller
from torch import Tensor
from torch.nn import functional

import tableau2net
from tableau2net.read import catalogue, load_network
from tableau2net.report.summary import summary

ALL = [entry.name for entry in catalogue() if entry.kind == "network"]
NETWORKS = distinct(ALL)
# Computed; test_rkcnn.py compares those that were published.
PARAMETERS = {
    "resnet20": 272_378,
    "lm_resnet20": 272_384,
    "resnet110": 1_730_618,
    "lm_resnet110": 1_730_669,
    "lm_resnet110_stochastic": 1_730_669,
    "resnet164": 1_703_674,
    "lm_resnet164": 1_703_725,
    "resnext29": 34_424_778,
    "lm_resnext29": 34_424_784,
    "resnet50": 25_553_064,
    "lm_resnet50": 25_553_076,
    "resnet101": 44_545_192,
    "lm_resnet101": 44_545_221,
}


@pytest.mark.parametrize("name", ALL)
def test_its_file_is_short_and_says_where_it_is_from(name: str) -> None:
    document = load_network(name)
    assert document.title
    assert document.reference


@pytest.mark.slow
@pytest.mark.parametrize("name", PARAMETERS)
def test_how_many_parameters_it_has_at_full_size(name: str) -> None:
    assert summary(load_network(name)).parameters == PARAMETERS[name]


@pytest.mark.slow
@pytest.mark.parametrize("depth", ["20", "32", "44", "56", "110", "164", "50", "101"])
def test_its_depth_counts_the_layers_with_weights(depth: str) -> None:
    """Two convolutions a block, three a bottleneck; the stem and the linear layer."""
    for name in (f"resnet{depth}", f"lm_resnet{depth}"):
        document = load_network(name)
        blocks = summary(document).evaluations
        convolutions = 2 if document.field.component.kind == "basic" else 3
        assert convolutions * blocks + 2 == int(depth)


@pytest.mark.slow
def test_an_lm_network_has_one_parameter_more_for_each_two_step_block() -> None:
    for depth, blocks in (("20", 6), ("32", 12), ("44", 18), ("56", 24), ("110", 51), ("164", 51)):
        plain, lm = (summary(load_network(f"{kind}{depth}")).parameters for kind in ("resnet", "lm_resnet"))
        assert lm - plain == blocks


@pytest.mark.parametrize("name", tiered(NETWORKS, few_networks(), "slow"))
def test_it_evaluates_the_same_each_time_and_draws_nothing(name: str) -> None:
    model = tableau2net.compile(name, **smaller(name)).eval()
    x = images((3, 16)).float()
    before = torch.get_rng_state()
    assert torch.equal(model(x), model(x))
    assert torch.equal(torch.get_rng_state(), before)


@cache
def digits() -> tuple[Tensor, Tensor]:
    """A batch of the 8×8 digits: 48 images in [−1, 1], and what they show."""
    datasets = pytest.importorskip("sklearn.datasets")
    pixels, labels = datasets.load_digits(return_X_y=True)
    return torch.tensor(pixels[:48], dtype=torch.float32).view(-1, 1, 8, 8) / 8 - 1, torch.tensor(labels[:48])


@pytest.mark.slow
@pytest.mark.parametrize("name", tiered(NETWORKS, few_networks()))
def test_it_learns_a_batch_of_digits(name: str) -> None:
    torch.manual_seed(0)
    settings = {**smaller(name), "input.channels": 1, "input.size": 8}
    model = tableau2net.compile(name, **settings)
    optimiser = torch.optim.Adam(model.parameters(), 3e-3)
    x, labels = digits()
    first = None
    for _ in range(150):
        logits = model(x)
        places = logits[:, 0].shape  # (48,), and the image's where every pixel has a class
        target = labels.view(-1, *[1] * (len(places) - 1)).expand(places)
        loss = functional.cross_entropy(logits, target)
        first = loss.item() if first is None else first
        if loss.item() < first / 10:
            return
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    pytest.fail(f"the loss fell from {first:.3f} to {loss.item():.3f} only")
