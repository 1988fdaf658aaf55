"""What the sources of packages have, read where it stands and proved: writes docs/sources/table.md anew.

    python docs/sources/table.py NAME=PATH…

PATH is a file or a folder: of an installed package, an unpacked wheel (`pip download --no-deps`), a source package.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tableau2net.checking.cases import FaultyCase, UnreadCase
from tableau2net.checking.reports import Report, report

PAGE = Path(__file__).parent / "table.md"
HEAD = """\
# What stands in the sources of packages

Made by `python docs/sources/table.py NAME=PATH…`: every tableau that the readers find ([sources.md](../sources.md)),
what the source claims of it, and what holds. *Not read*: an entry is computed when the code runs. A claim of nodes is
that they are the sums of the rows.
"""


def main(arguments: Sequence[str]) -> int:
    sections = [HEAD, *(section(*argument.split("=", 1)) for argument in arguments)]
    PAGE.write_text("\n".join(sections), encoding="utf-8")
    return 0


def section(name: str, path: str) -> str:
    """The heading of a package and its table."""
    lines = ["| file | name | claim | what holds |", "|---|---|---|---|", *rows(report(path), path)]
    return "\n".join([f"## {name}", "", *lines, ""])


def rows(found: Report, path: str) -> Iterator[str]:
    """A row for each tableau, in the order of files and lines."""
    placed = [(case.position, case) for case in found.cases if case.position is not None]
    for at, case in sorted(placed, key=lambda each: (each[0].file, each[0].line)):
        base = Path(path).parent if Path(path).is_file() else Path(path)
        place = f"{Path(at.file).relative_to(base)}:{at.line}"
        what = "not read" if isinstance(case, UnreadCase) else case.holds
        name = "" if isinstance(case, FaultyCase) else case.name
        cells = (each.replace("|", "\\|") for each in (place, name, case.claim, what[:240]))
        yield f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
