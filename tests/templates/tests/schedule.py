"""example-name: its factors, by hand."""

from __future__ import annotations

from tableau2net.recipes.schedules.example_name import SECTION


def test_the_factors_of_example_name_are_its_formula() -> None:
    assert [SECTION().factor(step, 4) for step in range(4)] == [1.0, 0.5, 0.25, 0.0]
