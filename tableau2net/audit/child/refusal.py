"""What the child cannot do, in the words of an InputError, and what the code that it ran raised."""

from __future__ import annotations

import os
import traceback

OURS = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
LIBRARY = os.path.dirname(os.__file__)
LONGEST = 400


class Refusal(Exception):
    """Why nothing is recovered: what was found and what was expected."""

    def __init__(self, message: str, found: str = "", expected: str = "") -> None:
        super().__init__(message)
        self.message, self.found, self.expected = message, found, expected


def reason(error: BaseException) -> str:
    """An error in one line, with the last place that is neither ours nor Python's own."""
    text = " ".join(str(error).partition("\n\n")[0].split())
    summary = f"{type(error).__name__}: {text}"[:LONGEST] if text else type(error).__name__
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(("<", OURS, LIBRARY))
    ]
    return f"{summary} ({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})" if frames else summary
