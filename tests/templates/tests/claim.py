"""example-name is proved of a scheme that has it and refuted of one that has not."""

from __future__ import annotations

import pytest

from tableau2net.pipeline import verify
from tableau2net.read import load_scheme


@pytest.mark.parametrize(("name", "holds"), [("rk4", True), ("euler", False)])
def test_example_name_is_judged(name: str, holds: bool) -> None:
    assert ("example_name" not in verify(load_scheme(name)).refuted) == holds
