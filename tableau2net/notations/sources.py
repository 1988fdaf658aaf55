"""Where tableaux are looked for: files, folders, standard input; and which reader reads them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tableau2net.errors import InputError, Position
from tableau2net.notations.found import Found, Outcome
from tableau2net.notations.readers import KIND
from tableau2net.notations.text import MAX_BYTES, Text, decoded
from tableau2net.read import suggest

DOCUMENTS = (".yaml", ".yml")
_DOCUMENT = re.compile(
    r"""^\s*["']?(name|kind|family|A|alpha|periods|input|classes|scheme|order)["']?[ \t]*:""", re.MULTILINE
)
_KIND = re.compile(r"""^kind[ \t]*:[ \t]*["']?([\w-]+)""", re.MULTILINE)
_NETWORK = re.compile(r"^(input|periods|classes|scheme)[ \t]*:", re.MULTILINE)


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
            and os.path.isfile(path)
            and not any(part.startswith(".") for part in inside)
        ):
            yield path


def matching(folder: Path, pattern: str) -> Iterator[Path]:
    """What a pattern of paths leads to from a folder, sorted; hidden ones are passed over. Raises ValueError for what
    is no pattern."""
    for path in sorted(folder.glob(pattern)):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def is_source(reference: str, reader: str | None = None) -> bool:
    """Whether a reference leads to a source, and not to a document: by its reader, where one is named, or else by its
    suffix, or else by what stands there."""
    if reader is not None:
        return reader != "yaml"
    if reference == "-":
        text = source_bytes(reference).decode("utf-8", "replace")
        return not is_document(text) and _is_recognised(reference)
    from tableau2net.catalogue import paths

    path = Path(reference)
    if not reference or reference in paths() or path.suffix in DOCUMENTS:
        return False
    try:
        if os.path.isdir(path):
            return True
        if path.suffix.lower() in suffixes():
            return True
        return os.path.isfile(path) and not is_document(source_bytes(reference).decode("utf-8", "replace"))
    except (OSError, ValueError):
        return False


def holds_any(path: str) -> bool:
    """Whether a file that may be anybody's is a document of ours, or a source in which a tableau is found or meant.
    Raises InputError."""
    if Path(path).suffix in DOCUMENTS:
        return is_ours(source_bytes(path).decode("utf-8", "replace"))
    return bool(read_source(source(path)).outcomes)


def is_ours(text: str) -> bool:
    """Whether a text is a document of ours by its kind: others have keys of the same names."""
    from tableau2net.read.schemes.scheme_class import kind_names

    kind = _KIND.search(text)
    if kind is not None:
        return kind[1] in kind_names() or (kind[1] == "network" and _NETWORK.search(text) is not None)
    return len({*_NETWORK.findall(text)}) > 1


def is_document(text: str) -> bool:
    """Whether a text has a key of a document of ours."""
    return _DOCUMENT.search(text) is not None


def _is_recognised(reference: str) -> bool:
    try:
        return recognised(source(reference).text) is not None
    except InputError:
        return False


def source_bytes(reference: str) -> bytes:
    """The bytes of a source; standard input is read once. Raises InputError."""
    from tableau2net.read.reference import contents, standard_input

    return standard_input() if reference == "-" else contents(reference, MAX_BYTES, "a file")


def source(reference: str) -> Text:
    """The text of a file or of standard input. Raises InputError."""
    from tableau2net.read.reference import STDIN

    return decoded(source_bytes(reference), STDIN if reference == "-" else reference)


def parted(reference: str) -> tuple[str, str]:
    """A source, and which of its tableaux is meant."""
    place, colon, name = reference.rpartition(":")
    if not colon or os.path.exists(reference) or not (place == "-" or os.path.exists(place)):
        return reference, ""
    return place, name


def chosen(outcomes: Sequence[Outcome], place: str, name: str) -> Found:
    """The tableau of that name, or on that line, or the only one. Raises InputError."""
    found = [each for each in outcomes if isinstance(each, Found)]
    fitting = [each for each in found if not name or name in (each.name, str(each.position.line))]
    if len(fitting) == 1:
        return fitting[0]
    what = "there is no such tableau" if not fitting else "there is more than one such tableau"
    description = repr(name) if name else f"{len(found)}"
    raise InputError(what, Position(place), description, _expected(place, found))


def _expected(place: str, found: Sequence[Found]) -> str:
    """What may be written after the colon."""
    if not found:
        return "a Butcher tableau"
    names = [each.name for each in found]
    words = [each.name if names.count(each.name) == 1 else str(each.position.line) for each in found[:20]]
    more = f", and {len(found) - 20} more" if len(found) > 20 else ""
    return f"{place}: and one of {', '.join(words)}{more}"
