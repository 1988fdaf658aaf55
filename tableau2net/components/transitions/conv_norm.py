"""The shortcut with weights of the residual networks of 2015."""

from torch import Tensor, nn


class ConvNormTransition(nn.Module):
    """1×1 convolution with a stride, BN (He et al. 2016, arXiv 1512.03385).

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉).
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
        self.conv = nn.Conv2d(inputs, channels, 1, stride, bias=False)
        self.norm = nn.BatchNorm2d(channels, eps, momentum)

    def forward(self, u: Tensor) -> Tensor:
        u = self.norm(self.conv(u))
        return u
