"""The kinds of scheme documents, one file each: its class is named `DOCUMENT`.

The class has the name in its field `kind`, and `build`, which makes the method that a document stands for.
"""

from pathlib import Path

from tableau2net.plugins import Class, Function, Kind

KIND = Kind(
    name="scheme kind",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Class("DOCUMENT", "kind", (Function("build", "self", "Method"),)),),
)
