"""Parameters that no gradient reaches: several processes have to know of them."""

from __future__ import annotations

import torch
from torch import nn


def has_idle_parameters(network: nn.Module, channels: int, size: int) -> bool:
    """Whether the loss of images (N, channels, size, size) does not depend on some of the network's parameters.

    So it is where a general linear method evaluates a field in a period's last step for the next step alone. The
    network is left as it was.
    """
    training = network.training
    network.eval()  # batch normalisation does not count these images
    try:
        output = network(torch.zeros(1, channels, size, size)).sum()
        gradients = torch.autograd.grad(output, list(network.parameters()), allow_unused=True)
    finally:
        network.train(training)
    return any(gradient is None for gradient in gradients)
