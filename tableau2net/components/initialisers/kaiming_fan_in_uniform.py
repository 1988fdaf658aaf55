"""The initialisation by fan-in whose convolutions are drawn uniformly."""

from torch import nn


def initialise(module: nn.Module) -> None:
    """Kaiming-uniform (fan-in) convolutions, zero linear biases (arXiv 1502.01852)."""
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_uniform_(module.weight, mode="fan_in", nonlinearity="relu")
    elif isinstance(module, nn.Linear) and module.bias is not None:
        nn.init.zeros_(module.bias)
