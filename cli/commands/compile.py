"""`compile`: a network's Python source, to standard output or to a file, or a check that a file is still it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tableau2net import files
from tableau2net.errors import CompilerFault, InputError, Position

from ..completers import network
from ..files import is_standard_output, target, write
from ..messages import note, say, send
from ..options import Set

if TYPE_CHECKING:
    from tableau2net.generated import State
    from tableau2net.read import NetworkDocument

_WIDTHS = (88, 320)  # texts of components have lines of 88 characters

EXAMPLES = (
    ("tableau2net compile resnet20 -o resnet20.py", "a network of the catalogue"),
    (
        "tableau2net compile my_network.yaml --set scheme=rk4 -o network.py",
        "one of your own, with another scheme",
    ),
    ("tableau2net compile resnet20 -o resnet20.py --check", "in CI: is the file what it would be now?"),
)


def command(
    reference: Annotated[
        str,
        typer.Argument(metavar="REF", autocompletion=network, help="A network: catalogue name, path, or -."),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="The file to write; without it, standard output."
        ),
    ] = None,
    overrides: Set = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if FILE is not up to date.")
    ] = False,
    width: Annotated[
        int,
        typer.Option(
            "--width", min=_WIDTHS[0], max=_WIDTHS[1], metavar="N", help="The maximum length of a line."
        ),
    ] = _WIDTHS[0],
    licence: Annotated[
        str | None,
        typer.Option(
            "--header",
            metavar="FILE",
            help="A file, such as a licence, whose text is put at the top as comments.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that was not generated.")] = False,
    audited: Annotated[
        bool,
        typer.Option("--audit", help="Run every emitted step and compare it with its scheme."),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Check the graphs after each pass, and print what it changed.")
    ] = False,
) -> None:
    """Verify a network's scheme and emit the network as Python source that stands alone."""
    from tableau2net.pipeline import emit_document
    from tableau2net.read import load_network

    if check and output is None:
        raise typer.BadParameter("--check compares with a file: name it with -o FILE")
    if output is not None and is_standard_output(output):
        if check:
            raise InputError(
                "--check compares with a file", Position(output), "standard output", "a file's name"
            )
        output = None
    file = None if output is None else target(output)
    show = _debugged if debug else None
    document = load_network(reference, overrides or [])
    text = emit_document(document, overrides or [], output, show, width=width, licence=licence)
    if audited:
        _audit(text, document)
    if file is None:
        send(text)
    elif check:
        _compare(text, file)
    else:
        _write(text, file, force)


def _audit(text: str, document: NetworkDocument) -> None:
    """Tell what was found of the steps on standard error. Raises CompilerFault where one is not its scheme."""
    from tableau2net.audit.audit import audit_emitted

    note("running the emitted steps in a process of their own")
    found = audit_emitted(text, document)
    note(str(found))
    if any(step.refuted for step in found.steps):
        raise CompilerFault(
            "an emitted step does not compute the scheme that it came from", document.source.reference
        )


def _debugged(text: str) -> None:
    note(text)


def _compare(text: str, file: Path) -> None:
    """Print why the file is not what it should be, and how they differ; exit 1 unless it says the same."""
    from ..regeneration import difference

    present = _read(file)
    found = _state(present, text)
    if found.words != "up to date":
        note(f"{file}: {found.words}")
    if found.is_current:
        return
    if present is not None:
        say(difference(str(file), present, found), end="")
    raise typer.Exit(1)


def _write(text: str, file: Path, force: bool) -> None:
    """Write the file whole or not at all, or leave it as it is where it says the same; a file that holds somebody's own
    work is left alone."""
    found = _state(_read(file), text)
    if found.is_guarded and not force:
        expected = "a generated file, or --force to overwrite"
        raise InputError("not overwritten", Position(str(file)), f"a file {found.words}", expected)
    if found.content is not None:
        write(str(file), found.content)


def _state(present: bytes | None, text: str) -> State:
    from tableau2net.generated import state

    return state(present, text)


def _read(path: Path) -> bytes | None:
    """The bytes of a file; None where there is none."""
    try:
        return files.content(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise files.unreadable(path, error, "a file") from None
