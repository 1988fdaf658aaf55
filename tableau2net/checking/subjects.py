"""What there is to check where a reference leads: it is read, and proved only when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tableau2net.checking.cases import Case, DocumentCase, FaultyCase, TableauCase, UnreadCase
from tableau2net.checking.diagnostics import NOT_READ, Diagnostic, against, unreadable
from tableau2net.errors import InputError, Position, TableauError
from tableau2net.notations import Found, Outcome, Unread, gathered, judge, read_source
from tableau2net.notations.sources import DOCUMENTS, is_ours, is_source, source, source_bytes
from tableau2net.pipeline import effective, proofs, verify
from tableau2net.read import SchemeDocument, load

if TYPE_CHECKING:
    from tableau2net.read import NetworkDocument


@dataclass(frozen=True)
class Subject:
    """`checked` proves it, asked for an order of at least so much, or for none."""

    name: str
    position: Position | None
    checked: Callable[[int | None], Case]


def subjects(reference: str, reader: str | None = None) -> tuple[Subject, ...]:
    """What stands where a reference leads: one for a document, one for each tableau of a source. Raises
    TableauError."""
    return tuple(
        of_source(reference, reader) if is_source(reference, reader) else of_document(load(reference))
    )


def of_source(reference: str, reader: str | None = None) -> Iterator[Subject]:
    """The tableaux of a source, and of all sources of a folder, with the documents of ours there. A file of a folder
    that cannot be read is one too. Raises InputError."""
    folder = Path(reference)
    if reference == "-" or not os.path.isdir(folder):
        yield from map(_subject, read_source(source(reference), reader).outcomes)
        return
    for path in gathered(folder):
        yield from of_file(str(path), reader)


def of_file(path: str, reader: str | None = None) -> Iterator[Subject]:
    """As `of_source`, of a file that may be anybody's, document or source: none where it holds nothing of the kind."""
    try:
        if Path(path).suffix not in DOCUMENTS:
            yield from map(_subject, read_source(source(path), reader).outcomes)
        elif is_ours(source_bytes(path).decode("utf-8", "replace")):
            yield from of_document(load(os.path.join(os.curdir, path)))
    except InputError as error:
        yield fault(error, "", Position(path))


def of_document(document: SchemeDocument | NetworkDocument) -> Iterator[Subject]:
    """A document of ours."""
    yield Subject(document.name, document.place(), partial(_proved, document))


def fault(error: TableauError, name: str, position: Position | None) -> Subject:
    """What cannot be understood."""
    placed = error.placed(position.file) if isinstance(error, InputError) and position else error
    case = FaultyCase(name=name, position=position, error=placed, diagnostics=(unreadable(placed),))
    return Subject(name, position, lambda at_least: case)


def _subject(outcome: Outcome) -> Subject:
    checked = partial(_judged, outcome) if isinstance(outcome, Found) else partial(_unread, outcome)
    return Subject(outcome.name, outcome.position, checked)


def _judged(found: Found, at_least: int | None) -> Case:
    try:
        judgement = judge(found, at_least=at_least)
    except InputError as error:
        return fault(error, found.name, found.position).checked(at_least)
    diagnostics = against(judgement.certificate, found.name, lambda claim: found.position, judgement.wider)
    return TableauCase(
        name=found.name,
        position=found.position,
        diagnostics=tuple(diagnostics),
        claim=found.claim,
        judgement=judgement,
    )


def _unread(gap: Unread, at_least: int | None) -> Case:
    message = f"{gap.name}: not read: {gap.error.without_place}"
    diagnostic = Diagnostic(NOT_READ, "note", message, gap.error.position or gap.position)
    return UnreadCase(name=gap.name, position=gap.position, diagnostics=(diagnostic,), error=gap.error)


def _proved(document: SchemeDocument | NetworkDocument, at_least: int | None) -> Case:
    try:
        if isinstance(document, SchemeDocument):
            return _scheme(document, at_least)
        return _network(document, at_least)
    except InputError as error:
        return fault(error, document.name, document.place() or Position(document.file)).checked(at_least)


def _scheme(document: SchemeDocument, at_least: int | None) -> Case:
    certificate = verify(document, at_least=at_least)
    return DocumentCase(
        name=document.name,
        position=document.place(),
        diagnostics=tuple(against(certificate, document.name, partial(_place, document))),
        claim="nothing" if document.order is None else f"order {document.order}",
        proofs=((certificate,),),
    )


def _network(document: NetworkDocument, at_least: int | None) -> Case:
    """For each of the network's schemes, with that of its starter."""
    proved = proofs(effective(document), at_least=at_least)
    schemes = [
        (scheme, found)
        for proof in proved
        for (_, scheme), found in zip(proof.rule.schemes, proof.certificates, strict=True)
    ]
    diagnostics = (against(found, scheme.name, partial(_place, scheme)) for scheme, found in schemes)
    return DocumentCase(
        name=document.name,
        position=document.place(),
        diagnostics=tuple(chain.from_iterable(diagnostics)),
        proofs=tuple(each.certificates for each in proved),
    )


def _place(document: SchemeDocument, claim: str) -> Position | None:
    """Where a claim of a document stands: its key's value, or that of the order where it is asked for from outside, or
    else the document."""
    for key in (claim, "order", "name"):
        if document.says(key):
            return document.place(key)
    return document.place()
