"""Families of schemes, one file each: its class is named `DOCUMENT`.

The class has the name in its field `family`, and `build`, which makes the method that a document stands for.
"""

from pathlib import Path

from tableau2net.plugins import Class, Function, Kind

KIND = Kind(
    name="family",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Class("DOCUMENT", "family", (Function("build", "self", "Method"),)),),
)
