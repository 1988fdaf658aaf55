"""What README.md and docs show is what happens: every block of code is run, or says why it is not (`blocks.py`).
`python tests/test_documentation.py [PAGE…]` writes the shown output anew."""

from __future__ import annotations

import doctest
import json
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from blocks import LONGER, PAGES, ROOT, TUTORIALS, Block, blocks
from schemes import NOT_REFUTED
from sessions import output_of, played, printed, script

from tableau2net.cli import main
from tableau2net.cli.app import application
from tableau2net.read import load
from tableau2net.recipes import load_recipe

PYTHON = sorted(page for page in PAGES if "```pycon" in page.read_text(encoding="utf-8"))
CONSOLE = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)
BLOCKS = [block for page in [*PAGES, *LONGER] for block in blocks(page)]
KNOWN = {"console", "json", "pycon", "python", "sh", "text", "toml", "yaml"}


def ran(session: str) -> str:
    """The session with the output that its one command gives now, standard error after standard output."""
    command = session.splitlines()[0].removeprefix("$ ")
    assert command.startswith("tableau2net ")
    return f"$ {command}\n{printed(command, ROOT)}"


def shown(pattern: re.Pattern[str]) -> list[str]:
    return [block for page in PAGES for block in pattern.findall(page.read_text(encoding="utf-8"))]


def of(language: str) -> list[Block]:
    """The blocks in a language that no comment excuses, but for those of tutorials, which are played as a whole."""
    return [
        block
        for block in BLOCKS
        if block.language == language and not block.note and block.page not in TUTORIALS
    ]


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


@pytest.mark.parametrize("block", of("yaml"), ids=str)
def test_a_document_in_the_documentation_is_read(block: Block, tmp_path: Path) -> None:
    document, path = block.text, tmp_path / "document.yaml"
    path.write_text(document, encoding="utf-8")
    if "kind: recipe" in document:
        assert load_recipe(str(path)).name in document
        return
    assert load(str(path)).name in document
    assert main(["check", str(path)]) == 0


@pytest.mark.slow
@pytest.mark.parametrize("block", of("sh"), ids=str)
def test_a_script_in_the_documentation_runs(block: Block, tmp_path: Path) -> None:
    """In an empty folder, with what the page writes above it: here the README's first network."""
    script(block.text, tmp_path)
    assert list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted({block.page for block in of("python")}), ids=lambda page: page.name)
def test_python_in_the_documentation_runs(page: Path, tmp_path: Path) -> None:
    """What a page has in blocks, one after the other."""
    text = "\n".join(block.text for block in of("python") if block.page == page)
    file = tmp_path / "page.py"
    file.write_text(f"{text}\nprint('ran')\n", encoding="utf-8")
    assert output_of(f"{sys.executable} page.py", tmp_path) == "ran\n"


@pytest.mark.slow
@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.name)
def test_a_tutorial_prints_what_it_shows(page: Path, tmp_path: Path) -> None:
    """From its top to its end, in a folder that is empty at first."""
    text = page.read_text(encoding="utf-8")
    assert played(page, text, tmp_path) == text


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.part_of], ids=str)
def test_an_excerpt_is_part_of_what_it_is_taken_from(block: Block, tmp_path: Path) -> None:
    text = " ".join(printed(block.part_of, tmp_path).split())
    position = 0
    for line in block.text.splitlines():
        position = text.find(" ".join(line.split()), position)
        assert position >= 0, line


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.run_by], ids=str)
def test_what_is_run_elsewhere_is(block: Block) -> None:
    """The test that a comment names reads the page."""
    assert f'"{block.page.name}"' in (ROOT / block.run_by).read_text(encoding="utf-8")


def test_the_list_of_a_project_in_the_documentation_is_kept_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (block,) = [each for each in blocks(ROOT / "docs" / "ci.md") if each.language == "toml"]
    classes = {
        "Heun": "b = [1/2, 1/2]",
        "Fehlberg": "b = [1/2, 1/2]\n    b_hat = [1, 0]",
        "Third": "order = 3\n    b = [1/2, 1/2]",
    }
    code = "\n".join(f"class {name}:\n    A = [[0, 0], [1, 0]]\n    {text}" for name, text in classes.items())
    files = {
        "pyproject.toml": block.text.replace("= 4", "= 1"),
        "solvers/rk.py": code,
        "tableaux/own.yaml": "name: own\nkind: runge-kutta\norder: 1\nA: [[]]\nb: [1]\n",
        "docs/methods.tex": "\\begin{array}{c|c} 0 & 0 \\\\ \\hline & 1 \\end{array}",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 0
    printed_text = capsys.readouterr().out
    assert "kept for old results" in printed_text
    assert all(name in printed_text for name in (*classes, "own", "methods.tex"))


def test_the_settings_for_editors_name_the_schemas_that_are_written(tmp_path: Path) -> None:
    (block,) = [each for each in blocks(ROOT / "docs" / "editors.md") if each.language == "json"]
    assert main(["schema", "--write", str(tmp_path / "schemas")]) == 0
    assert {tmp_path / name for name in json.loads(block.text)["yaml.schemas"]} == set(
        tmp_path.glob("schemas/*")
    )


def test_every_block_of_code_is_run_or_says_why_not() -> None:
    """Of a tutorial all is played. Configuration and plain text are no code; what else there is has a test above."""
    assert {block.language for block in BLOCKS} <= KNOWN
    unknown = [
        str(block) for block in BLOCKS if block.note and not (block.not_run or block.run_by or block.part_of)
    ]
    assert unknown == []
    untested = [
        str(block)
        for block in BLOCKS
        if block.language in {"toml", "json"} and not block.note and block.page not in TUTORIALS
    ]
    assert untested == []
    in_folders = [
        str(block)
        for block in BLOCKS
        if block.page in LONGER
        and block.page not in TUTORIALS
        and block.language != "text"
        and not block.note
    ]
    assert in_folders == []
    assert [
        str(b) for b in BLOCKS if b.page in TUTORIALS and b.language in {"pycon", "json"} and not b.title
    ] == []


NOT_RUN = [
    pytest.param(line, id=f"{block}: {line[:60]}")
    for block in BLOCKS
    if block.not_run and block.language == "sh"
    for line in block.text.replace("\\\n", " ").splitlines()
]


@pytest.mark.parametrize("line", NOT_RUN)
def test_a_call_that_is_not_run_is_understood(line: str) -> None:
    """Its command and options are there, or the target of make, or the file."""
    words = shlex.split(line, comments=True)
    for program, *rest in calls(words):
        if program == "tableau2net":
            group: Any = typer.main.get_command(application(rest[:1]))
            command = group.commands[rest[0]]
            assert command.make_context(rest[0], list(rest[1:])) is not None
        elif program == "make":
            targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
            assert rest[0] in targets
        elif program.endswith("python") and rest[0].endswith(".py"):
            assert any((ROOT / place / rest[0]).is_file() for place in ("", "docs/evidence"))
        elif "/" in program and not program.startswith(".venv/"):
            assert (ROOT / program).is_file()
    assert words


def calls(words: list[str]) -> list[list[str]]:
    """The calls of a line, without what stands in front of a program."""
    line: list[list[str]] = [[]]
    for word in words:
        if word == "&&":
            line.append([])
        elif "=" not in word or line[-1]:
            line[-1].append(word)
    found = []
    for call in line:
        if call[:1] == ["torchrun"]:
            call = call[call.index("--no-python") + 1 :]
        found.append(call)
    return found


@pytest.mark.parametrize("page", [*PAGES, *TUTORIALS], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("http") or (page.parent / target).exists(), target


def test_what_is_left_open_in_the_catalogue_is_counted_and_named() -> None:
    count = {3: "three", 4: "four", 5: "five", 6: "six"}[len(NOT_REFUTED)]
    documents = (ROOT / "docs" / "documents.md").read_text(encoding="utf-8")
    assert f"but for {count} that [are not refuted" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"Of the catalogue {count} are left open so" in documents
    assert all(f"`{name}`" in documents for name in NOT_REFUTED)


FEATURES = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "features.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| |")
]


@pytest.mark.parametrize("row", [row for row in FEATURES if "---" not in row[0]], ids=lambda row: row[0])
def test_what_is_said_of_tableau2net_beside_others_leads_to_a_test(row: list[str]) -> None:
    ours = re.findall(r"\]\(\.\./(tests/test_\w+\.py)\)", row[1])
    assert ours or row[1] == "no"
    assert all((ROOT / path).is_file() for path in ours)
    assert all(row[2:])


@pytest.mark.slow
def test_what_is_said_of_installed_packages_beside_ours_is_there() -> None:
    """In the versions that the page names, which constraints.txt pins."""
    page = (ROOT / "docs" / "features.md").read_text(encoding="utf-8")
    pinned = re.findall(
        r"^(nodepy|kauri|torchdiffeq|diffrax)==(\S+)$", (ROOT / "constraints.txt").read_text("utf-8"), re.M
    )
    assert len(pinned) == 4
    assert all(f"{name} {version}" in page for name, version in pinned)
    there = {
        "nodepy.runge_kutta_method": [
            "RungeKuttaMethod.plot_stability_region",
            "RungeKuttaMethod.absolute_monotonicity_radius",
        ],
        "nodepy.linear_multistep_method": [
            "LinearMultistepMethod.order",
            "AdditiveLinearMultistepMethod.order",
        ],
        "nodepy.twostep_runge_kutta_method": ["TwoStepRungeKuttaMethod.order"],
        "kauri": ["RK.modified_equation_map", "RK.order"],
        "torchdiffeq": ["odeint_adjoint", "odeint_event"],
        "diffrax": ["PIDController", "BacksolveAdjoint", "VirtualBrownianTree", "Kvaerno5", "Event"],
    }
    for module, names in there.items():
        package = pytest.importorskip(module)
        for name in names:
            value = package
            for part in name.split("."):
                value = getattr(value, part)
            assert callable(value)


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    for each in [Path(page).resolve() for page in sys.argv[1:]] or [*PAGES, *TUTORIALS]:
        text = each.read_text(encoding="utf-8")
        with TemporaryDirectory() as folder:
            anew = (
                played(each, text, Path(folder))
                if each in TUTORIALS
                else CONSOLE.sub(lambda match: ran(match.group()), text)
            )
        each.write_text(anew, encoding="utf-8")
