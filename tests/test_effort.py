"""The counter of calls counts."""

from __future__ import annotations

import pytest
from effort import TooMuch, at_most


def work(times: int) -> int:
    return sum(len(str(n)) for n in range(times))


def test_what_does_little_is_let_pass() -> None:
    with at_most(1000):
        assert work(100) == 190


def test_what_does_too_much_is_stopped() -> None:
    with pytest.raises(TooMuch), at_most(1000):
        work(10**9)


def test_no_handler_of_errors_hides_it() -> None:
    def hiding() -> None:
        try:
            work(10**9)
        except Exception:
            pytest.fail("it was taken for an error")

    with pytest.raises(TooMuch), at_most(1000):
        hiding()
