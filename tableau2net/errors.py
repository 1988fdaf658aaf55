"""What the compiler says when it refuses: always one message, with a place, never a traceback."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tableau2net.shown import visible


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a document: lines and columns count from 1; line 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        file = visible(self.file)
        return f"{file}:{self.line}:{self.column}" if self.line else file


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
        super().__init__(f"{position}: {self.without_place}" if position else self.without_place)

    @property
    def without_place(self) -> str:
        """The message with what was found and what was expected."""
        return _detailed(self.message, self.found, self.expected)

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


def no_such_format(kind: str, file: str, suffix: str, suffixes: Sequence[str]) -> InputError:
    """What is refused because the name of a file does not end in one of several suffixes, each of a format."""
    expected = f"a file name that ends in {', '.join(suffixes[:-1])} or {suffixes[-1]}"
    found = repr(suffix) if suffix else "no suffix"
    return InputError(f"there is no such {kind} format", Position(file), found, expected)


class ClaimError(TableauError):
    """A well-formed scheme that is not what it claims to be."""

    status = 1

    def placed(self, position: Position | None) -> ClaimError:
        """The same error, with the place of the claim."""
        return self if position is None else type(self)(f"{position}: {self}")


class OpenClaimError(ClaimError):
    """A scheme of which a claim is neither proved nor refuted."""

    status = 3


class TrainingError(TableauError):
    """A training that could not go on: what happened, and what is left of it."""

    status = 1


class Interrupted(TableauError):
    """Work that was asked to end before it was done, by the signal `number`: what is left of it, and the option with
    which the same call goes on."""

    def __init__(self, number: int, left: str = "", option: str = "") -> None:
        self.number, self.left, self.option = number, left, option
        self.status = 128 + number  # as shells tell that a signal ended a process
        super().__init__(f"interrupted; {left}" if left else "interrupted")


class CompilerFault(TableauError):
    """What a stage of the compiler made does not hold together. No input is to blame, and none can put it right.

    `place` is a graph and a node of it, `stage` what made them: the lowering or a pass.
    """

    status = 4

    def __init__(
        self, message: str, place: str = "", found: str = "", expected: str = "", stage: str = ""
    ) -> None:
        self.message, self.place, self.found, self.expected = message, place, found, expected
        self.stage = stage
        made = f"after {stage}: " if stage else ""
        detail = _detailed(message, found, expected)
        super().__init__(f"fault of the compiler, not of its input: {made}{place}: {detail}")

    def after(self, stage: str, graph: str = "") -> CompilerFault:
        """The same fault, told as that of `stage`, in `graph` where it names only a node."""
        place = f"{graph}, {self.place}" if graph else self.place
        return CompilerFault(self.message, place, self.found, self.expected, stage)


def _detailed(message: str, found: str, expected: str) -> str:
    """A message with what was found and what was expected, as far as these are told."""
    details = "; ".join(
        f"{label} {text}" for label, text in (("found", found), ("expected", expected)) if text
    )
    return f"{message}: {details}" if details else message


def worst(statuses: Iterable[int]) -> int:
    """The worst exit status: of the compiler's fault, then of what could not be read, then of a refuted claim or of a
    file that is not up to date, then of a claim that is left open."""
    found = set(statuses)
    ranked = (CompilerFault.status, InputError.status, ClaimError.status, OpenClaimError.status)
    return next((each for each in ranked if each in found), 0)
