"""The field of RKCNN and of DenseNet-B: 1×1 to the neck, then 3×3."""

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional

from tableau2net.components.operators.conv import conv

OPTIONS = {
    "neck": "Channels after the 1×1 convolution, for each that goes out.",
    "dropout": "The rate of dropout after each convolution.",
}


class BottleneckField(nn.Module):
    """BN, ReLU, 1×1 convolution to neck·channels, BN, ReLU, 3×3 convolution.

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉). With `dropout` > 0 each
    convolution is followed by dropout at that rate (RKCNN, arXiv 1802.08831).
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        operator: Callable[..., nn.Module] = conv,
        neck: int = 1,
        dropout: float = 0.0,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.norm1 = nn.BatchNorm2d(inputs, eps, momentum)
        self.conv1 = nn.Conv2d(inputs, neck * channels, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(neck * channels, eps, momentum)
        self.conv2 = operator(neck * channels, channels, stride=stride)
        self.dropout = dropout

    def forward(self, u: Tensor) -> Tensor:
        u = self.conv1(functional.relu(self.norm1(u)))
        u = functional.dropout(u, self.dropout, self.training)
        u = self.conv2(functional.relu(self.norm2(u)))
        return functional.dropout(u, self.dropout, self.training)
