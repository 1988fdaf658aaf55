"""What halves the resolution of the values that a period's last step adds up."""

from torch import Tensor, nn
from torch.nn import functional


class MaxPool(nn.Module):
    """2×2 max pool: (N, C, H, W) → (N, C, ⌈H/2⌉, ⌈W/2⌉)."""

    def __init__(self) -> None:
        super().__init__()

    def forward(self, u: Tensor) -> Tensor:
        return functional.max_pool2d(u, 2, ceil_mode=True)
