"""What the field is, and where it is from."""

from collections.abc import Callable

from torch import Tensor, nn

from tableau2net.components.operators.conv import conv


class ExampleNameField(nn.Module):
    """Its layers, in their order.

    (N, inputs, H, W) → (N, channels, ⌈H/stride⌉, ⌈W/stride⌉).
    """

    def __init__(
        self,
        inputs: int,
        channels: int,
        *,
        stride: int = 1,
        operator: Callable[..., nn.Module] = conv,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> None:
        super().__init__()
        self.conv = operator(inputs, channels, stride=stride)
        self.norm = nn.BatchNorm2d(channels, eps, momentum)

    def forward(self, u: Tensor) -> Tensor:
        raise NotImplementedError("example-name is not written yet")
