"""example-name: what it computes, by torch's own functions."""

from __future__ import annotations

import torch

from tableau2net.components.heads.example_name import ExampleNameHead


def test_the_head_example_name_is_what_it_says() -> None:
    head, u = ExampleNameHead(6, 3).eval(), torch.rand(2, 6, 4, 4)
    torch.testing.assert_close(head(u), torch.zeros(2, 3))
