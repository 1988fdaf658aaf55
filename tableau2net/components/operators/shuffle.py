"""The operator of ShuffleNet: everything in groups, whose channels are then mixed."""

import torch
from torch import Tensor, nn
from torch.nn import functional

OPTIONS = {
    "groups": "The groups of the 1×1 convolutions.",
}

CONSTRAINTS = (
    (
        "gcd(inputs, channels) % groups == 0",
        "divides the channels into groups",
        "groups that divide {gcd(inputs, channels)}",
    ),
)


class ShuffleConv(nn.Module):
    """Grouped 1×1, BN, ReLU, channel shuffle, depthwise 3×3, BN, grouped 1×1.

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉), with (inputs +
    channels)·channels/groups + 9·channels weights: ShuffleNet's unit without its
    shortcut and its last BN (arXiv 1707.01083). `groups` divides both widths.
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        groups: int = 2,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.groups = groups
        self.conv1 = nn.Conv2d(inputs, channels, 1, groups=groups, bias=False)
        self.norm1 = nn.BatchNorm2d(channels, eps, momentum)
        self.depthwise = nn.Conv2d(
            channels, channels, 3, stride, padding=1, groups=channels, bias=False
        )
        self.norm2 = nn.BatchNorm2d(channels, eps, momentum)
        self.conv2 = nn.Conv2d(channels, channels, 1, groups=groups, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        y = functional.relu(self.norm1(self.conv1(x)))
        y = self.depthwise(torch.channel_shuffle(y, self.groups))
        z: Tensor = self.conv2(self.norm2(y))
        return z
