"""The initialisation of RKCNN's released code."""

from torch import nn


def initialise(module: nn.Module) -> None:
    """Kaiming-normal (fan-in) convolutions, Xavier-uniform linear layers, zero biases.

    (RKCNN's released code, arXiv 1802.08831.)
    """
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, mode="fan_in", nonlinearity="relu")
    elif isinstance(module, nn.Linear):
        nn.init.xavier_uniform_(module.weight)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
