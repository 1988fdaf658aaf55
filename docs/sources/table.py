"""What the sources of packages have, read where it stands and proved: writes docs/sources/table.md anew.

    python docs/sources/table.py NAME=PATH…

PATH is a file or a folder: of an installed package, an unpacked wheel (`pip download --no-deps`), a source package.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tableau2net.cli.sources import Sheet, held

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
    sheet = Sheet.of(path, None, None)
    lines = ["| file | name | claim | what holds |", "|---|---|---|---|", *rows(sheet, path)]
    return "\n".join([f"## {name}", "", *lines, ""])


def rows(sheet: Sheet, path: str) -> Iterator[str]:
    """A row for each tableau, in the order of files and lines."""
    found = []
    for judged in sheet.judged:
        at, what = judged.found.position, held(judged.certificate, judged.taken, judged.wider)
        found.append((at, judged.found.name, judged.found.claim, what))
    for gap in sheet.unread:
        found.append((gap.position, gap.name, "", "not read"))
    for fault in sheet.faults:
        if fault.position is not None:
            found.append((fault.position, "", "", f"error: {fault.message}"))
    for at, name, claim, what in sorted(found, key=lambda row: (row[0].file, row[0].line)):
        base = Path(path).parent if Path(path).is_file() else Path(path)
        place = f"{Path(at.file).relative_to(base)}:{at.line}"
        cells = (each.replace("|", "\\|") for each in (place, name, claim, what[:240]))
        yield f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
