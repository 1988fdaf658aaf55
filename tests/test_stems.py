"""Stems: the sizes that they say."""

from __future__ import annotations

import pytest
import torch

from tableau2net.components.stems.imagenet import ImagenetStem


@pytest.mark.parametrize("size", [8, 9, 30, 31, 224])
@pytest.mark.parametrize("channels", [64, 256])
def test_the_imagenet_stem_quarters_the_resolution(channels: int, size: int) -> None:
    stem = ImagenetStem(3, channels).eval()
    quarter = -(-size // 4)
    assert stem(torch.zeros(1, 3, size, size)).shape == (1, channels, quarter, quarter)


def test_the_imagenet_stem_projects_only_where_the_widths_differ() -> None:
    assert sum(p.numel() for p in ImagenetStem(3, 64).parameters()) == 49 * 3 * 64
    projected = 49 * 3 * 64 + 2 * 64 + 64 * 256
    assert sum(p.numel() for p in ImagenetStem(3, 256).parameters()) == projected
