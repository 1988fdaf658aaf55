"""example-name: what it computes, by torch's own functions."""

from __future__ import annotations

import torch

from tableau2net.components.fields.example_name import ExampleNameField


def test_the_field_example_name_is_what_it_says() -> None:
    field, u = ExampleNameField(4, 6, stride=2).eval(), torch.rand(2, 4, 8, 8)
    torch.testing.assert_close(field(u), torch.zeros(2, 6, 4, 4))
