"""Readers of the schemes of a package, one file a package, named as it is: `read` yields its schemes."""

from pathlib import Path

from tableau2net.plugins import Function, Kind

KIND = Kind(
    name="reader",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Function("read", "", "Iterator[Scheme]"),),
)
