"""The transition of RKCNN and of DenseNet, with RKCNN's channel attention."""

from torch import Tensor, nn
from torch.nn import functional

OPTIONS = {
    "attention": "Whether channels are weighted by attention.",
    "dropout": "The rate of dropout after the convolution.",
}


class ChannelAttention(nn.Module):
    """Each channel times sigmoid(W₂ relu(W₁ average)): (N, C, H, W) → the same."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.linear1 = nn.Linear(channels, channels // 2)
        self.linear2 = nn.Linear(channels // 2, channels)

    def forward(self, u: Tensor) -> Tensor:
        average = functional.adaptive_avg_pool2d(u, 1).flatten(1)
        scale: Tensor = self.linear2(functional.relu(self.linear1(average)))
        return u * scale.sigmoid()[:, :, None, None]


class ConvPoolTransition(nn.Module):
    """BN, ReLU, 1×1 convolution, [dropout], [channel attention], 2×2 average pool.

    (N, inputs, H, W) → (N, channels, ⌈H/2⌉, ⌈W/2⌉) (RKCNN, arXiv 1802.08831).
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        attention: bool = False,
        dropout: float = 0.0,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(inputs, eps, momentum)
        self.conv = nn.Conv2d(inputs, channels, 1, bias=False)
        self.dropout = dropout
        self.attention = ChannelAttention(channels) if attention else nn.Identity()

    def forward(self, u: Tensor) -> Tensor:
        u = self.conv(functional.relu(self.norm(u)))
        u = functional.dropout(u, self.dropout, self.training)
        return functional.avg_pool2d(self.attention(u), 2, ceil_mode=True)
