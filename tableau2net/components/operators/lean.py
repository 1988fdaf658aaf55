"""The operator of LeanConvNets: a stencil and a 1×1 convolution, added."""

from math import gcd
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

OPTIONS = {
    "group": "The channels of a group.",
    "stencil": "The number of points of the spatial convolution.",
}

CONSTRAINTS = (
    (
        "gcd(inputs, channels) % group == 0",
        "divides the channels into groups of a size",
        "a group that divides {gcd(inputs, channels)}",
    ),
    (
        "stencil != 3 or gcd(inputs, channels) // group % 2 == 0",
        "looks along the columns in half of its groups, along the rows in the others",
        "an even number of groups, or another stencil",
    ),
)


def bar(
    x: Tensor, weight: Tensor, size: tuple[int, int], dilation: int, stride: int
) -> Tensor:
    """Grouped convolution with a line or rectangle of points, `dilation` apart.

    x (N, inputs, H, W), weight (channels, members·points, 1, 1).
    """
    height, width = size
    kernel = weight.reshape(len(weight), -1, height, width)
    padding = (dilation * (height - 1) // 2, dilation * (width - 1) // 2)
    groups = x.shape[1] // kernel.shape[1]
    return functional.conv2d(x, kernel, None, stride, padding, dilation, groups)


def back(
    v: Tensor, weight: Tensor, size: tuple[int, int], dilation: int, groups: int
) -> Tensor:
    """The transpose of `bar` without stride: v (N, channels, H, W)."""
    height, width = size
    kernel = weight.reshape(len(weight), -1, height, width)
    padding = (dilation * (height - 1) // 2, dilation * (width - 1) // 2)
    return functional.conv_transpose2d(v, kernel, None, 1, padding, 0, groups, dilation)


class LeanConv(nn.Conv2d):
    """Grouped convolution with a sparse stencil, plus a full 1×1 convolution.

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉). LeanConvNets
    (arXiv 1910.13157) add the two, where MobileNet composes them. Groups have `group`
    of the gcd(inputs, channels) channels. The stencil is 3×3 (9 points), the centre
    with N, S, W and E (5), these four alone (4), or the centre with N and S in the
    first half of the groups and with W and E in the others (3).

    Each output has one row of `weight`: that of the 1×1 convolution, then that of the
    stencil. So initialisers, to which this is an nn.Conv2d, see the fan-in of the sum.
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        group: int = 1,
        stencil: Literal[3, 4, 5, 9] = 5,
    ) -> None:
        members = inputs // (gcd(inputs, channels) // group)
        super().__init__(inputs + members * stencil, channels, 1, stride, bias=False)
        self.inputs = inputs
        self.stencil = stencil

    def forward(self, x: Tensor) -> Tensor:
        points, stride = self.stencil, self.stride[0]
        pointwise, weight = self.weight.tensor_split([self.inputs], 1)
        y = functional.conv2d(x, pointwise, stride=stride)
        if points == 9:
            return y + bar(x, weight, (3, 3), 1, stride)
        if points == 3:
            above, beside = x.chunk(2, 1)
            column, row = weight.chunk(2)
            column = bar(above, column, (3, 1), 1, stride)
            row = bar(beside, row, (1, 3), 1, stride)
            return y + torch.cat([column, row], 1)
        row, column = weight.tensor_split([weight.shape[1] * 2 // points], 1)
        height, apart = (3, 1) if points == 5 else (2, 2)
        y = y + bar(x, column, (height, 1), apart, stride)
        return y + bar(x, row, (1, 2), 2, stride)


def transposed(layer: LeanConv, v: Tensor) -> Tensor:
    """Kᵀ v, K without stride: (N, channels, H, W) → (N, inputs, H, W)."""
    points = layer.stencil
    pointwise, weight = layer.weight.tensor_split([layer.inputs], 1)
    u = functional.conv_transpose2d(v, pointwise)
    groups = layer.inputs * points // weight.shape[1]
    if points == 9:
        return u + back(v, weight, (3, 3), 1, groups)
    if points == 3:
        above, beside = v.chunk(2, 1)
        column, row = weight.chunk(2)
        column = back(above, column, (3, 1), 1, groups // 2)
        row = back(beside, row, (1, 3), 1, groups // 2)
        return u + torch.cat([column, row], 1)
    row, column = weight.tensor_split([weight.shape[1] * 2 // points], 1)
    height, apart = (3, 1) if points == 5 else (2, 2)
    u = u + back(v, column, (height, 1), apart, groups)
    return u + back(v, row, (1, 2), 2, groups)


def skewed(layer: LeanConv, u: Tensor) -> Tensor:
    """(K − Kᵀ) u, K without stride and of one width."""
    u = layer(u) - transposed(layer, u)
    return u
