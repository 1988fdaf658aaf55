"""The operator of inter-layer collision networks."""

from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

OPTIONS = {
    "granularity": "Whether w is one for a layer, or for each channel out or in.",
    "pool": "Whether 1∗x is a sum or a mean.",
    "initial": "The initial value of w.",
    "inner_norm": "Whether there is a batch norm before the inner ReLU.",
}


class CollisionConv(nn.Module):
    """W∗x + relu(W∗x − w·(1∗x)): two layers that collide (arXiv 2102.03495).

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉), where W∗x is a 3×3
    convolution and 1∗x the one with all weights 1: a sum over the channels and then
    over 3×3, the same for every output; where x ≥ 0, a large w shuts the relu and
    leaves W∗x.

    A mass m₁ of velocity v hits m₂ at rest, elastically. Then m₁ moves at (w − 1)·v and
    m₂ at w·v, w = 2m₁/(m₁ + m₂). An input passes both to the output, what is left of
    m₁ through a relu: W∗x + relu((W − 1)∗x). Then 1 becomes the learned w of the
    layer, of each output channel, or of each input channel, where w·(1∗x) is 1∗(w·x).
    It starts at `initial`: 1 is what the collision gives. With `inner_norm`, a batch
    norm stands before the inner relu.

    The gradient of w is a sum over 9·inputs values as well. By pool = mean w is their
    number times smaller, so that it learns at the pace of the other parameters.
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        granularity: Literal["layer", "channel", "input"] = "layer",
        pool: Literal["sum", "mean"] = "sum",
        initial: float = 0.0,
        inner_norm: bool = False,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, stride, padding=1, bias=False)
        count = {"layer": 1, "channel": channels, "input": inputs}[granularity]
        self.w = nn.Parameter(torch.full((count, 1, 1), initial))
        normal = nn.BatchNorm2d(channels, eps, momentum)
        self.norm = normal if inner_norm else nn.Identity()
        self.stride = stride
        self.count = 9 * inputs if pool == "sum" else 1
        self.first = granularity == "input"

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.conv(x)
        x = self.w * x if self.first else x
        mean = functional.avg_pool2d(x.mean(1, keepdim=True), 3, self.stride, 1)
        whole = self.count * mean
        return y + functional.relu(
            self.norm(y - (whole if self.first else self.w * whole))
        )
