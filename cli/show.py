"""`show`: a scheme's tableau and what is proved of it, or a network in a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tableau2net.read import NetworkDocument, Part, SchemeDocument


def command(
    reference: Annotated[str, typer.Argument(metavar="REF", help="A catalogue name, a path, or -.")],
) -> None:
    """Draw a tableau, with its properties and its reference; or describe a network."""
    from tableau2net.read import SchemeDocument, load

    document = load(reference)
    if isinstance(document, SchemeDocument):
        typer.echo(_scheme(document))
    else:
        typer.echo(_network(document))


def _scheme(document: SchemeDocument) -> str:
    from tableau2net.pipeline import verify

    from .drawing import draw

    parameters = [f"{each.name} in {each.range}" for each in document.declared if each.range]
    sections = [
        _heading(document),
        draw(document),
        "\n".join([f"{document.method.kind}", verify(document).describe(), *parameters]),
        document.notes,
        document.reference,
    ]
    return "\n\n".join(section for section in sections if section)


def _network(document: NetworkDocument) -> str:
    image = f"{document.input.channels}×{document.input.size}×{document.input.size}"
    periods = "  ".join(f"{period.steps}×{period.channels}" for period in document.periods)
    lines = [
        ("images", f"{image}, {document.classes} classes"),
        ("scheme", _named(document.scheme)),
        ("starter", _named(document.starter) if document.starter else ""),
        (
            "coupling",
            f"{document.coupling}, weights by {document.weights}, step size {document.step_size}",
        ),
        ("periods", f"{periods}  (steps×channels)"),
        ("stem", _part(document.stem)),
        ("field", _part(document.field)),
        ("transition", _part(document.transition) if len(document.periods) > 1 else ""),
        ("head", _part(document.head)),
    ]
    described = "\n".join(f"{name:<10}  {text}" for name, text in lines if text)
    return "\n\n".join(filter(None, [_heading(document), described, document.notes, document.reference]))


def _heading(document: SchemeDocument | NetworkDocument) -> str:
    return f"{document.name}: {document.title}" if document.title else document.name


def _named(document: SchemeDocument) -> str:
    kind = document.method.kind
    stages = document.method.stages
    return f"{_heading(document)} ({kind}, {stages} stage{'' if stages == 1 else 's'})"


def _part(part: Part) -> str:
    options = ", ".join(f"{name}: {value}" for name, value in part.options.items())
    residual = ", residual" if getattr(part, "residual", False) else ""
    return f"{part.component.kind}{f' ({options})' if options else ''}{residual}"
