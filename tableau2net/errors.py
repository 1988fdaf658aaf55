"""What the compiler says when it refuses: always one message, with a place, never a traceback."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a document: lines and columns count from 1; line 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class TableauError(Exception):
    """The root of all errors that the library raises on purpose. `status` is the command's exit status."""

    status = 2

    def as_json(self) -> dict[str, str | int | None]:
        """What is told, ready for `json.dumps`."""
        return {"message": str(self)}


class InputError(TableauError):
    """Input that could not be understood: where, what was found there, what was expected."""

    status = 2

    def __init__(
        self, message: str, position: Position | None = None, found: str = "", expected: str = ""
    ) -> None:
        self.message, self.position, self.found, self.expected = message, position, found, expected
        place = f"{position}: " if position else ""
        details = "; ".join(
            f"{label} {text}" for label, text in (("found", found), ("expected", expected)) if text
        )
        super().__init__(f"{place}{message}" + (f": {details}" if details else ""))

    def as_json(self) -> dict[str, str | int | None]:
        """The parts of the message: file, line and column (None where there is none), found, expected."""
        place = self.position
        return {
            "file": place.file if place else None,
            "line": (place.line or None) if place else None,
            "column": (place.column or None) if place else None,
            "message": self.message,
            "found": self.found,
            "expected": self.expected,
        }

    def placed(self, file: str) -> InputError:
        """The same error, of the document `file` as a whole where it has no place of its own."""
        if self.position is not None:
            return self
        return InputError(self.message, Position(file), self.found, self.expected)


class ClaimError(TableauError):
    """A well-formed scheme that is not what it claims to be."""

    status = 1

    def placed(self, position: Position | None) -> ClaimError:
        """The same error, with the place of the claim."""
        return self if position is None else ClaimError(f"{position}: {self}")


class TrainingError(TableauError):
    """A training that could not go on: what happened, and what is left of it."""

    status = 1
