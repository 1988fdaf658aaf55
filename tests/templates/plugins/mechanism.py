"""What the mechanism does inside a step."""

from torch import Tensor, nn


class ExampleName(nn.Module):
    """What it makes of a value of the step, and where that is published."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, slope: Tensor) -> Tensor:
        raise NotImplementedError("example-name is not written yet")
