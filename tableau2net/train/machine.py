"""The machine that a training runs on, as Lightning is told of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Literal

Precision = Literal["32-true", "bf16-mixed", "16-mixed"]


@dataclass(frozen=True)
class Machine:
    """`accelerator` is Lightning's word: auto, cpu, gpu. Under torchrun there are `world` processes, else one."""

    accelerator: str = "auto"
    precision: Precision = "32-true"
    threads: int | None = None

    def options(self) -> dict[str, Any]:
        """The options of Lightning's Trainer."""
        common = {"accelerator": self.accelerator, "precision": self.precision}
        if not distributed():
            return {**common, "devices": 1}
        from lightning.pytorch.strategies import DDPStrategy

        local, world = int(os.environ["LOCAL_WORLD_SIZE"]), int(os.environ["WORLD_SIZE"])
        # Buffers are not sent round: those of batch normalisation agree, and the others are each process's own.
        strategy = DDPStrategy(broadcast_buffers=False, find_unused_parameters=True)
        return {**common, "devices": local, "num_nodes": world // local, "strategy": strategy}


def distributed() -> bool:
    """Whether torchrun started this process among others."""
    return "LOCAL_WORLD_SIZE" in os.environ and int(os.environ.get("WORLD_SIZE", "1")) > 1


def rank() -> int:
    """The number of this process among those of a training, from 0."""
    return int(os.environ.get("RANK", "0")) if distributed() else 0
