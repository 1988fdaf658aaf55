"""PDF (ISO 32000-1), drawn with matplotlib (extra `plot`): one page of the picture's own size, its letters as text."""

from __future__ import annotations

from io import BytesIO

from tableau2net.errors import InputError
from tableau2net.report.picture.figure import figure
from tableau2net.report.picture.panels import arranged
from tableau2net.report.picture.shapes import Picture
from tableau2net.report.sheet import METADATA

LARGEST = 14_400  # units along a side of a page (annex C.2)


def render(picture: Picture) -> bytes:
    """The picture as one page, the same bytes every time.

    Raises InputError where matplotlib is not installed, and for a picture that is too large for a page.
    """
    sheet = arranged(picture)
    if max(sheet.width, sheet.height) > LARGEST:
        found = f"{sheet.width:.0f}×{sheet.height:.0f} units"
        raise InputError("this picture is too large for a page of PDF", None, found, "an .svg file")
    target = BytesIO()
    with figure(sheet) as drawn:
        drawn.savefig(target, format="pdf", metadata=METADATA[".pdf"])
    return target.getvalue()
