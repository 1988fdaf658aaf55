"""The shortcut without weights of the residual networks of 2015."""

from torch import Tensor, nn
from torch.nn import functional

CONSTRAINTS = (
    ("channels >= inputs", "adds channels and takes none away", "{inputs} or more"),
)


class IdentityTransition(nn.Module):
    """Every stride-th pixel, and channels of zeros after those that there are.

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉) (option A of He et al.
    2016, arXiv 1512.03385).
    """

    def __init__(self, inputs: int, channels: int, *, stride: int = 2) -> None:
        super().__init__()
        self.stride = stride
        self.added = channels - inputs

    def forward(self, u: Tensor) -> Tensor:
        u = u[:, :, :: self.stride, :: self.stride]
        return functional.pad(u, (0, 0, 0, 0, 0, self.added))
