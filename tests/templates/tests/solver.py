"""example-name on equations whose solutions are known."""

from __future__ import annotations

import torch

from tableau2net.components.solvers.example_name import example_name


def test_the_solver_example_name_finds_a_fixed_point() -> None:
    start = torch.zeros(3, dtype=torch.float64)
    found = example_name(lambda z: z / 2 + 1, start, 1e-10, 100)
    torch.testing.assert_close(found, torch.full_like(start, 2.0))
