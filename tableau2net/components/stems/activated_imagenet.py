"""The stem of the ImageNet networks whose fields do not begin with a normalisation."""

from torch import Tensor, nn
from torch.nn import functional


class ActivatedImagenetStem(nn.Module):
    """7×7 convolution with stride 2, BN, ReLU, 3×3 max pool with stride 2.

    (N, inputs, H, W) → (N, channels, ⌈H/4⌉, ⌈W/4⌉) (He et al. 2016, arXiv 1512.03385).
    """

    def __init__(
        self, inputs: int, channels: int, *, eps: float = 1e-5, momentum: float = 0.1
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 7, 2, padding=3, bias=False)
        self.norm = nn.BatchNorm2d(channels, eps, momentum)

    def forward(self, x: Tensor) -> Tensor:
        u = functional.relu(self.norm(self.conv(x)))
        return functional.max_pool2d(u, 3, 2, padding=1)
