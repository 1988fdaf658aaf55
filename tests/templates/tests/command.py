"""`example-name`, as its user runs it."""

from __future__ import annotations

import pytest

from tableau2net.cli import main


def test_example_name_prints_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["example-name", "rk4"]) == 0
    assert capsys.readouterr().out == "what it says of rk4\n"
