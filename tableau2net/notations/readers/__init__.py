"""Readers of tableaux, one file a notation: `read` yields all that stand in a text, and never runs any of it.

`SUFFIXES` are those of the files in which the notation stands; `recognises` tells a text without a name.
"""

from pathlib import Path

from tableau2net.plugins import Function, Kind, Tuple

ORDER = (
    "xml",
    "latex",
    "python",
    "julia",
    "fortran",
    "c",
    "matlab",
    "text",
)  # of two that know a text, the first reads it

KIND = Kind(
    name="source reader",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Tuple("SUFFIXES"),
        Function("recognises", "text: str", "bool"),
        Function("read", "source: Text", "Iterator[Outcome]"),
    ),
    order=ORDER,
)
