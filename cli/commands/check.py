"""`check`: verify every claim of schemes, and of the schemes that networks are made with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tableau2net.errors import ClaimError, InputError, OpenClaimError, TableauError

from ..messages import say, say_json, tell
from ..sources import READERS, Sheet

if TYPE_CHECKING:
    from tableau2net.verify import Certificate


def command(
    references: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="REF…",
            help="A catalogue name, or a document, a source or a folder of them; - for standard input.",
        ),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every scheme of the catalogue.")] = False,
    order: Annotated[
        int | None, typer.Option(min=0, metavar="P", help="Ask for at least this order.")
    ] = None,
    reader: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="READER",
            help=f"Read REF so, whatever its name: {', '.join(READERS)}.",
        ),
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="REF are files that changed: pass over those without tableaux.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON list, an object for each REF in order.")
    ] = False,
) -> None:
    """Prove or refute what schemes claim, or leave it open: order, stage order, nodes, stability.

    A source is a file in which tableaux stand: code, LaTeX, a table, XML. It is read, never run.
    """
    from tableau2net.notations.sources import holds_any, is_source

    named = [*(references or []), *(_schemes() if every else [])]
    if not named and not changed:
        raise typer.BadParameter("name a scheme, or ask for --all")
    status = 0
    results: list[dict[str, Any]] = []
    for reference in _watched(named):
        try:
            if changed and not holds_any(reference):
                continue
            if is_source(reference, reader):
                sheet = Sheet.of(reference, reader, order)
                status = _worse(status, *sheet.statuses)
                results.append(sheet.as_json())
                if not as_json:
                    say(sheet.text())
                continue
            proofs = _proofs(reference, order)
        except TableauError as error:
            tell(error)
            results.append({"reference": reference, "error": error.as_json()})
            status = InputError.status  # the worst
            continue
        certificates = [certificate for proof in proofs for certificate in proof]
        status = _worse(status, *map(_status, certificates))
        if as_json:
            first, *others = map(_as_json, proofs)
            results.append({"reference": reference, **first, **({"others": others} if others else {})})
        else:
            for certificate in certificates:
                say(str(certificate))
    if as_json:
        say_json(results)
    if status:
        raise typer.Exit(status)


def _status(certificate: Certificate) -> int:
    if certificate.refuted:
        return ClaimError.status
    return OpenClaimError.status if certificate.left_open else 0


def _worse(*statuses: int) -> int:
    """The worst exit status: of what could not be read, then of a refuted claim, then of one that is left open."""
    worst = (InputError.status, ClaimError.status, OpenClaimError.status)
    return next((each for each in worst if each in statuses), 0)


def _schemes() -> list[str]:
    from tableau2net.read import catalogue

    return [entry.name for entry in catalogue() if entry.kind != "network"]


def _watched(references: list[str]) -> Iterator[str]:
    """The references; with a progress bar where there are many and somebody watches standard error alone."""
    if len(references) < 10 or not sys.stderr.isatty() or sys.stdout.isatty():
        yield from references
        return
    with typer.progressbar(references, file=sys.stderr) as bar:
        yield from bar


def _proofs(reference: str, order: int | None) -> list[tuple[Certificate, ...]]:
    """The certificate of a scheme; for a network, those of each of its schemes, with that of its starter."""
    from tableau2net.pipeline import effective, proofs, verify
    from tableau2net.read import SchemeDocument, load

    document = load(reference)
    if isinstance(document, SchemeDocument):
        return [(verify(document, at_least=order),)]
    return [proof.certificates for proof in proofs(effective(document), at_least=order)]


def _as_json(proof: tuple[Certificate, ...]) -> dict[str, Any]:
    scheme, *starter = (certificate.as_json() for certificate in proof)
    return {**scheme, **({"starter": starter[0]} if starter else {})}
