"""The shortcut of a downsampling residual block."""

from torch import Tensor, nn
from torch.nn import functional


class ProjectionTransition(nn.Module):
    """BN, ReLU, 1×1 convolution with a stride.

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉). The shortcut of
    LM-ResNet's downsampling block (arXiv 1710.10121).
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 2,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(inputs, eps, momentum)
        self.conv = nn.Conv2d(inputs, channels, 1, stride, bias=False)

    def forward(self, u: Tensor) -> Tensor:
        u = self.conv(functional.relu(self.norm(u)))
        return u
