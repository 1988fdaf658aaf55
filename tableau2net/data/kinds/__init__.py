"""The kinds of data sets, one file each: `read(path, size)`, and the `FORM` of its reference.

The docstring says what it reads.
"""

from pathlib import Path

from tableau2net.plugins import Constant, Function, Kind

KIND = Kind(
    name="data kind",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Constant("FORM", r"{name}(:PATH|\[:PATH\])?"),
        Function("read", "path: str | None, size: int | None", "DataSet"),
    ),
)
