"""The files of the gallery, made by as many processes as there are cores; what was made before of the same documents by
the same code is taken from `build/gallery`."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import gallery
import tableau2net
from gallery.entry import Entry
from tableau2net.catalogue import CatalogueEntry, paths
from tableau2net.files import write_atomically

KEPT = Path(__file__).parents[3] / "build" / "gallery"
SOURCES = (Path(tableau2net.__file__).parent, Path(gallery.__file__).parent)


@dataclass(frozen=True)
class Made:
    """What was made of a document: its row in the index, and its files by their paths in the gallery."""

    entry: Entry
    files: dict[str, str]


def made(listed: Sequence[CatalogueEntry], kept: Path = KEPT) -> list[Made]:
    """What is made of each, in their order."""
    code = _code()
    keys = [_key(code, each) for each in listed]
    found = {key: known for key in keys if (known := _known(kept / f"{key}.json")) is not None}
    lacking = {key: each for key, each in zip(keys, listed, strict=True) if key not in found}
    for key, result in zip(lacking, _all_made(list(lacking.values())), strict=True):
        kept.mkdir(parents=True, exist_ok=True)
        write_atomically(kept / f"{key}.json", json.dumps(asdict(result)).encode())
        found[key] = result
    return [found[key] for key in keys]


def _all_made(listed: list[CatalogueEntry]) -> Iterator[Made]:
    if len(listed) < 8:
        yield from map(make, listed)
        return
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        yield from pool.map(make, listed, chunksize=2)


def make(listed: CatalogueEntry) -> Made:
    """All that is made of one document of the catalogue."""
    if listed.kind == "network":
        from gallery import network

        found = network.Network.of(listed.name)
        texts = {
            f"networks/{listed.name}.md": network.page(found, listed),
            f"graphs/{listed.name}.svg": found.picture,
        }
        return Made(network.entry(found, listed), texts)
    from gallery import scheme

    known = scheme.Scheme.of(listed.name)
    data = json.dumps(scheme.compared(known), ensure_ascii=False)
    texts = {
        f"schemes/{listed.name}.md": scheme.page(known, listed),
        f"data/{listed.name}.js": f"show({data});\n",
    }
    return Made(scheme.entry(known, listed), texts)


def _known(path: Path) -> Made | None:
    if not path.is_file():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    entry = Entry(**{**kept["entry"], "words": tuple(kept["entry"]["words"])})
    return Made(entry, kept["files"])


def _code() -> bytes:
    """A digest of all that makes them."""
    digest = hashlib.sha256()
    for folder in SOURCES:
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.digest()


def _key(code: bytes, entry: CatalogueEntry) -> str:
    """A digest of the code and of all that is read of a document: a scheme may name a starter, a network any scheme."""
    digest = hashlib.sha256(code)
    text = entry.path.read_bytes()
    digest.update(text)
    if entry.kind == "network" or b"\nstarter:" in text:
        for path in paths(("schemes",)).values():
            digest.update(path.read_bytes())
    return digest.hexdigest()
