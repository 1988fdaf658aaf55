"""What is said of a number that no field at hand can decide."""

from __future__ import annotations

from tableau2net.errors import InputError
from tableau2net.exact import Expression

_SHOWN = 60  # characters of the number


class RefusedNumberError(InputError):
    """A number that cannot be computed with: which one, so that its place in a document can be found."""

    def __init__(self, message: str, number: Expression, expected: str = "") -> None:
        text = str(number)
        super().__init__(message, None, text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…", expected)
        self.number = number
