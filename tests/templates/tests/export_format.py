"""example-name: a small network, run back."""

from __future__ import annotations

import torch
from torch import nn

from tableau2net.export.formats.example_name import outputs, written


def test_example_name_computes_what_the_network_does() -> None:
    network = nn.Sequential(nn.Flatten(), nn.Linear(4, 2)).eval()
    images = torch.randn(3, 1, 2, 2)
    found = outputs(written(network, images), images[:2])
    assert torch.allclose(found, network(images[:2]), rtol=1e-4)
