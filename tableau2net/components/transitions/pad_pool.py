"""The shortcut without weights of the reversible residual network."""

from torch import Tensor, nn
from torch.nn import functional

CONSTRAINTS = (
    ("channels >= inputs", "adds channels and takes none away", "{inputs} or more"),
)


class PadPoolTransition(nn.Module):
    """Average pool, and channels of zeros, half of them before those that there are.

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉) (RevNet, arXiv
    1707.04585).
    """

    def __init__(self, inputs: int, channels: int, *, stride: int = 2) -> None:
        super().__init__()
        self.stride = stride
        self.before = (channels - inputs) // 2
        self.after = channels - inputs - self.before

    def forward(self, u: Tensor) -> Tensor:
        u = functional.avg_pool2d(u, self.stride, ceil_mode=True)
        return functional.pad(u, (0, 0, 0, 0, self.before, self.after))
