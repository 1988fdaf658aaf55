"""What README.md and docs show is what happens. `python tests/test_documentation.py [PAGE…]` writes the shown output
anew."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import sys
from pathlib import Path

import pytest
from schemes import NOT_REFUTED

from tableau2net.cli import main
from tableau2net.read import load
from tableau2net.recipes import load_recipe

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PYTHON = sorted(page for page in PAGES if "```pycon" in page.read_text(encoding="utf-8"))
CONSOLE = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)
YAML = re.compile(r"(?<=```yaml\n)(.*?)(?=```)", re.DOTALL)


def ran(session: str) -> str:
    """The session with the output that its one command gives now, standard error after standard output."""
    line = session.splitlines()[0]
    program, *arguments = shlex.split(line.removeprefix("$ "))
    assert program == "tableau2net"
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        main(arguments)
    text = output.getvalue() + errors.getvalue()
    return f"{line}\n" + "".join(f"{row.rstrip()}\n" for row in text.splitlines())


def shown(pattern: re.Pattern[str]) -> list[str]:
    return [block for page in PAGES for block in pattern.findall(page.read_text(encoding="utf-8"))]


SESSIONS = [
    pytest.param(
        session,
        marks=pytest.mark.slow if session.startswith("$ tableau2net audit ") else (),  # it starts a process
        id=session.splitlines()[0],
    )
    for session in shown(CONSOLE)
]


@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_in_the_documentation_prints_what_it_shows(session: str) -> None:
    assert ran(session) == session


def examples(page: Path) -> list[doctest.DocTest]:
    """The sessions of Python in a page, one after the other."""
    text = page.read_text(encoding="utf-8")
    sessions = "\n".join(re.findall(r"```pycon\n(.*?)```", text, re.DOTALL))
    return [doctest.DocTestParser().get_doctest(sessions, {}, page.name, str(page), 0)]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("page", PYTHON, ids=lambda page: page.name)
def test_what_python_prints_in_the_documentation_is_what_it_prints(page: Path) -> None:
    texts: list[str] = []
    for session in examples(page):
        assert session.examples
        doctest.DocTestRunner(verbose=False).run(session, out=texts.append)
    assert texts == []


@pytest.mark.parametrize("document", shown(YAML), ids=lambda text: text.splitlines()[0])
def test_a_document_in_the_documentation_is_read(document: str, tmp_path: Path) -> None:
    path = tmp_path / "document.yaml"
    path.write_text(document, encoding="utf-8")
    if "kind: recipe" in document:
        assert load_recipe(str(path)).name in document
        return
    assert load(str(path)).name in document
    assert main(["check", str(path)]) == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("http") or (page.parent / target).exists(), target


def test_what_is_left_open_in_the_catalogue_is_counted_and_named() -> None:
    count = {3: "three", 4: "four", 5: "five", 6: "six"}[len(NOT_REFUTED)]
    documents = (ROOT / "docs" / "documents.md").read_text(encoding="utf-8")
    assert f"but for {count} that [are not refuted" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"Of the catalogue {count} are left open so" in documents
    assert all(f"`{name}`" in documents for name in NOT_REFUTED)


if __name__ == "__main__":
    for each in [Path(page) for page in sys.argv[1:]] or PAGES:
        text = each.read_text(encoding="utf-8")
        each.write_text(CONSOLE.sub(lambda match: ran(match.group()), text), encoding="utf-8")
