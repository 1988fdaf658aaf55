"""Every plug-in keeps the contract of its kind, and what does not is told."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from plugins import ROOT, kinds

from tableau2net.cli import main
from tableau2net.plugins import Class, Constant, ContractError, Function, Kind, Requirement, Tuple
from tableau2net.read import kinds as scheme_kinds

KINDS = {kind.name: kind for kind in kinds()}
PLUGINS = [(kind, name) for kind in KINDS for name in KINDS[kind].names]
REQUIRED = [(kind.name, item) for kind in KINDS.values() for item in kind.contract]

SECTION = '''"""A section."""

class Half(Section):
    """Half."""

    kind: Annotated[Literal["half", "halved"], Choice()] = "half"

    def factor(self, step: int) -> float:
        return 0.5

SECTION = Half
'''
CLASS = Class("SECTION", "kind", (Function("factor", "self, step: int", "float"),))
RENDER = Function("render", "picture: Picture", "str | bytes")


def held(folder: Path, text: str, *contract: Requirement, file: str = "half.py") -> str:
    """Hold a file with this text to a contract; the name that it has then. Raises ContractError."""
    (folder / file).write_text(text, encoding="utf-8")
    name = file.removesuffix(".py").replace("_", "-")
    return Kind("sort", "nowhere", folder, contract).checked(name).name


def ordered(folder: Path, order: tuple[str, ...]) -> Kind:
    for name in ("one", "two", "the_third"):
        (folder / f"{name}.py").touch()
    return Kind("sort", "nowhere", folder, (), order)


@pytest.mark.parametrize(("kind", "name"), PLUGINS)
def test_a_plug_in_keeps_the_contract_of_its_kind(kind: str, name: str) -> None:
    assert KINDS[kind].checked(name).summary


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_what_it_holds_and_has_some(kind: str) -> None:
    assert KINDS[kind].names
    assert KINDS[kind].contract
    assert ast.get_docstring(ast.parse((KINDS[kind].folder / "__init__.py").read_text(encoding="utf-8")))


# Where a user reads of the plug-ins of a kind: a page of the documentation, and the help of a command.
PAGES = {
    "documents.md": [
        "field",
        "operator",
        "activation",
        "stem",
        "transition",
        "head",
        "solver",
        "initialiser",
        "family",
        "scheme kind",
    ],
    "training.md": ["optimizer", "schedule", "data kind", "runner"],
    "commands.md": ["command", "picture format", "view", "export format"],
    "peers.md": ["reader"],
    "python.md": ["package adapter"],
    "sources.md": ["source reader", "writer"],
    "audit.md": ["signature"],
    "ci.md": ["report format"],
}
HELP = {
    "audit": "signature",
    "check": "source reader",
    "convert": "writer",
    "train": "data kind",
    "compare": "runner",
    "export": "export format",
    "graph": "picture format",
    "show": "view",
}
WRITTEN_BY_NOBODY = {"claim", "mechanism", "page maker", "pass", "property", "mistake"}


def named(name: str, text: str) -> bool:
    return re.search(rf"(?<![a-z0-9-]){re.escape(name)}(?![a-z0-9-])", text) is not None


@pytest.mark.parametrize(("page", "kind"), [(page, kind) for page in PAGES for kind in PAGES[page]])
def test_what_a_user_writes_is_in_the_documentation(page: str, kind: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    code = " ".join(re.findall(r"```.*?```|`[^`\n]+`|^### .*?$", text, re.MULTILINE | re.DOTALL))
    assert [name for name in KINDS[kind].names if not named(name, code)] == []


def test_every_kind_is_in_the_documentation() -> None:
    assert {*chain.from_iterable(PAGES.values()), *WRITTEN_BY_NOBODY} == set(KINDS)
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    table = design.partition("## Adding things")[2].partition("## ")[0]
    rows = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \| (.*) \|$", table, re.MULTILINE)
    folders = {kind.name: str(kind.folder.resolve().relative_to(ROOT)) for kind in KINDS.values()}
    assert {name.replace("-", " "): folder for name, folder, _ in rows} == folders
    cells = {name.replace("-", " "): cell for name, _, cell in rows}
    assert [(kind, item) for kind, item in REQUIRED if defined(item) not in cells[kind]] == []
    assert [kind.name for kind in KINDS.values() if kind.order and "ORDER" not in cells[kind.name]] == []


@pytest.mark.parametrize("command", HELP)
def test_the_help_of_a_command_names_what_can_be_written(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--help"]) == 0
    text = capsys.readouterr().out
    assert [name for name in KINDS[HELP[command]].names if not named(name, text)] == []


def defined(requirement: Requirement) -> str:
    """The name that a requirement asks for."""
    return requirement.alias if isinstance(requirement, Class) else getattr(requirement, "name", "")


@pytest.mark.parametrize(("kind", "requirement"), REQUIRED)
def test_what_a_contract_asks_for_is_missed(kind: str, requirement: Requirement, tmp_path: Path) -> None:
    """A real plug-in without it is refused, by a message that names the file and it."""
    wanted, source = defined(requirement), KINDS[kind].source(KINDS[kind].names[0])
    kept = [node for node in source.tree.body if wanted not in ast.unparse(node)]
    assert len(kept) < len(source.tree.body)
    path = tmp_path / source.path.name
    path.write_text(ast.unparse(ast.Module([*source.tree.body[:1], *kept[1:]], [])), encoding="utf-8")
    with pytest.raises(
        ContractError, match=f"{re.escape(str(path))}: this is not a valid {kind}: it has no .*{wanted}"
    ):
        replace(KINDS[kind], folder=tmp_path).checked(source.name)


@pytest.mark.parametrize(
    ("text", "requirement", "message"),
    [
        ("x = 1", RENDER, "it has no docstring; it has no function render(picture: Picture) -> str | bytes"),
        ('"""D."""\ndef render(picture: Picture) -> str: ...', RENDER, "it has no docstring in render"),
        (
            '"""D."""\ndef render(image: Picture) -> str:\n    "D"',
            RENDER,
            "it has render(image: Picture) and not render(picture: Picture) -> str | bytes",
        ),
        (
            '"""D."""\ndef render(picture: Picture) -> None:\n    "D"',
            RENDER,
            "it returns None from render and not str | bytes",
        ),
        (
            '"""D."""\ndef render(picture: Picture):\n    "D"',
            RENDER,
            "it returns what it does not say from render and not str | bytes",
        ),
        ('"""D."""\nTITLE = 3', Constant("TITLE", ".*"), "it has no text TITLE"),
        ('"""D."""\nDEFINED_FOR = ONE_FIELD', Tuple("DEFINED_FOR"), "it has no tuple DEFINED_FOR"),
        (
            '"""D."""\nTITLE = "whole"',
            Constant("TITLE", "{name}"),
            "it has 'whole' as TITLE, which does not match {name}",
        ),
        ("def", RENDER, "half.py:1: this is not Python"),
        (SECTION.replace("= Half", "= Whole"), CLASS, "it has no class of its own as SECTION"),
        (SECTION.replace('    """Half."""\n', ""), CLASS, "it has no docstring in Half"),
        (SECTION.replace('"half", ', ""), CLASS, "it has no field kind: Literal['half'] in Half"),
        (
            SECTION.replace("step: int", "step: float"),
            CLASS,
            "it has factor(self, step: float) and not factor(self, step: int) -> float in Half",
        ),
        (
            SECTION.replace("def factor", "def scale"),
            CLASS,
            "it has no function factor(self, step: int) -> float in Half",
        ),
    ],
)
def test_what_differs_from_a_contract_is_told(
    text: str, requirement: Requirement, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ContractError) as caught:
        held(tmp_path, text, requirement)
    assert message in str(caught.value)
    assert str(tmp_path / "half.py") in str(caught.value)


def test_what_keeps_a_contract_passes(tmp_path: Path) -> None:
    command = Function("command", None, "int | None")
    kept: list[tuple[str, Requirement]] = [
        (SECTION, CLASS),
        ('"""D."""\ndef render(picture: Picture) -> bytes:\n    "D"', RENDER),
        ('"""D."""\nFORM = "half"', Constant("FORM", "{name}")),
        ('"""D."""\ndef command(of: int, what=2) -> int | None:\n    "D"', command),
    ]
    for text, requirement in kept:
        assert held(tmp_path, text, requirement) == "half"
    assert held(tmp_path, SECTION, CLASS, file="halved.py") == "halved"


@pytest.mark.parametrize("file", ["Half.py", "1half.py", "half-again.py", "_half.py", "half__again.py"])
def test_a_file_is_named_in_small_letters(file: str, tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="it is not named in small letters"):
        held(tmp_path, SECTION, file=file)


@pytest.mark.parametrize(
    ("order", "message"),
    [
        (("one", "two"), "ORDER does not name 'the-third', which is a file here"),
        (("one", "two", "the-third", "two"), "ORDER names 'two' 2 times"),
        (("one", "two", "the_third", "the-third"), "ORDER names 'the_third', which is no file here"),
        ((), "ORDER does not name 'one', which is a file here; ORDER does not name 'the-third'"),
    ],
)
def test_an_order_that_is_not_that_of_the_files_is_told(
    order: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    with pytest.raises(ContractError) as caught:
        _ = ordered(tmp_path, order).names
    assert message in str(caught.value)
    assert str(tmp_path / "__init__.py") in str(caught.value)


def test_an_order_is_kept(tmp_path: Path) -> None:
    assert ordered(tmp_path, ("two", "the-third", "one")).names == ("two", "the-third", "one")


def test_a_plug_in_is_found_named_and_checked_without_being_run(tmp_path: Path) -> None:
    (tmp_path / "my_own.py").write_text('"""Mine.\n\nMore."""\nraise SystemExit', encoding="utf-8")
    kind = Kind("sort", "nowhere", tmp_path, ())
    assert kind.names == ("my-own",)
    assert kind.checked("my-own").summary == "Mine."


def test_a_plug_in_is_checked_when_it_is_first_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the command says so in one line."""
    path = tmp_path / "runge_kutta.py"
    path.write_text('"""Nothing yet."""', encoding="utf-8")
    monkeypatch.setattr(scheme_kinds, "KIND", replace(scheme_kinds.KIND, folder=tmp_path))
    assert main(["check", "rk4"]) == 2
    assert capsys.readouterr().err == (
        f"error: {path}: this is not a valid scheme kind: it has no class of its own as DOCUMENT\n"
    )


def scans(path: Path) -> Iterator[str]:
    """Where a file looks for Python files by itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute | ast.alias):
            name = node.attr if isinstance(node, ast.Attribute) else node.name.rpartition(".")[2]
            if name in {"iter_modules", "walk_packages", "glob", "rglob", "iterdir", "listdir", "scandir"}:
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {name}"


# What else lists folders: those of a user, and of processes.
OTHERS = {
    "tableau2net/plugins/kind.py",
    "tableau2net/data/file_tree.py",
    "tableau2net/emit/loading.py",
    "tableau2net/train/folder.py",
    "tableau2net/notations/sources.py",
    "tableau2net/generated/search.py",
    "tableau2net/compare/keeper.py",
    "tableau2net/report/style.py",  # styles of matplotlib, of which it finds the one of that name
    "docs/site/repository.py",  # a folder of the repository, as a page that lists it
    "docs/site/gallery/making.py",  # all code, whose digest tells whether a page is to be made anew
    "docs/site/trial/vendored.py",  # our own package, as it is given to the browser
    "docs/sources/table.py",  # the archives that it fetched
}


def test_nothing_else_looks_for_files() -> None:
    files = [path for place in ("tableau2net", "cli", "docs") for path in (ROOT / place).rglob("*.py")]
    found = [scan for path in files if str(path.relative_to(ROOT)) not in OTHERS for scan in scans(path)]
    assert found == []
    assert [other for other in OTHERS if not list(scans(ROOT / other))] == []
