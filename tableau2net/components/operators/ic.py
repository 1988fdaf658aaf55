"""The operator of inter-layer collision networks."""

from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional


class CollisionConv(nn.Module):
    """W∗x + relu(W∗x − w·(1∗x)): two layers that collide (arXiv 2102.03495).

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉), where W∗x is a 3×3
    convolution and 1∗x the one with all weights 1: a sum over the channels and then
    over 3×3, the same for every output. The learned w, one for the layer or one a
    channel, starts at 0; where x ≥ 0, a large w shuts the relu and leaves W∗x.

    The gradient of w is a sum over 9·inputs values as well. By pool = mean w is their
    number times smaller, so that it learns at the pace of the other parameters.
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        granularity: Literal["layer", "channel"] = "layer",
        pool: Literal["sum", "mean"] = "sum",
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, stride, padding=1, bias=False)
        count = channels if granularity == "channel" else 1
        self.w = nn.Parameter(torch.zeros(count, 1, 1))
        self.stride = stride
        self.count = 9 * inputs if pool == "sum" else 1

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.conv(x)
        mean = functional.avg_pool2d(x.mean(1, keepdim=True), 3, self.stride, 1)
        return y + functional.relu(y - self.w * (self.count * mean))
