"""Where tableaux are looked for: files, folders, standard input; and which reader reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tableau2net.errors import InputError, Position
from tableau2net.notations.found import Outcome
from tableau2net.notations.readers import KIND
from tableau2net.notations.text import Text
from tableau2net.read import suggest

DOCUMENTS = (".yaml", ".yml")


@dataclass(frozen=True)
class Reading:
    """What a reader found in a text."""

    reader: str
    outcomes: tuple[Outcome, ...]


def suffixes() -> dict[str, str]:
    """The reader for each suffix of files."""
    return {suffix: name for name in KIND.names for suffix in KIND.load(name).SUFFIXES}


def read_source(source: Text, reader: str | None = None) -> Reading:
    """All tableaux in a text, by the reader of that name, or else by the one for its suffix, or else by the first that
    recognises it. Raises InputError."""
    name = reader or _reader(source)
    if name not in KIND.names:
        raise InputError("there is no such reader", None, repr(name), suggest.expected(name, KIND.names))
    return Reading(name, tuple(KIND.load(name).read(source)))


def _reader(source: Text) -> str:
    by_suffix = suffixes().get(Path(source.file).suffix.lower())
    if by_suffix is not None:
        return by_suffix
    found = recognised(source.text)
    if found is not None:
        return found
    expected = f"--as with the name of a reader: {', '.join(KIND.names)}"
    raise InputError("no reader knows this text", Position(source.file), "", expected)


def recognised(text: str) -> str | None:
    """The first reader that knows a text by what stands in it."""
    return next((name for name in KIND.names if KIND.load(name).recognises(text)), None)


def gathered(folder: Path) -> Iterator[Path]:
    """The files of a folder, and of those in it, that some reader reads by their suffix, sorted; hidden ones are passed
    over."""
    known = suffixes().keys() | set(DOCUMENTS)
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        if (
            path.suffix.lower() in known
            and path.is_file()
            and not any(part.startswith(".") for part in inside)
        ):
            yield path
