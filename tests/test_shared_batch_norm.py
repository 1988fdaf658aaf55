"""Batch normalisation over several processes is batch normalisation of the whole batch."""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from programs import loaded
from torch import Tensor, distributed, nn
from torch.multiprocessing.spawn import start_processes

import tableau2net
from tableau2net.train.batch_norm import SharedBatchNorm2d, share, unshare

SHARES = (3, 5)
PERIODS: Any = [{"channels": 4, "steps": 1}, {"channels": 8, "steps": 1}]
Network = Callable[[], nn.Module]


def norm() -> nn.Module:
    return nn.BatchNorm2d(4)


def cumulative() -> nn.Module:
    return nn.BatchNorm2d(4, momentum=None)


def untracked() -> nn.Module:
    return nn.BatchNorm2d(4, affine=False, track_running_stats=False)


def resnet() -> nn.Module:
    return tableau2net.compile("resnet20", periods=PERIODS)


NETWORKS = (norm, cumulative, untracked, resnet)


def example(network: Network) -> tuple[nn.Module, Tensor]:
    """A network and a batch of SHARES images for it, in float64, with weights that are not symmetric."""
    torch.manual_seed(0)
    made = network().double()
    for parameter in made.parameters():
        nn.init.normal_(parameter, 0.3, 0.5)
    channels = 3 if network is resnet else 4
    return made, torch.randn(sum(SHARES), channels, 8, 8, dtype=torch.float64) * 2 + 30


def trained(network: nn.Module, images: Tensor, first: int) -> dict[str, Any]:
    """What two steps leave behind; the loss is a sum over the images, each with a factor of its own."""
    inputs = images.clone().requires_grad_()
    for _ in range(2):
        outputs = network(inputs)
        weights = torch.arange(first, first + len(images), dtype=outputs.dtype).cos()
        (outputs.flatten(1).sin().sum(1) @ weights).backward()
    weight_gradients = {name: parameter.grad for name, parameter in network.named_parameters()}
    return {"outputs": outputs.detach(), "inputs": inputs.grad, "weights": weight_gradients} | {
        "buffers": dict(network.named_buffers())
    }


def meet(folder: Path, rank: int, count: int) -> None:
    """Start one of so many processes that find each other by a file, over the loopback device alone."""
    os.environ["GLOO_SOCKET_IFNAME"] = "lo" if sys.platform == "linux" else "lo0"
    torch.set_num_threads(1)
    distributed.init_process_group(
        "gloo", init_method=f"file://{folder / 'meeting'}", rank=rank, world_size=count
    )


def together(count: int, function: Callable[..., None], *arguments: object) -> None:
    """Call the function in so many processes, with the number of each, and wait. Raises what one of them does."""
    loaded()
    start_processes(function, arguments, count, start_method="forkserver")  # type: ignore[no-untyped-call]


def work(rank: int, folder: Path, shares: tuple[int, ...]) -> None:
    """One of the processes: it trains each network on its share of the batch and saves what that leaves behind."""
    meet(folder, rank, len(shares))
    for network in NETWORKS:
        made, images = example(network)
        own = torch.split(images, list(shares))[rank]
        found = trained(share(made), own, sum(shares[:rank]))
        torch.save(found, folder / f"{network.__name__}{rank}.pt")
    distributed.destroy_process_group()


@pytest.mark.slow
@pytest.mark.parametrize("shares", [SHARES, (8, 0)])
def test_several_processes_are_one(shares: tuple[int, ...], tmp_path: Path) -> None:
    together(len(shares), work, tmp_path, shares)
    for network in NETWORKS:
        whole = trained(*example(network), 0)
        parts = [torch.load(tmp_path / f"{network.__name__}{rank}.pt") for rank in range(len(shares))]
        compare(parts, whole, 1e-10 if network is resnet else 1e-12)


def compare(parts: list[dict[str, Any]], whole: dict[str, Any], tolerance: float) -> None:
    """The parts put together are the whole; the running statistics are in each of them."""

    def same(found: Tensor, expected: Tensor) -> None:
        torch.testing.assert_close(found, expected, rtol=tolerance, atol=tolerance)

    for name in ("outputs", "inputs"):
        same(torch.cat([part[name] for part in parts]), whole[name])
    for name, expected in whole["weights"].items():
        same(sum(part["weights"][name] for part in parts), expected)
    for part in parts:
        assert part["buffers"].keys() == whole["buffers"].keys()
        for name, expected in whole["buffers"].items():
            same(part["buffers"][name], expected)


def refuse(rank: int, folder: Path) -> None:
    meet(folder, rank, 2)
    with pytest.raises(ValueError, match="more than one value"):
        SharedBatchNorm2d(4)(torch.zeros(rank, 4, 1, 1))
    assert SharedBatchNorm2d(4)(torch.zeros(1, 4, 1, 1, dtype=torch.bfloat16)).dtype == torch.bfloat16
    distributed.destroy_process_group()


@pytest.mark.slow
def test_one_value_has_no_variance(tmp_path: Path) -> None:
    together(2, refuse, tmp_path)


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("training", [True, False])
def test_one_process_is_the_ordinary_one_to_the_last_bit(network: Network, training: bool) -> None:
    made, images = example(network)
    made.train(training)
    shared = share(copy.deepcopy(made))
    ordinary, found = (trained(each, images, 0) for each in (made, shared))
    assert any(isinstance(module, SharedBatchNorm2d) for module in shared.modules())
    assert all(torch.equal(found[name], ordinary[name]) for name in ("outputs", "inputs"))
    for kind in ("weights", "buffers"):
        assert found[kind].keys() == ordinary[kind].keys()
        assert all(torch.equal(found[kind][name], ordinary[kind][name]) for name in ordinary[kind])


def test_all_but_the_class_stays_as_it_is() -> None:
    network = resnet().eval()
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    norms[0].weight.requires_grad_(False)
    keys, parameters = list(network.state_dict()), list(network.parameters())
    assert share(network) is network
    assert all(type(module) is SharedBatchNorm2d for module in norms)
    assert list(network.state_dict()) == keys
    assert all(old is new for old, new in zip(parameters, network.parameters(), strict=True))
    assert not network.training
    assert not norms[0].weight.requires_grad
    assert unshare(network) is network
    assert all(type(module) is nn.BatchNorm2d for module in norms)


def test_a_module_in_two_places_stays_one() -> None:
    one = nn.BatchNorm2d(4)
    network = share(nn.Sequential(one, nn.ReLU(), one))
    assert isinstance(network, nn.Sequential)
    assert network[0] is network[2]
    assert type(network[0]) is SharedBatchNorm2d
    assert type(share(nn.BatchNorm2d(4))) is SharedBatchNorm2d


class Own(nn.BatchNorm2d):
    pass


def test_a_subclass_of_someone_else_is_left_alone() -> None:
    assert type(share(Own(4))) is Own


@pytest.mark.slow
def test_lightning_takes_it_as_a_plugin() -> None:
    lightning = pytest.importorskip("lightning")
    from tableau2net.train.callbacks import SharedStatistics

    plugin = SharedStatistics()
    trainer = lightning.Trainer(
        plugins=[plugin],
        accelerator="cpu",
        devices=2,
        strategy="ddp",
        logger=False,
        enable_checkpointing=False,
    )
    assert trainer.strategy._layer_sync is plugin
    network = nn.Sequential(nn.BatchNorm2d(4))
    assert type(plugin.apply(network)[0]) is SharedBatchNorm2d
    assert type(plugin.revert(network)[0]) is nn.BatchNorm2d
