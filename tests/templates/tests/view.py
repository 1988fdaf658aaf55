"""`show --format example-name`, as its user runs it."""

from __future__ import annotations

import pytest

from tableau2net.cli import main


def test_example_name_shows_a_scheme(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "rk4", "--format", "example-name"]) == 0
    assert capsys.readouterr().out == "what it shows of rk4\n"
