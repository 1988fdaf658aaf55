"""PNG, drawn with matplotlib (extra `plot`) at two pixels a unit."""

from __future__ import annotations

from io import BytesIO

from tableau2net.errors import InputError
from tableau2net.report.picture.figure import UNITS, figure
from tableau2net.report.picture.panels import arranged
from tableau2net.report.picture.shapes import Picture
from tableau2net.report.sheet import METADATA

DPI = 2 * UNITS
LARGEST = 20_000  # pixels along a side


def render(picture: Picture) -> bytes:
    """The picture as one PNG image, the same bytes every time.

    Raises InputError where matplotlib is not installed, and for a picture that is too large for an image.
    """
    sheet = arranged(picture)
    if max(sheet.width, sheet.height) * DPI / UNITS > LARGEST:
        found = f"{sheet.width:.0f}×{sheet.height:.0f} units"
        raise InputError("this picture is too large for a PNG image", None, found, "an .svg file")
    target = BytesIO()
    with figure(sheet) as drawn:
        drawn.savefig(target, format="png", dpi=DPI, metadata=METADATA[".png"])
    return target.getvalue()
