"""The call of `compile` that makes a file: as its header tells it, and as it is read there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tableau2net.emit.source.text import WIDTH, width
from tableau2net.read import NetworkDocument
from tableau2net.read.overrides import moved
from tableau2net.read.reference import moved_path
from tableau2net.shown import shell_word, shell_words

PROGRAM = ("tableau2net", "compile")


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is made in the folder where the file really lies, symbolic links resolved: all paths lead from
    there."""

    reference: str
    target: str
    overrides: tuple[str, ...] = ()
    width: int = WIDTH
    licence: str | None = None

    @staticmethod
    def of(
        document: NetworkDocument, overrides: Sequence[str], target: str | None, licence: str | None
    ) -> Call:
        """The call for a document that was read in the working directory, and for lines of `width()`; without a target,
        for a file there."""
        folder, source = folder_of(target), document.source
        reference = moved_path(source.reference, folder) if source.kind == "path" else source.reference
        return Call(
            reference,
            Path(os.path.realpath(target)).name if target else f"{document.name}.py",
            tuple(moved(override, folder) for override in overrides),
            width(),
            None if licence is None else moved_path(licence, folder),
        )

    def words(self) -> Iterator[str]:
        """The call as a shell is given it, an option and its value together."""
        yield " ".join(PROGRAM)
        yield shell_word(self.reference)
        yield f"-o {shell_word(self.target)}"
        yield from (f"--set {shell_word(override)}" for override in self.overrides)
        if self.width != WIDTH:
            yield f"--width {self.width}"
        if self.licence is not None:
            yield f"--header {shell_word(self.licence)}"

    def comment(self) -> list[str]:
        """Comment lines, continued as a shell continues them; a word that is longer than a line is left whole."""
        lines = ["#    "]
        for word in self.words():
            if len(f"{lines[-1]} {word} \\") > width():
                lines[-1] += " \\"
                lines.append("#        ")
            lines[-1] += f" {word}"
        return lines


def folder_of(target: str | None) -> str:
    """The folder in which a file really lies; the working directory for none."""
    return os.path.dirname(os.path.realpath(target)) if target else os.path.realpath(os.curdir)


def arguments(comment: Sequence[str]) -> list[str]:
    """What `compile` is given in a call that stands in comment lines. Raises ValueError where it is no call of
    `compile`, or where a shell would do more than make it."""
    text = ""
    for line in comment:
        text += line.removeprefix("#")
        if not text.endswith(" \\"):
            break
        text = text.removesuffix("\\")
    words = shell_words(text)
    if tuple(words[:2]) != PROGRAM:
        raise ValueError(f"a call of {' '.join(words[:2]) or 'nothing'}")
    return words[2:]
