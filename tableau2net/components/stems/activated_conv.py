"""The stem of the CIFAR networks whose fields do not begin with a normalisation."""

from torch import Tensor, nn
from torch.nn import functional


class ActivatedConvStem(nn.Module):
    """3×3 convolution, BN, ReLU: (N, inputs, H, W) → (N, channels, H, W).

    (He et al. 2016, arXiv 1512.03385.)
    """

    def __init__(
        self, inputs: int, channels: int, *, eps: float = 1e-5, momentum: float = 0.1
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(channels, eps, momentum)

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(self.norm(self.conv(x)))
