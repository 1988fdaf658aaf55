"""The blocks of code in README.md and docs, each with what a comment above it says of it.

    <!-- not run: REASON -->                  no test runs it, but its calls are understood
    <!-- run by tests/test_x.py -->           a test of its own does
    <!-- part of: tableau2net CALL -->        it is what this call prints, or some lines of that

`<!-- no call on this page is run: REASON -->` says the first of all the shell's blocks of a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
LONGER = sorted((ROOT / "docs").glob("*/*.md"))  # the pages in folders, tutorials among them

_BLOCK = re.compile(
    r"(?:^<!-- (?P<note>[^\n]*) -->\n+)?^ *```(?P<language>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
_PAGE_NOTE = re.compile(r"^<!-- no call on this page is run: (.+) -->$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block of code: where it stands, its language, the file that it is, and what is said of it."""

    page: Path
    line: int
    language: str
    title: str
    text: str
    note: str
    span: tuple[int, int]  # of the text in the page

    @property
    def not_run(self) -> str:
        """The reason why no test runs it, or nothing."""
        return self.note.removeprefix("not run: ") if self.note.startswith("not run: ") else ""

    @property
    def run_by(self) -> str:
        """The file of the test that runs it, or nothing."""
        return self.note.removeprefix("run by ") if self.note.startswith("run by ") else ""

    @property
    def part_of(self) -> str:
        """The call that prints it, or nothing."""
        return self.note.removeprefix("part of: ") if self.note.startswith("part of: ") else ""

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"


def blocks(page: Path, text: str | None = None) -> list[Block]:
    """The blocks of a page, from its top to its end."""
    text = page.read_text(encoding="utf-8") if text is None else text
    whole = _PAGE_NOTE.search(text)
    found = []
    for match in _BLOCK.finditer(text):
        note = match["note"] or ""
        if whole is not None and match["language"] == "sh" and not note:
            note = f"not run: {whole[1]}"
        line = text.count("\n", 0, match.start("text"))
        found.append(
            Block(
                page, line, match["language"], match["title"] or "", match["text"], note, match.span("text")
            )
        )
    return found
