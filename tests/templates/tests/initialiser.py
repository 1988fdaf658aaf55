"""example-name: the spread of what it draws."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from tableau2net.components.initialisers.example_name import initialise


def test_the_weights_of_example_name_have_their_spread() -> None:
    torch.manual_seed(0)
    convolution = nn.Conv2d(64, 64, 3)
    initialise(convolution)
    assert float(convolution.weight.std()) == pytest.approx(1.0, rel=0.02)
