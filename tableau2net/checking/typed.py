"""What a page shows of a tableau that someone types into it, piece by piece as each is known; or why it was refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tableau2net.errors import InputError, TableauError
from tableau2net.pipeline import load_scheme, verify
from tableau2net.read import SchemeDocument
from tableau2net.read.display.html import figures
from tableau2net.read.display.text import heading

MOST = 100_000  # characters of a text
_NAME = re.compile(r"[\w.+:-]{1,60}")  # of the catalogue, or of a member of a family


def pieces(text: str) -> Iterator[dict[str, Any]]:
    """The pieces, ready for `json.dumps`: the tableau (`heading`, and `tableau` in HTML), its `proof` with the
    `verdict`, the sections of its `properties`; or `refused` with the parts of the message, after which nothing comes.

    The text is that of a document or of any notation that is read, or a name of the catalogue. No file is read for it
    but the catalogue's.
    """
    try:
        yield from _pieces(text)
    except TableauError as error:
        yield {"refused": error.as_json()}


def _pieces(text: str) -> Iterator[dict[str, Any]]:
    from tableau2net.analyse import analyse

    document = _read(text)
    yield {"heading": heading(document), "tableau": figures(document)}
    certificate = verify(document)
    yield {"proof": certificate.describe(), "verdict": certificate.verdict}
    if not document.method.has_pattern:
        properties = analyse(document)
        sections = [
            {"title": section.title, "rows": [[each.name, str(each)] for each in section.findings]}
            for section in properties.sections
        ]
        yield {"properties": sections, "note": properties.note, "reduction": properties.reduction}


def _read(text: str) -> SchemeDocument:
    if len(text) > MOST:
        raise InputError("this is too long", None, f"{len(text):,} characters", f"no more than {MOST:,}")
    name = text.strip()
    if not name:
        raise InputError("there is nothing to read", None, "no text", "a tableau, a document or a name")
    return load_scheme(name if _NAME.fullmatch(name) else f"{text}\n")
