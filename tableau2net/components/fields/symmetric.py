"""The field of the Hamiltonian networks: a layer and its transpose."""

from torch import Tensor, nn
from torch.nn import functional


class SymmetricField(nn.Module):
    """± Kᵀ relu(BN(K u) + b), K a 3×3 convolution, of one sign.

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉). Where the widths differ
    or there is a stride, Kᵀ is a convolution of its own (Chang et al. 2018,
    arXiv 1709.03698).
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        negative: bool = False,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, stride, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(channels, eps, momentum)
        self.sign = -1 if negative else 1
        self.tied = inputs == channels and stride == 1
        if not self.tied:
            self.back = nn.Conv2d(channels, channels, 3, padding=1, bias=False)

    def forward(self, u: Tensor) -> Tensor:
        v = functional.relu(self.norm(self.conv(u)))
        if self.tied:
            weight = self.sign * self.conv.weight
            return functional.conv_transpose2d(v, weight, padding=1)
        u = self.sign * self.back(v)
        return u
