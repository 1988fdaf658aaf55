"""The machine that a training runs on, and what Lightning is told of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tableau2net.extras import require

if TYPE_CHECKING:
    from torch import nn

Precision = Literal["32-true", "64-true", "bf16-mixed", "16-mixed"]


@dataclass(frozen=True)
class Machine:
    """`accelerator` is Lightning's word: auto, cpu, gpu. Under torchrun there are `world` processes, else one.

    With `compiled` the network runs through torch.compile, which changes its outputs by no more than rounding.
    """

    accelerator: str = "auto"
    precision: Precision = "32-true"
    threads: int | None = None
    compiled: bool = False

    def options(self, idle: bool = False) -> dict[str, Any]:
        """The options of Lightning's Trainer; `idle` of a network with parameters that no gradient reaches."""
        common = {"accelerator": self.accelerator, "precision": self.precision}
        if not distributed():
            return {**common, "devices": 1}
        from lightning.pytorch.strategies import DDPStrategy

        local, world = int(os.environ["LOCAL_WORLD_SIZE"]), int(os.environ["WORLD_SIZE"])
        # Buffers are not sent round: those of batch normalisation agree, and the others are each process's own.
        strategy = DDPStrategy(broadcast_buffers=False, find_unused_parameters=idle)
        return {**common, "devices": local, "num_nodes": world // local, "strategy": strategy}

    def join(self) -> None:
        """Join the other processes, where torchrun has started them anew on one machine; else Lightning does it.

        torchrun keeps its store of addresses over a restart, and with it those of the dead processes, which the new
        ones would wait for (https://github.com/pytorch/pytorch/issues/135712). A prefix hides them.
        """
        if not distributed() or os.environ["LOCAL_WORLD_SIZE"] != os.environ["WORLD_SIZE"] or not restarts():
            return
        import torch
        from torch import distributed as processes

        address, port, world = (os.environ[name] for name in ("MASTER_ADDR", "MASTER_PORT", "WORLD_SIZE"))
        store = processes.TCPStore(address, int(port), is_master=False)  # type: ignore[attr-defined]
        on_gpus = torch.cuda.is_available() and self.accelerator in ("auto", "gpu", "cuda")
        processes.init_process_group(
            "nccl" if on_gpus else "gloo",
            store=processes.PrefixStore(f"restart {restarts()}", store),  # type: ignore[attr-defined]
            rank=rank(),
            world_size=int(world),
        )


def launched() -> bool:
    """Whether torchrun started this process."""
    return "LOCAL_WORLD_SIZE" in os.environ


def distributed() -> bool:
    """Whether torchrun started this process among others."""
    return launched() and int(os.environ.get("WORLD_SIZE", "1")) > 1


def rank() -> int:
    """The number of this process among those of a training, from 0."""
    return int(os.environ.get("RANK", "0")) if distributed() else 0


def restarts() -> int:
    """How often torchrun has started the processes again, after one of them died."""
    return int(os.environ.get("TORCHELASTIC_RESTART_COUNT", "0"))


def lightning_is_there() -> None:
    """Raises InputError where the extra `train` is not installed, or not whole."""
    require("train", "networks are trained with Lightning, and what stands beside it")


def has_idle_parameters(network: nn.Module, channels: int, size: int) -> bool:
    """Whether the loss of images (N, channels, size, size) does not depend on some of the network's parameters.

    So it is where a general linear method evaluates a field in a period's last step for the next step alone. The
    network is left as it was.
    """
    import torch

    training = network.training
    network.eval()  # batch normalisation does not count these images
    try:
        output = network(torch.zeros(1, channels, size, size)).sum()
        gradients = torch.autograd.grad(output, list(network.parameters()), allow_unused=True)
    finally:
        network.train(training)
    return any(gradient is None for gradient in gradients)
