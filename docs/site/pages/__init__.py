"""Makers of pages that no file in the repository holds, one file a kind of page: `make` yields their paths and texts.

A path is one of the site: `reference/fields.md` is a page in Markdown, whose links are relative to it; what has another
suffix, a picture or a script, stands in the site as it is.
"""

from pathlib import Path

from tableau2net.plugins import Function, Kind

KIND = Kind(
    name="page maker",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Function("make", "", "Iterator[tuple[str, str | bytes]]"),),
)
