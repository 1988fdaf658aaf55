"""How much is done, counted and not timed: calls of functions, which are as many on every machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class TooMuch(BaseException):
    """More calls than were allowed. No handler of errors in between is to take it for one of its own."""


@contextmanager
def at_most(calls: int) -> Iterator[None]:
    """A block in which functions, Python's own included, may be called so often; stopped where they are called more.

    A second is some five million calls. What one call of C does is not seen: that its input is short is.
    """
    left = calls

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal left
        if event in ("call", "c_call"):
            left -= 1
            if left < 0:
                sys.setprofile(None)
                raise TooMuch(f"more than {calls} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)
