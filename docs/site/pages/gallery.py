"""The gallery: an index of the catalogue, a page for each scheme and each network, one that compares two schemes."""

from __future__ import annotations

import os
from collections.abc import Iterator

from gallery.index import compare, index
from gallery.making import made

from tableau2net.catalogue import catalogue

ONLY = "GALLERY"  # a variable of the environment with the names of all that is to be shown, for tests and previews


def make() -> Iterator[tuple[str, str | bytes]]:
    """The whole catalogue, or what of it the environment names."""
    names = os.environ.get(ONLY)
    everything = made([each for each in catalogue() if names is None or each.name in names.split()])
    entries = [each.entry for each in everything]
    yield "gallery/index.md", index(entries)
    yield "gallery/compare.md", compare(entries)
    for each in everything:
        for path, text in each.files.items():
            yield f"gallery/{path}", text
