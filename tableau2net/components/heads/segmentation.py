"""The head of segmentation networks: an up-path through the states of all periods."""

from collections.abc import Sequence

from torch import Tensor, nn
from torch.nn import functional

OPTIONS = {
    "width": "The channels of the path.",
    "scale": "The factor by which the logits are enlarged.",
}


class Projection(nn.Module):
    """BN, ReLU, convolution: (N, inputs, H, W) → (N, channels, H, W)."""

    def __init__(
        self, inputs: int, channels: int, size: int, eps: float, momentum: float
    ) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(inputs, eps, momentum)
        self.conv = nn.Conv2d(inputs, channels, size, padding=size // 2, bias=False)

    def forward(self, u: Tensor) -> Tensor:
        u = self.conv(functional.relu(self.norm(u)))
        return u


class SegmentationHead(nn.Module):
    """From the last period up: enlarge, add the earlier period's state, smooth.

    One (N, channels[p], H_p, W_p) per period → logits (N, classes, scale·H_1,
    scale·W_1), H_1 and W_1 being those of the first period: the top-down path of
    feature pyramids (Lin et al. 2017, arXiv 1612.03144), with a 1×1 convolution on
    each state and a 3×3 one on each sum. `width` is the channels of the path.
    """

    per_pixel = True

    def __init__(
        self,
        channels: Sequence[int],
        classes: int,
        *,
        width: int = 64,
        scale: int = 1,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.laterals = nn.ModuleList(
            Projection(inputs, width, 1, eps, momentum) for inputs in channels
        )
        self.smooths = nn.ModuleList(
            Projection(width, width, 3, eps, momentum) for _ in channels[1:]
        )
        self.norm = nn.BatchNorm2d(width, eps, momentum)
        self.classify = nn.Conv2d(width, classes, 1)
        self.scale = float(scale)

    def forward(self, *states: Tensor) -> Tensor:
        *earlier, last = (
            lateral(u) for lateral, u in zip(self.laterals, states, strict=True)
        )
        u: Tensor = last
        for state, smooth in zip(reversed(earlier), self.smooths, strict=True):
            u = functional.interpolate(u, state.shape[-2:], mode="nearest")
            u = smooth(state + u)
        logits: Tensor = self.classify(functional.relu(self.norm(u)))
        if self.scale != 1:
            logits = functional.interpolate(
                logits, scale_factor=self.scale, mode="bilinear"
            )
        return logits
