"""example-name: what it computes, by torch's own functions."""

from __future__ import annotations

import torch

from tableau2net.components.stems.example_name import ExampleNameStem


def test_the_stem_example_name_is_what_it_says() -> None:
    stem, x = ExampleNameStem(3, 6).eval(), torch.rand(2, 3, 8, 8)
    torch.testing.assert_close(stem(x), torch.zeros(2, 6, 8, 8))
