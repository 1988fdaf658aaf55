"""`export`: a network with its weights as a file for other programs."""

from __future__ import annotations

from typing import Annotated

import typer

from tableau2net.errors import no_such_format

from ..completers import network
from ..files import target, write
from ..messages import note, say
from ..options import AllowCustom, Set

EXAMPLES = (
    ("tableau2net export lm_resnet20 --weights runs/lm/weights.pt -o lm.onnx", "a trained network, as ONNX"),
    ("tableau2net export resnet20 -o resnet20.pt2", "its structure with new weights, for torch.export.load"),
)


def command(
    reference: Annotated[
        str,
        typer.Argument(metavar="REF", autocompletion=network, help="A network: catalogue name, path, or -."),
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="The file; its suffix chooses the format.")
    ],
    weights: Annotated[
        str | None,
        typer.Option(
            "--weights",
            metavar="FILE",
            help="Its trained weights, such as weights.pt of train; without it, initial ones.",
        ),
    ] = None,
    overrides: Set = None,
    allow_custom: AllowCustom = False,
) -> None:
    """Write a network with its weights as .onnx or .pt2, run the file back, and compare its logits."""
    from tableau2net.read import load_network

    file = target(output)
    document = load_network(reference, overrides or [])
    from tableau2net.emit.trust import allowing
    from tableau2net.export import export, suffixes
    from tableau2net.pipeline import build
    from tableau2net.train.weights import load_weights

    if file.suffix.lower() not in suffixes():
        raise no_such_format("export", output, file.suffix, suffixes())
    with allowing(allow_custom):
        built = build(document)
        if weights is not None:
            load_weights(built, weights, document.name)
        shape = (document.input.channels, document.input.size, document.input.size)
        exported = export(built, shape, file.suffix.lower())
    write(output, exported.content)
    if weights is None:
        note(f"{output} holds initial weights; --weights FILE gives it trained ones.")
    images, logits = ("×".join(map(str, ("N", *each))) for each in (shape, exported.logits))
    difference = f"relative difference {exported.difference:.1e}"
    say(f"{output}: images {images} → logits {logits}; run back: {difference}")
