"""The initialisation of LM-ResNet's released code."""

from math import sqrt

from torch import nn


def initialise(module: nn.Module) -> None:
    """Convolutions from N(0, 2/(k²·channels)), and all else as torch has it.

    (LM-ResNet's released code, arXiv 1710.10121.)
    """
    if isinstance(module, nn.Conv2d):
        height, width = module.kernel_size
        deviation = sqrt(2 / (height * width * module.out_channels))
        nn.init.normal_(module.weight, 0, deviation)
