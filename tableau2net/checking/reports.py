"""What holds of what references lead to, or of what a project lists: one report for each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tableau2net.checking.cases import Case, DocumentCase, FaultyCase
from tableau2net.checking.diagnostics import unreadable
from tableau2net.checking.listing import FILE, Listing, named
from tableau2net.checking.subjects import subjects
from tableau2net.errors import InputError, Position, TableauError, worst
from tableau2net.notations.sources import holds_any, is_source


@dataclass(frozen=True)
class Report:
    """`cases` are in the order in which they stand there. Where nothing could be read, `refused` is why, and the one
    case says so too."""

    reference: str
    cases: tuple[Case, ...]
    refused: TableauError | None = None

    @property
    def status(self) -> int:
        """The exit status."""
        return worst(case.status for case in self.cases)

    @property
    def document(self) -> DocumentCase | None:
        """The document that the reference leads to; None where that is a source, or cannot be read."""
        only = self.cases[0] if len(self.cases) == 1 else None
        return only if isinstance(only, DocumentCase) else None


def report(reference: str, reader: str | None = None, at_least: int | None = None) -> Report:
    """What holds of what one reference leads to, read by the reader of that name if one is named; `at_least` asks for
    an order besides."""
    try:
        cases = tuple(each.checked(at_least) for each in subjects(reference, reader))
        if not cases:
            raise InputError("no tableau is found here", Position(reference), "", "a Butcher tableau")
        if isinstance(cases[0], FaultyCase) and not is_source(reference, reader):
            raise cases[0].error
    except TableauError as error:
        return refusal(reference, error)
    return Report(reference, cases)


def refusal(reference: str, error: TableauError) -> Report:
    """That nothing could be read there."""
    diagnostic = unreadable(error)
    case = FaultyCase(name=reference, position=diagnostic.position, diagnostics=(diagnostic,), error=error)
    return Report(reference, (case,), error)


def changed(paths: Iterable[str], listing: Listing | None, at_least: int | None = None) -> Iterator[Report]:
    """Of files that changed those that are listed, and all that are where the list itself is among them; or, where
    nothing is listed, those in which tableaux stand."""
    if listing is not None:
        yield from listed(listing, at_least, {os.path.abspath(path) for path in paths})
        return
    for path in paths:
        try:
            holding = os.path.basename(path) != FILE and holds_any(path)
        except TableauError as error:
            yield refusal(path, error)
            continue
        if holding:
            yield report(path, at_least=at_least)


def listed(
    listing: Listing, at_least: int | None = None, among: frozenset[str] | set[str] | None = None
) -> Iterator[Report]:
    """What holds of all that a project lists, or of those that are `among` these files: with the orders that it
    expects, and its exceptions."""
    every = among is None or os.path.abspath(listing.path) in among
    names: list[str] = []
    try:
        files = {
            file: alone
            for file, alone in listing.files.items()
            if every or os.path.abspath(listing.path.parent / file) in (among or ())
        }
    except InputError as error:
        yield refusal(os.path.relpath(listing.path), error)
        return
    for file, alone in files.items():
        shown = listing.shown(file)
        try:
            found = named(file, subjects(shown)) if alone or holds_any(shown) else []
            if alone and not found:
                raise InputError("no tableau is found here", Position(shown), "", "a Butcher tableau")
        except TableauError as error:
            yield refusal(shown, error)
            continue
        names += (name for name, _ in found)
        if found:
            yield Report(shown, tuple(listing.case(name, subject, at_least) for name, subject in found))
    for stranger in listing.strangers(names, files):
        yield refusal(os.path.relpath(listing.path), stranger)
