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
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        granularity: Literal["layer", "channel"] = "layer",
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, stride, padding=1, bias=False)
        count = channels if granularity == "channel" else 1
        self.w = nn.Parameter(torch.zeros(count, 1, 1))
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.conv(x)
        total = 9 * functional.avg_pool2d(x.sum(1, keepdim=True), 3, self.stride, 1)
        return y + functional.relu(y - self.w * total)
