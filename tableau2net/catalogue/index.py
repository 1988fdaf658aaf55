"""What is known of the documents of the catalogue without reading them as documents: that takes a minute for all.

`tableaux/index.json` is written by `make index`. Each line holds a checksum of the file that it was found of: of a file
that was changed since, nothing is known here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any
from zlib import crc32

from tableau2net.catalogue.entries import CatalogueEntry, raw, root
from tableau2net.files import text


@dataclass(frozen=True, slots=True)
class SchemeFacts:
    """What schemes are chosen by: the claimed `order` and that of the embedded weights, which are None where none is
    claimed; the number of `stages`; `type`, explicit or how implicit; and what `analyze` decides of stability, None
    where it does not."""

    order: int | None
    stages: int
    type: str
    embedded: bool
    embedded_order: int | None
    a_stable: bool | None
    l_stable: bool | None


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """What networks are chosen by: their schemes, the shape of their images, the number of classes, the parameters."""

    scheme: str
    images: str
    classes: int
    parameters: int


Facts = SchemeFacts | NetworkFacts


def known(entry: CatalogueEntry) -> Facts | None:
    """The facts of a document, as far as the index knows this text of it."""
    line = _lines().get(entry.name)
    if line is None or line["checksum"] != crc32(raw(entry.path)):
        return None
    made = NetworkFacts if entry.kind == "network" else SchemeFacts
    return made(**{key: value for key, value in line.items() if key != "checksum"})


def written(facts: Mapping[CatalogueEntry, Facts]) -> str:
    """The text of the index, a line for each document."""
    lines = {
        entry.name: {"checksum": crc32(raw(entry.path)), **asdict(found)} for entry, found in facts.items()
    }
    return "{\n" + ",\n".join(_written(lines)) + "\n}\n"


def _written(lines: Mapping[str, Any]) -> Iterator[str]:
    for name, line in lines.items():
        yield f"{json.dumps(name)}: {json.dumps(line, ensure_ascii=False)}"


@cache
def _lines() -> Mapping[str, dict[str, Any]]:
    try:
        found: dict[str, dict[str, Any]] = json.loads(text(root() / "index.json"))
    except OSError:  # it is not written yet
        return {}
    return found
