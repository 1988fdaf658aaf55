"""The stem of the ImageNet networks: it quarters the resolution."""

from torch import Tensor, nn

OPTIONS = {
    "width": "The channels of the 7×7 convolution.",
}


class ImagenetStem(nn.Module):
    """7×7 convolution with stride 2 to `width` channels, 3×3 max pool with stride 2.

    (N, inputs, H, W) → (N, channels, ⌈H/4⌉, ⌈W/4⌉). Without normalisation, which is
    the first thing that a pre-activation field does. Where `channels` is not `width`,
    BN, ReLU and a 1×1 convolution follow: the shortcut of the first block of ResNet-50
    (He et al. 2016, arXiv 1603.05027).
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        width: int = 64,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, width, 7, 2, padding=3, bias=False)
        self.pool = nn.MaxPool2d(3, 2, padding=1)
        self.shortcut = nn.Sequential()
        if channels != width:
            self.shortcut.append(nn.BatchNorm2d(width, eps, momentum))
            self.shortcut.append(nn.ReLU())
            self.shortcut.append(nn.Conv2d(width, channels, 1, bias=False))

    def forward(self, x: Tensor) -> Tensor:
        u: Tensor = self.shortcut(self.pool(self.conv(x)))
        return u
