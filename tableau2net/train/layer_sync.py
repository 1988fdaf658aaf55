"""Statistics of the global batch as a plugin of Lightning's Trainer: `Trainer(plugins=[SharedStatistics()])`.
Loads lightning.
"""

from __future__ import annotations

from lightning.pytorch.plugins.layer_sync import LayerSync
from torch import nn

from tableau2net.train.batch_norm import share, unshare


class SharedStatistics(LayerSync):
    """While fitting in several processes, batch normalisation is over all of them, on any device."""

    def apply(self, model: nn.Module) -> nn.Module:
        return share(model)

    def revert(self, model: nn.Module) -> nn.Module:
        return unshare(model)
