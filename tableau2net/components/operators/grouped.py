"""The operator of ResNeXt: torch's own convolution in groups."""

from torch import Tensor, nn
from torch.nn import functional

OPTIONS = {
    "groups": "The number of groups, which divides both widths.",
}

CONSTRAINTS = (
    (
        "gcd(inputs, channels) % groups == 0",
        "divides the channels into groups",
        "groups that divide {gcd(inputs, channels)}",
    ),
)


def grouped(
    inputs: int, channels: int, *, stride: int = 1, groups: int = 2
) -> nn.Module:
    """3×3 convolution in groups: (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, …).

    `groups` divides both widths; with `groups` = `inputs` it is depthwise
    (Xie et al. 2017, arXiv 1611.05431).
    """
    return nn.Conv2d(inputs, channels, 3, stride, padding=1, groups=groups, bias=False)


def transposed(layer: nn.Conv2d, v: Tensor) -> Tensor:
    """Kᵀ v, K a 3×3 convolution in groups: (N, channels, …) → (N, inputs, …).

    Without stride.
    """
    return functional.conv_transpose2d(v, layer.weight, padding=1, groups=layer.groups)


def skewed(layer: nn.Conv2d, u: Tensor) -> Tensor:
    """(K − Kᵀ) u, K a 3×3 convolution in groups without stride and of one width."""
    blocks = layer.weight.reshape(layer.groups, -1, *layer.weight.shape[1:])
    weight = layer.weight - blocks.transpose(1, 2).flatten(0, 1).flip(2, 3)
    return functional.conv2d(u, weight, padding=1, groups=layer.groups)
