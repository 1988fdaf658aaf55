"""Sources in which tableaux stand, as `check` and `convert` are given them, and the table of what holds of each."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tableau2net.errors import ClaimError, InputError, OpenClaimError, Position

from .table import table

if TYPE_CHECKING:
    from tableau2net.notations import Judgement, Outcome, Reading, Unread
    from tableau2net.read import SchemeDocument
    from tableau2net.verify import Certificate

READERS = ("xml", "latex", "python", "julia", "fortran", "c", "matlab", "text", "yaml")
_KIND = re.compile(r"""^kind[ \t]*:[ \t]*["']?([\w-]+)""", re.MULTILINE)
_TAKEN = {
    "exact": "proved exactly",
    "rounded": "within the digits",
    "double": "within the digits, as doubles",
}


@dataclass
class Sheet:
    """What holds of the tableaux of one reference."""

    reference: str
    judged: list[Judgement] = field(default_factory=list)
    documents: list[tuple[str, SchemeDocument, Certificate]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    faults: list[InputError] = field(default_factory=list)

    @staticmethod
    def of(reference: str, reader: str | None, order: int | None) -> Sheet:
        """Read and judge what stands there. Raises InputError where it cannot be read, or where nothing does."""
        sheet = Sheet(reference)
        for reading in sheet._readings(reader, order):
            for outcome in reading.outcomes:
                sheet._take(outcome, order)
        if not (sheet.judged or sheet.documents or sheet.unread or sheet.faults):
            raise InputError("no tableau is found here", Position(reference), "", "a Butcher tableau")
        return sheet

    def _readings(self, reader: str | None, order: int | None) -> Iterator[Reading]:
        from tableau2net.notations import gathered, read_source
        from tableau2net.notations.sources import DOCUMENTS, source

        folder = Path(self.reference)
        if self.reference == "-" or not folder.is_dir():
            yield read_source(source(self.reference), reader)
            return
        for path in gathered(folder):
            try:
                if path.suffix in DOCUMENTS:
                    self._read(str(path), order)
                    continue
                yield read_source(source(str(path)), reader)
            except InputError as error:
                self.faults.append(error)

    def _read(self, path: str, order: int | None) -> None:
        """A document of ours among the files of a folder. Raises InputError."""
        from tableau2net.notations.sources import source_bytes
        from tableau2net.pipeline import verify
        from tableau2net.read import load_scheme
        from tableau2net.read.schemes.scheme_class import kind_names

        kind = _KIND.search(source_bytes(path).decode("utf-8", "replace"))
        if kind is not None and kind[1] in kind_names():
            document = load_scheme(os.path.join(os.curdir, path))
            self.documents.append((path, document, verify(document, at_least=order)))

    def _take(self, outcome: Outcome, order: int | None) -> None:
        from tableau2net.notations import Found, judge

        if not isinstance(outcome, Found):
            self.unread.append(outcome)
            return
        try:
            self.judged.append(judge(outcome, at_least=order))
        except InputError as error:
            self.faults.append(error)

    @property
    def statuses(self) -> tuple[int, ...]:
        """The exit status of each. What is not known before the code runs has none."""
        certificates = [*(each.certificate for each in self.judged), *(each for _, _, each in self.documents)]
        return (
            *(InputError.status for _ in self.faults),
            *(ClaimError.status for each in certificates if each.refuted),
            *(OpenClaimError.status for each in certificates if each.left_open and not each.refuted),
        )

    def text(self) -> str:
        """The table."""
        rows: list[tuple[Position, tuple[str, str, str]]] = []
        for each in self.judged:
            rows.append(
                (
                    each.found.position,
                    (each.found.name, each.found.claim, held(each.certificate, each.taken, each.wider)),
                )
            )
        for path, document, certificate in self.documents:
            claim = "nothing" if document.order is None else f"order {document.order}"
            taken = "rounded" if certificate.within_digits else "exact"
            rows.append((Position(path), (document.name, claim, held(certificate, taken))))
        for gap in self.unread:
            rows.append((gap.position, (gap.name, "", f"not read: {gap.error.without_place}")))
        for error in self.faults:
            rows.append(
                (error.position or Position(self.reference), ("", "", f"error: {error.without_place}"))
            )
        rows.sort(key=lambda row: (row[0].file, row[0].line, row[0].column))
        shown = [
            (f"{place.file}:{place.line}" if place.line else place.file, *cells) for place, cells in rows
        ]
        return table(("place", "name", "claim", "what holds"), shown)

    def as_json(self) -> dict[str, Any]:
        """The same, ready for `json.dumps`."""
        return {
            "reference": self.reference,
            "tableaux": [_row(each) for each in self.judged],
            "documents": [{"file": path, **each.as_json()} for path, _, each in self.documents],
            "unread": [{"name": gap.name, **gap.error.as_json()} for gap in self.unread],
            "errors": [error.as_json() for error in self.faults],
        }


def held(certificate: Certificate, taken: str, wider: str = "") -> str:
    """What holds, in one line."""
    orders = f"order {certificate.known('order')}"
    if certificate.embedded_order is not None:
        orders += f", embedded order {certificate.known('embedded_order')}"
    parts = [f"{orders}, {_TAKEN[taken]}"]
    if certificate.refuted:
        parts = [f"refuted: {certificate.failures[0]}"]
        if wider:
            parts.append(f"nothing is refuted within {wider} of these numbers")
    parts += [f"left open: {doubt}" for doubt in certificate.doubts[:1]]
    return "; ".join(parts)


def _row(judgement: Judgement) -> dict[str, Any]:
    found = judgement.found
    claims = {key: int(value.text or 0) for key, value in found.claims.items()}
    return {
        "file": found.position.file,
        "line": found.position.line or None,
        "column": found.position.column or None,
        "claims": {**claims, "nodes": "c" in found.parts},
        "taken": judgement.taken,
        "within": judgement.wider or None,
        **judgement.certificate.as_json(),
        "name": found.name,
    }
