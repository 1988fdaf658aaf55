"""`new`: a document to begin with."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tableau2net.errors import InputError, Position

from ..completers import scheme as schemes
from ..files import is_standard_output, target, write
from ..messages import ask, note, say

EXAMPLES = (
    ("tableau2net new scheme", "asks for what is not given here"),
    ("tableau2net new scheme my_method --scheme rk4", "my_method.yaml, with the coefficients of rk4"),
    ("tableau2net new network my_network --scheme my_method.yaml --classes 100", "a network of that scheme"),
)


class Kind(StrEnum):
    """Which document."""

    scheme = "scheme"
    network = "network"


def command(
    kind: Annotated[Kind, typer.Argument(help="Which document.")],
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Its name.")] = None,
    reference: Annotated[
        str | None,
        typer.Option(
            "--scheme",
            metavar="REF",
            autocompletion=schemes,
            help="The scheme that a network is made of, or whose coefficients a new scheme begins with.",
        ),
    ] = None,
    steps: Annotated[
        int | None, typer.Option("--steps", min=1, metavar="N", help="Steps of each of a network's periods.")
    ] = None,
    channels: Annotated[
        int | None, typer.Option("--channels", min=1, metavar="N", help="Channels of a network's images.")
    ] = None,
    size: Annotated[
        int | None, typer.Option("--size", min=1, metavar="N", help="Height and width of a network's images.")
    ] = None,
    classes: Annotated[
        int | None, typer.Option("--classes", min=1, metavar="N", help="Classes that a network tells apart.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="FILE", help="The file.  [default: NAME.yaml]"),
    ] = None,
) -> None:
    """Write a document of your own, with a comment for each key.

    What is not given is asked for on a terminal, and is as usual elsewhere. A file that is there is left alone.
    """
    from tableau2net import drafts

    network = {"--steps": steps, "--channels": channels, "--size": size, "--classes": classes}
    if kind is Kind.scheme and (given := [option for option, value in network.items() if value is not None]):
        raise typer.BadParameter(f"{given[0]} is for networks: leave it out, or ask for a new network")
    name = name or _answer("name", f"my_{kind}")
    file = output or f"{name}.yaml"
    if not is_standard_output(file) and os.path.exists(target(file)):
        raise InputError("this file is there already", Position(file), "a file", "another name, by -o FILE")
    schema = _schema(kind, file)
    if kind is Kind.scheme:
        text = drafts.scheme(name, reference or _answer("begin with the coefficients of", "heun2"), schema)
        following = f"tableau2net check {file}"
    else:
        reference = reference or _answer("scheme", "rk4")
        steps = steps or _number("steps of each period", 3)
        images = drafts.Images(
            channels or _number("channels of the images", 3),
            size or _number("height and width of the images", 32),
            classes or _number("classes", 10),
        )
        text = drafts.network(name, reference, _from(file, reference), steps, images, schema)
        following = f"tableau2net compile {file} -o {Path(file).with_suffix('.py')}"
    write(file, text)
    if not is_standard_output(file):
        say(file)
        note(f"next: {following}; for your editor: tableau2net schema --write schemas")


def _answer(question: str, usual: str) -> str:
    """What somebody answers, or what is usual where nobody can be asked."""
    return ask(question, usual) if sys.stdin.isatty() else usual


def _number(question: str, usual: int) -> int:
    while True:
        answer = _answer(question, str(usual))
        if answer.isascii() and answer.isdigit() and 0 < int(answer) < 10**9:
            return int(answer)
        note("a whole number from 1, please")


def _from(file: str, reference: str) -> str:
    """The reference as it stands in the file: a path begins at the file's folder."""
    from tableau2net.read.reference import is_path, moved_path

    folder = "" if is_standard_output(file) else os.path.dirname(file)
    return moved_path(reference, os.path.realpath(folder)) if folder and is_path(reference) else reference


def _schema(kind: Kind, file: str) -> str:
    """The path of the schema in `schemas`, from the document."""
    folder = "." if is_standard_output(file) else os.path.dirname(file) or "."
    return Path(os.path.relpath(os.path.join("schemas", f"{kind}.schema.json"), folder)).as_posix()
