"""Begin a plug-in: its file, from the template of its kind, and a test that fails until it is written.

    python tests/new.py KIND NAME        make new KIND NAME

The templates of a kind are tests/templates/plugins/KIND.py and tests/templates/tests/KIND.py; in them the plug-in is
called example-name.
"""

from __future__ import annotations

import ast
import keyword
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from plugins import ROOT, kinds

from tableau2net.errors import InputError, TableauError
from tableau2net.plugins import Kind
from tableau2net.read import suggest

TEMPLATES = Path(__file__).parent / "templates"


def main(arguments: Sequence[str]) -> int:
    """Write the files and tell their names. The status is 2 where nothing can be written."""
    known = {written(kind): kind for kind in kinds()}
    try:
        if len(arguments) != 2:
            raise InputError("a plug-in has a kind and a name", None, " ".join(arguments), "KIND NAME")
        chosen, name = arguments
        if chosen not in known:
            raise InputError(
                "there is no such kind of plug-in", None, chosen, suggest.expected(chosen, known)
            )
        for path in begin(known[chosen], name, ROOT):
            print(path.relative_to(ROOT))
    except TableauError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def written(kind: Kind) -> str:
    """A kind as it is written in one word."""
    return kind.name.replace(" ", "-")


def test_name(kind: Kind, stem: str) -> str:
    """The file of a plug-in's own test."""
    return f"test_{kind.name.replace(' ', '_')}_{stem}.py"


def begin(kind: Kind, name: str, root: Path) -> Iterator[Path]:
    """Write a plug-in, its test and, where the kind is ordered, its place, which is the last; yield what was written.

    `root` is the checkout, or a copy of it. Raises InputError.
    """
    stem = name.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", stem) or keyword.iskeyword(stem):
        expected = "small letters and digits, with - between words"
        raise InputError("a plug-in cannot be called so", None, repr(name), expected)
    folder = root / kind.folder.resolve().relative_to(ROOT)
    test = root / "tests" / test_name(kind, stem)
    for templates, target in (("plugins", folder / f"{stem}.py"), ("tests", test)):
        if target.exists():
            raise InputError("not overwritten", None, f"the file {target}", "another name")
        template = TEMPLATES / templates / f"{kind.name.replace(' ', '_')}.py"
        target.write_text(called(template.read_text(encoding="utf-8"), stem), encoding="utf-8")
        yield target
    if kind.order is not None:
        put_last(folder / "__init__.py", stem.replace("_", "-"))
        yield folder / "__init__.py"


def called(template: str, stem: str) -> str:
    """The template with the plug-in's own name in it, in each way of writing it."""
    words = stem.split("_")
    names = {
        "example_name": stem,
        "example-name": "-".join(words),
        "example name": " ".join(words),
        "Example name": " ".join(words).capitalize(),
        "ExampleName": "".join(map(str.capitalize, words)),
    }
    return re.sub("|".join(names), lambda found: names[found.group()], template)


def put_last(path: Path, name: str) -> None:
    """Add a name to the end of the `ORDER` in a file."""
    text = path.read_text(encoding="utf-8")
    order = next(
        node
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "ORDER"
    )
    listed = "".join(f'    "{each}",\n' for each in (*ast.literal_eval(order.value), name))
    lines = text.splitlines(keepends=True)
    lines[order.lineno - 1 : order.end_lineno] = [f"ORDER = (\n{listed})\n"]
    path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
