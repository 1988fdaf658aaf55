"""`convert`: what is written in another notation is read again as the same numbers, and runs where it is code."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from itertools import cycle, product
from pathlib import Path

import pytest
from cover import few_schemes, tiered
from ruamel.yaml import YAML

from tableau2net.cli import main
from tableau2net.cli.commands.convert import WRITERS
from tableau2net.errors import InputError
from tableau2net.exact import as_printed, is_zero
from tableau2net.notations import Found, Text, read_source
from tableau2net.notations.writers import KIND
from tableau2net.read import SchemeDocument, catalogue, load_scheme
from tableau2net.read.schemes.tableau import tableau

PAIR = "methods = {'heun': Tableau(A=[[0, 0], [1, 0]], b=[1/2, 1/2], b_hat=[1, 0], order=2), 'euler': ([[0]], [1])}"


def test_the_help_names_the_notations_that_are_there() -> None:
    assert KIND.names == WRITERS


def test_a_tableau_of_a_source_is_chosen_by_its_name_or_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("methods.py").write_text(PAIR)
    assert main(["convert", "methods.py:heun", "-o", "heun.yaml"]) == 0
    assert main(["check", "heun.yaml"]) == 0
    assert capsys.readouterr().out.startswith("heun: order 2, proved exactly; embedded order 1")
    assert main(["convert", "methods.py:heun", "-o", "heun.yaml"]) == 2
    assert capsys.readouterr().err.startswith("error: heun.yaml: this file exists already")
    assert main(["convert", "methods.py"]) == 2
    assert "methods.py: and one of heun, euler" in capsys.readouterr().err
    assert main(["convert", "methods.py:third"]) == 2
    assert capsys.readouterr().err.startswith("error: methods.py: there is no such tableau: found 'third'")


@pytest.mark.parametrize(
    ("reference", "notation", "message"),
    [
        ("bdf2", "latex", "this is not a Runge–Kutta scheme"),
        ("rk2_alpha", "c", "some entries of this tableau are not numbers"),
        ("gauss2", "diffrax", "diffrax holds explicit tableaux of two stages or more"),
        ("rk4", "fortran", "there is no such notation: found 'fortran'; expected "),
    ],
)
def test_what_a_notation_cannot_hold_is_refused(
    reference: str, notation: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["convert", reference, "--to", notation]) == 2
    assert message in capsys.readouterr().err


SUFFIXES = {
    "yaml": "yaml",
    "json": "json",
    "latex": "tex",
    "markdown": "md",
    "julia": "jl",
    "c": "c",
    "nodepy": "py",
    "diffrax": "py",
}
FEW = [
    "rk4",
    "bs32",
    "gauss2",
    "dopri5",
    "forest_ruth4",
    "adams_bashforth4",
    "radau_iia3",
    "ssprk33_shu_osher",
    "feagin10",
]
TWICE = {entry.name for entry in catalogue() if entry.kind != "network"}


def written(document: SchemeDocument, notation: str) -> str | None:
    """The text of a scheme; None where the notation cannot hold it."""
    try:
        text: str = KIND.load(notation).write(document)
    except InputError:
        return None
    return text


@pytest.mark.parametrize("notation", KIND.names)
@pytest.mark.parametrize("name", tiered(sorted(TWICE), {*few_schemes(), *FEW} & TWICE))
def test_what_is_written_is_read_again_exactly(name: str, notation: str, tmp_path: Path) -> None:
    """Over the catalogue, where the notation can hold the scheme; and where it cannot, that is said."""
    document = load_scheme(name)
    text = written(document, notation)
    if text is None:
        assert notation not in ("yaml", "json")
        return
    file = tmp_path / f"scheme.{SUFFIXES[notation]}"
    file.write_text(text, encoding="utf-8")
    if notation in ("yaml", "json"):
        again = load_scheme(str(file))
        assert (again.name, again.order) == (document.name, document.order)
        zero = zip(document.coefficients(), again.coefficients(), strict=True)
        assert again == document or all(is_zero(x - y) for x, y in zero)
        return
    (found,) = read_source(Text(text, file.name)).outcomes
    assert isinstance(found, Found)
    expected, read = tableau(document), tableau(found.document())
    pairs = [(expected.b, read.b), *zip(expected.A, read.A, strict=True)]
    if expected.b_hat is not None and read.b_hat is not None:
        pairs.append((expected.b_hat, read.b_hat))
    assert (read.b_hat is None) == (
        expected.b_hat is None or (notation == "nodepy" and not expected.explicit)
    )
    for before, after in pairs:
        assert all(is_zero(as_printed(x) - as_printed(y)) for x, y in zip(before, after, strict=True))


RUNS = {
    "diffrax": "print({name}().order(None))",
    "nodepy": "print(method.order())",
}


@pytest.mark.slow
@pytest.mark.parametrize("notation", RUNS)
@pytest.mark.parametrize(("name", "order"), [("rk4", 4), ("dopri5", 5), ("ssprk33", 3), ("butcher6", 6)])
def test_what_is_written_for_a_package_runs_there_and_reports_the_order(
    notation: str, name: str, order: int, tmp_path: Path
) -> None:
    pytest.importorskip(notation)
    file = tmp_path / "method.py"
    assert main(["convert", name, "--to", notation, "-o", str(file)]) == 0
    text = file.read_text(encoding="utf-8")
    file.write_text(text + RUNS[notation].format(name=name.capitalize()) + "\n", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", str(file)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == str(order)


# What of a text reaches a file, or a terminal.

HEUN = "kind: runge-kutta\nA: [[0, 0], [1, 0]]\nb: [1/2, 1/2]\n"
ESCAPES = [
    'x """; 1/0 #',
    "x */ int y; /*",
    "x\\",
    'x"',
    "'",
    "x =# 1/0",
    "x */ * / **/",
    '\\"""; 1/0 #',
    "$(x) `y` \\input{z}",
    "word " * 40,
]
COMMENTS = {"c": r"/\*.*?\*/", "julia": "#[^\n]*", "latex": "%[^\n]*", "markdown": r"\*\*\w+\*\*: [^\n]*"}


def code(text: str, notation: str) -> str:
    """What is written, without comments, docstrings, and the title where it is a value."""
    if notation in ("diffrax", "nodepy"):
        tree = ast.parse(text)
        assert ast.get_docstring(tree)
        named = [each for each in ast.walk(tree) if isinstance(each, ast.keyword) and each.arg == "name"]
        for each in named:
            assert isinstance(each.value, ast.Constant)
            each.value = ast.Constant("")
        return ast.dump(ast.Module(tree.body[1:], []))
    if notation in ("json", "yaml"):
        document = YAML(typ="safe").load(text)
        document.pop("title", None)
        return json.dumps(document)
    return re.sub(COMMENTS[notation], "", text, count=1, flags=re.DOTALL)


@pytest.mark.parametrize("title", ESCAPES)
@pytest.mark.parametrize("notation", WRITERS)
def test_a_title_never_becomes_code(
    notation: str, title: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = []
    for each in ("plain", title.strip()):
        path = tmp_path / "heun.yaml"
        path.write_text(f"name: heun\ntitle: {json.dumps(each)}\norder: 2\n{HEUN}", encoding="utf-8")
        assert main(["convert", str(path), "--to", notation]) == 0
        written.append(capsys.readouterr().out)
    assert code(written[0], notation) == code(written[1], notation)


CONTROLS = ["\x1b[2J", "\x9b31m", "\u202e", "\u2028", "\x07", "\r", "\x7f", "\u200b", "\ufeff", "\xa0"]
PLACES = {
    "mine.py": "# CONTROL\nmethods = {'heunCONTROL': Tableau(A=[[0, 0], [1, 0]], b=[1/2, 1/2])}\ntitle = 'CONTROL'\n",
    "title.yaml": 'name: heun\ntitle: "aCONTROLb"\n' + HEUN,
    "reference.yaml": 'name: heun\nreference: "aCONTROLb"\n' + HEUN,
    "name.yaml": 'name: "heunCONTROL"\n' + HEUN,
    "number.yaml": 'name: heun\nkind: runge-kutta\nA: [[0, 0], [1, 0]]\nb: [1/2, "CONTROL1/2"]\n',
    "parameter.yaml": 'name: heun\nparameters: {"aCONTROL": 1}\n' + HEUN,
    "comment.yaml": "name: heun # CONTROL\n" + HEUN,
}


@pytest.mark.parametrize(
    ("notation", "name"),
    tiered(product(WRITERS, PLACES), list(zip(cycle(WRITERS), PLACES, strict=False)), "slow"),
)
def test_nothing_that_a_terminal_obeys_is_written(
    notation: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In `make quick` by one of the writers for each place, which take turns."""
    path = tmp_path / name
    for control in CONTROLS:
        for each in (control, json.dumps(control)[1:-1]):
            path.write_text(PLACES[name].replace("CONTROL", each), encoding="utf-8")
            status = main(["convert", str(path), "--to", notation])
            captured = capsys.readouterr()
            assert (status == 0) == bool(captured.out) == (not captured.err)
            assert captured.out.replace("\n", "").isprintable()
            assert captured.err.rstrip("\n").isprintable()
