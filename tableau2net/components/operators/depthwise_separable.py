"""The operator of MobileNet: space first, then channels."""

from torch import Tensor, nn
from torch.nn import functional


class SeparableConv(nn.Module):
    """Depthwise 3×3 convolution, BN, ReLU, 1×1 convolution (arXiv 1704.04861).

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉), with 9·inputs +
    inputs·channels weights. MobileNet's second BN and ReLU are the field's.
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
        self.depthwise = nn.Conv2d(
            inputs, inputs, 3, stride, padding=1, groups=inputs, bias=False
        )
        self.norm = nn.BatchNorm2d(inputs, eps, momentum)
        self.pointwise = nn.Conv2d(inputs, channels, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        y: Tensor = self.pointwise(functional.relu(self.norm(self.depthwise(x))))
        return y
