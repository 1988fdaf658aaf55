"""Writers of schemes, one file a notation: `write` is the text of a scheme in it."""

from pathlib import Path

from tableau2net.plugins import Function, Kind

KIND = Kind(
    name="writer",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Function("write", "document: SchemeDocument", "str"),),
)
