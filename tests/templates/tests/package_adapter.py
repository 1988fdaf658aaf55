"""example-name: an object that has no coefficients is known for one."""

from __future__ import annotations

from tableau2net.values.packages import KIND


def test_example_name_has_no_coefficients_for_an_object_that_has_none() -> None:
    assert KIND.load("example-name").keys(object()) is None
