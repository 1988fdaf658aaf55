"""The operator of ResNeXt: torch's own convolution in groups."""

from torch import nn

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
