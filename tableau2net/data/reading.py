"""Which file reads a data set: one file a kind. No torch is imported here."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from tableau2net.data.kinds import KIND
from tableau2net.errors import InputError, Position
from tableau2net.extras import install
from tableau2net.read import suggest

if TYPE_CHECKING:
    from tableau2net.data.images import DataSet


def kinds() -> dict[str, str]:
    """The names of all kinds, sorted, each with the first line of what it says about itself."""
    return {name: KIND.source(name).summary for name in KIND.names}


def read(reference: str, size: int | None) -> DataSet:
    """The data set that KIND or KIND:PATH refers to, named so. Raises InputError."""
    name, colon, path = reference.partition(":")
    if name not in KIND.names:
        raise InputError(
            "this kind of data set is not known",
            Position(reference) if reference else None,
            repr(name),
            suggest.expected(name, KIND.names),
        )
    try:
        module = KIND.load(name)
        _check(reference, module.FORM, bool(colon), path)
        data: DataSet = module.read(os.path.expanduser(path) if path else None, size)
    except MemoryError:
        raise InputError(
            "there is not enough memory for this data set",
            Position(reference),
            "",
            "a smaller --size, or fewer images",
        ) from None
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("tableau2net"):
            raise
        raise InputError(
            f"the data set {name!r} needs a package that is not installed",
            Position(reference),
            f"no module {error.name!r}",
            install("train"),
        ) from error
    return replace(data, name=reference)


def _check(reference: str, form: str, colon: bool, path: str) -> None:
    takes, needs = ":PATH" in form, form.endswith(":PATH")
    if (colon and not takes) or (needs and not path) or (colon and not path):
        raise InputError("this is not how the data set is referred to", None, repr(reference), form)
