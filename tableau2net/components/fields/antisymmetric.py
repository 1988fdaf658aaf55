"""The field of the midpoint network: a linear part with an imaginary spectrum."""

from torch import Tensor, nn
from torch.nn import functional


class AntisymmetricField(nn.Module):
    """relu(BN((K − Kᵀ) u) + b), K a 3×3 convolution.

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉). Where the widths differ
    or there is a stride, K stands alone (Chang et al. 2018, arXiv 1709.03698).
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, stride, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(channels, eps, momentum)
        self.skew = inputs == channels and stride == 1

    def forward(self, u: Tensor) -> Tensor:
        if self.skew:
            weight = self.conv.weight
            weight = weight - weight.transpose(0, 1).flip(2, 3)
            u = functional.conv2d(u, weight, padding=1)
        else:
            u = self.conv(u)
        return functional.relu(self.norm(u))
