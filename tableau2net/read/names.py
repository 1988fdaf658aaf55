"""Names that are no file of the catalogue: other names of its schemes, and members of families, as `gauss:7`.

Behind the family's name stand its arguments, in the order in which its documents have them: `rkc2:10:2/13`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Mapping as MappingOf
from functools import cache
from types import MappingProxyType

from tableau2net import catalogue
from tableau2net.errors import InputError, Position
from tableau2net.read import suggest
from tableau2net.read.yaml_tree import Entry, Mapping, Scalar, describe


def called(reference: str, known: Collection[str]) -> str | None:
    """The known name that is meant by another one, or by the same in other case or with other separators."""
    key = suggest.key(reference)
    same = [name for name in known if suggest.key(name) == key] if key else []
    if len(same) == 1:
        return same[0]
    name = aliases().get(key)
    return name if name in known else None


@cache
def aliases() -> MappingOf[str, str]:
    """What is meant by other names, which are without separators."""
    return MappingProxyType({suggest.key(words): name for words, name in catalogue.aliases().items()})


def is_member(reference: str) -> bool:
    """Whether the name of a family stands before a colon."""
    family, colon, _ = reference.partition(":")
    return bool(colon) and family in families()


def member(reference: str) -> Mapping:
    """The tree of the member of a family that is so named. Raises InputError."""
    family, *values = reference.split(":")
    keys = arguments(family)
    if not all(values) or len(values) > len(keys):
        raise InputError("a family is named with its arguments", None, describe(reference), form(family))
    place = Position(reference)
    head = {"name": re.sub(r"[^a-z0-9_.-]+", "-", reference), "kind": "family", "family": family}
    entries = {**head, **dict(zip(keys, values, strict=False))}
    return Mapping(
        MappingProxyType({key: Entry(place, Scalar(text, place, None)) for key, text in entries.items()}),
        place,
    )


def meant(reference: str) -> str:
    """How a member is named of the family that may have been meant where none is called so, or nothing."""
    near = suggest.nearest(reference.partition(":")[0], families())
    return f"{form(near[0])}, " if near and (":" in reference or near[0] == reference) else ""


def families() -> tuple[str, ...]:
    """The names of all families."""
    from tableau2net.read.families import KIND

    return KIND.names


def arguments(family: str) -> tuple[str, ...]:
    """The keys of a family's own, in order; what is claimed is none of them."""
    from tableau2net.read.families import KIND
    from tableau2net.read.schemes.family import FamilyDocument

    known = KIND.load(family).DOCUMENT.model_fields
    return tuple(key for key in known if key not in FamilyDocument.model_fields and key != "zero_stable")


def form(family: str) -> str:
    """How a member of a family is named."""
    return ":".join([family, *(key.upper() for key in arguments(family))])
