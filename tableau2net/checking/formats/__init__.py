"""In which forms reports are told, one file each: `render(reports)` yields the text, as much at a time as is known.

A format reads all reports that it is given: by then, all is proved.
"""

from pathlib import Path

from tableau2net.plugins import Function, Kind

KIND = Kind(
    name="report format",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Function("render", "reports: Iterable[Report]", "Iterator[str]"),),
)
