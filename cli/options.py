"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import typer

from .completers import change, data, one_of, recipe

READERS = ("xml", "latex", "python", "julia", "fortran", "c", "matlab", "text", "yaml")
FORMATS = ("text", "json", "sarif", "github", "junit")

ReportFormat = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        autocompletion=one_of(FORMATS),
        help=f"The format of the report: {', '.join(FORMATS)}.",
    ),
]
AllowCustom = Annotated[
    bool,
    typer.Option(
        "--allow-custom",
        help="Import the modules of custom classes, which runs them, wherever they lie.",
    ),
]
Recipe = Annotated[
    str, typer.Option("--recipe", metavar="REF", autocompletion=recipe, help="The recipe: a name or a path.")
]
With = Annotated[
    list[str] | None, typer.Option("--with", metavar="KEY=VALUE", help="Replace a key of the recipe.")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", autocompletion=change, help="Replace a key; * is every item."),
]
Style = Annotated[
    list[str] | None,
    typer.Option(
        "--style",
        metavar="NAME|FILE",
        help="Fonts, line widths, colours and size of the picture: a style sheet of matplotlib.",
    ),
]
Data = Annotated[
    str,
    typer.Option(
        "--data",
        metavar="KIND[:PATH]",
        autocompletion=data,
        help="digits, fashion-mnist, folder:PATH, cifar10:PATH, cifar100:PATH, svhn:PATH, masks:PATH.",
    ),
]
Epochs = Annotated[
    int | None, typer.Option("--epochs", min=1, help="The number of epochs, instead of the recipe's.")
]
Images = Annotated[
    int | None, typer.Option("--images", min=1, help="Train on only this many images, from all classes.")
]
Size = Annotated[int | None, typer.Option("--size", min=1, help="Resize and crop the images to squares.")]
Accelerator = Annotated[
    str, typer.Option("--accelerator", help="auto, cpu, gpu, or another accelerator of Lightning.")
]
Compiled = Annotated[
    bool,
    typer.Option("--compile", help="Run the network through torch.compile, which takes a while to start."),
]


class Precision(StrEnum):
    """Of the arithmetic, as Lightning calls it."""

    full = "32-true"
    double = "64-true"
    bfloat16 = "bf16-mixed"
    float16 = "16-mixed"


Arithmetic = Annotated[Precision, typer.Option("--precision", help="The precision of the arithmetic.")]


def decimal(low: float, high: float) -> Callable[[object], float]:
    """The parser of an option that is a decimal number within bounds, as in documents: finite, and 0 only where 0 is
    written. typer's own takes NaN, which is below no bound, and makes 0 of 1e-400."""

    def parsed(value: object) -> float:
        if isinstance(value, float):  # the default
            return value
        from pydantic_core import PydanticCustomError

        from tableau2net.read.leaves import Float

        try:
            return Float(low, high).parsed(str(value))
        except PydanticCustomError as error:
            context = error.context or {}
            raise typer.BadParameter(
                f"{context['message']}: found {context['found']}, expected {context['expected']}"
            ) from None

    parsed.__name__ = "number"  # what help calls it
    return parsed
