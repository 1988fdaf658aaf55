"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

AllowCustom = Annotated[
    bool,
    typer.Option(
        "--allow-custom",
        help="Import the modules of custom classes, which runs them, wherever they lie.",
    ),
]
Recipe = Annotated[str, typer.Option("--recipe", metavar="REF", help="The recipe: a name or a path.")]
With = Annotated[
    list[str] | None, typer.Option("--with", metavar="KEY=VALUE", help="Replace a key of the recipe.")
]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Replace a key of the network.")
]
Data = Annotated[
    str,
    typer.Option(
        "--data",
        metavar="KIND[:PATH]",
        help="digits, fashion-mnist, folder:PATH, cifar10:PATH, masks:PATH.",
    ),
]
Epochs = Annotated[int | None, typer.Option("--epochs", min=1, help="Instead of the recipe's.")]
Images = Annotated[
    int | None, typer.Option("--images", min=1, help="Train on so many images, of all classes.")
]
Size = Annotated[int | None, typer.Option("--size", min=1, help="Resize and crop the images to squares.")]
