"""What the pages about the code say of it is so: rooms, files, names, dependencies."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from guards import openings, printings

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "tableau2net"
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
PAGES = [ROOT / "docs" / "design.md", ROOT / "docs" / "where.md", ROOT / "CONTRIBUTING.md"]
MADE = {"my_name.py"}  # an example of a name


def rows(heading: str) -> list[tuple[str, ...]]:
    """The rows of the table that stands below a line, without its head."""
    below = DESIGN.split(heading, 1)[1]
    table = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert table is not None
    return [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in table[0].splitlines()[2:]]


def quoted(page: Path) -> list[str]:
    """What stands between backticks outside blocks of code."""
    prose = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.findall(r"`([^`\n]+)`", prose)


def paths(page: Path) -> list[str]:
    return [
        text
        for text in quoted(page)
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)*(/|\.(py|md|yaml|toml|txt|sh))", text)
    ]


@cache
def names() -> frozenset[str]:
    """Every name that is defined, imported or assigned anywhere in the library, the commands and the tests."""
    found: set[str] = set()
    for folder in ("tableau2net", "cli", "tests", "docs"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef | ast.FunctionDef):
                    found.add(node.name)
                elif isinstance(node, ast.Name | ast.arg):
                    found.add(node.id if isinstance(node, ast.Name) else node.arg)
                elif isinstance(node, ast.Attribute):
                    found.add(node.attr)
    return frozenset(found)


def test_every_room_is_told_and_none_that_is_not_there() -> None:
    documented = set(re.findall(r"^    (\w+) {2,}.*→", DESIGN, re.MULTILINE))
    documented |= {cell.strip("`").rstrip("/") for row in rows("Around them") for cell in row[0].split(", ")}
    there = {folder.parent.name for folder in PACKAGE.glob("*/__init__.py")}
    there |= {file.name for file in PACKAGE.glob("*.py")} - {"__init__.py", "version.py"}
    assert documented - {"cli", "tableaux"} == there


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    assert paths(page)
    for path in paths(page):
        if path not in MADE:
            assert any((base / path).exists() for base in (ROOT, PACKAGE, ROOT / "docs")), path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_function_and_class_that_a_page_names_is_there(page: Path) -> None:
    for text in quoted(page):
        call = re.fullmatch(r"(?:\w+\.)*(\w+)\(.*\)", text)
        class_or_constant = re.fullmatch(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+|[A-Z]{3,}(?:_[A-Z]+)*", text)
        name = call[1] if call is not None else text
        assert name in names() or not (call or class_or_constant), text


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    documented: dict[str, set[str]] = {}
    for packages, _ in rows("## Dependencies"):
        plain, _, extras = packages.partition(" (extra")
        for name in plain.split(", "):
            documented.setdefault(name, set()).update(re.findall(r"`(\w+)`", extras))
    needed: dict[str, set[str]] = {bare(line): set() for line in project["dependencies"]}
    for extra, lines in project["optional-dependencies"].items():
        for line in lines:
            needed.setdefault(bare(line), set()).add(extra)
    assert {name: documented.get(name) for name in needed} == needed


def bare(requirement: str) -> str:
    """The name in `name>=1.2`."""
    match = re.match(r"[\w.-]+", requirement)
    assert match is not None
    return match[0]


# Which files open, make or move others: `files.py` by their names, these what it has read, or nothing of the user's.
OPENING = {
    "tableau2net/files.py": None,
    "tableau2net/train/seal.py": {"torch.load", "torch.save"},  # bytes in memory
    "tableau2net/train/weights.py": {"torch.load"},  # bytes in memory
    "tableau2net/data/image_file.py": {"PIL.Image.open"},  # a file that is open
    "tableau2net/compare/keeper.py": {"tempfile.mkdtemp", "shutil.rmtree"},  # a folder of its own
    "tableau2net/audit/process.py": {"tempfile.TemporaryDirectory"},  # a folder of its own
    "tableau2net/audit/child/program.py": {"os.fdopen"},  # a pipe
    "cli/app.py": {"os.open", "os.fdopen"},  # /dev/null
    "cli/messages.py": {"os.open"},  # /dev/null
}


def _sources() -> dict[str, str]:
    found = [path for folder in ("tableau2net", "cli") for path in sorted((ROOT / folder).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_files_are_opened_in_one_place() -> None:
    for name, text in _sources().items():
        allowed = OPENING.get(name, set())
        others = [each for each in openings(text) if allowed is not None and each[1] not in allowed]
        assert others == [], name


def test_what_cannot_be_read_is_told_in_one_place() -> None:
    """But for what is no file: standard input, and a pipe or a device in the place of images."""
    telling = {name for name, text in _sources().items() if '"this cannot be read"' in text}
    assert telling == {
        "tableau2net/files.py",
        "tableau2net/read/reference.py",
        "tableau2net/data/file_tree.py",
    }


def test_all_is_printed_in_one_place() -> None:
    printing = {name: list(printings(text)) for name, text in _sources().items()}
    assert {name for name, found in printing.items() if found} == {"cli/messages.py"}


@pytest.mark.parametrize(
    "source",
    [
        "open(name)",
        "import io\nio.open(name)",
        "from os import open as it\nit(name, 0)",
        "Path(name).read_text()",
        "path.write_bytes(b'')",
        "path.open()",
        "import torch\ntorch.load(name)",
        "import shutil\nshutil.copyfile(a, b)",
        "from tempfile import mkstemp\nmkstemp()",
        "from gzip import open as unpacked\nunpacked(name)",
        "list(map(open, names))",
    ],
)
def test_whatever_opens_a_file_is_seen(source: str) -> None:
    assert list(openings(source))


@pytest.mark.parametrize("source", ["files.opened(name)", "tree.opened(name)", "def f(open):\n    open(1)"])
def test_what_opens_none_is_let_pass(source: str) -> None:
    assert list(openings(source)) == []


@pytest.mark.parametrize(
    "source", ["print(1)", "import sys\nsys.stderr.write('a')", "import typer as t\nt.echo(1)"]
)
def test_whatever_prints_is_seen(source: str) -> None:
    assert list(printings(source))
