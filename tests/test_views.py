"""`show --format`: the same scheme as text, LaTeX, Markdown, a page of HTML and JSON."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from cover import few_schemes, tiered
from schemes import catalogued, certificate, documents

from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.exact import Expression, Function, parse
from tableau2net.exact.languages import pure_root
from tableau2net.exact.root_sum import RootSum
from tableau2net.read import catalogue
from tableau2net.read.display.blocks import tableaux
from tableau2net.read.schemes.form import FormDocument
from tableau2net.report.overview import Overview
from tableau2net.report.views import KIND

NAMES = tiered([entry.name for entry in catalogue() if entry.kind != "network"], few_schemes())
HOSTILE = (
    'name: s\ntitle: "<script>alert(1)</script> | `$x$` \\\\end{array}"\nkind: runge-kutta\nA: [[]]\nb: [1]\n'
)


def shown(name: str, form: str) -> str:
    text: str = KIND.load(form).render(Overview(catalogued(name), ((certificate(name),),)), None)
    return text


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["show", *arguments]) == 0
    return capsys.readouterr().out


class Page(HTMLParser):
    """The names of the tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags = list[str]()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


@pytest.mark.parametrize("form", KIND.names)
def test_every_format_shows_every_kind_of_thing_or_refuses_it_in_one_line(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "ARS(2,2,2)" in printed(capsys, "ars222", "--format", form)
    status = main(["show", "resnet20", "--format", form])
    captured = capsys.readouterr()
    assert (status == 0 and "euler" in captured.out) or captured.err.count("\n") == 1


def test_a_format_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "rk4", "--format", "latx"]) == 2
    assert "there is no such format: found 'latx'; expected 'latex'" in capsys.readouterr().err


@pytest.mark.parametrize("name", NAMES)
def test_json_has_every_coefficient_whole(name: str) -> None:
    document = catalogued(name)
    given = json.loads(shown(name, "json"))
    assert given["document"]["name"] == name
    assert given["certificates"] == json.loads(json.dumps([certificate(name).as_json()]))
    assert [each.get("field", "") for each in given["coefficients"]] == [
        each.name for each in tableaux(document)
    ]
    method = document.method.printed or document.method
    if method.kind == "runge-kutta" and not method.has_pattern:
        (found,) = given["coefficients"]
        assert found["A"] == [[str(entry) for entry in row] for row in method.A]
        assert found["b"] == [str(entry) for entry in method.B[0]]
        assert ("b_hat" in found) == (method.b_hat is not None)


@pytest.mark.parametrize(
    "name",
    [name for name in ("rk4", "dopri5", "gauss3", "ssprk33", "bs32", "radau_iia2") if name in documents()],
)
def test_latex_is_read_again_as_the_same_scheme(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "scheme.tex").write_text(printed(capsys, name, "--format", "latex"), encoding="utf-8")
    assert main(["convert", str(tmp_path / "scheme.tex"), "--to", "json"]) == 0
    again = json.loads(capsys.readouterr().out)
    A = [[parse(str(entry)) for entry in row] for row in again["A"]]
    method = catalogued(name).method
    stages = method.stages
    padded = [[*row, *[parse("0")] * (stages - len(row))] for row in A]
    assert padded == [list(row) for row in method.A]
    assert main(["check", str(tmp_path / "scheme.tex")]) == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_a_cell_for_every_coefficient(name: str) -> None:
    page = Page(shown(name, "html"))
    count = sum(
        len(row)
        for tableau in tableaux(catalogued(name))
        for blocks in tableau.bands
        for block in blocks
        for row in block
    )
    given = catalogued(name)
    in_a_form = 0 if not isinstance(given, FormDocument) else 1
    assert page.tags.count("table") == len(tableaux(given)) + in_a_form
    assert page.tags.count("td") >= count


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_of_a_markdown_table_have_as_many_cells(name: str) -> None:
    for table in shown(name, "markdown").split("\n\n"):
        rows = [line.replace("\\|", "") for line in table.splitlines() if line.startswith("|")]
        assert len({row.count("|") for row in rows}) <= 1


def is_impure(node: Expression) -> bool:
    """Whether a number is made of a root of a polynomial that is no x^n - a."""
    if isinstance(node, RootSum):
        return True
    return isinstance(node, Function) and node.name == "root" and pure_root(node) is None


@pytest.mark.parametrize("name", NAMES)
def test_latex_is_balanced_or_refused(name: str) -> None:
    numbers = [*catalogued(name).method.coefficients()]
    try:
        text = shown(name, "latex")
    except InputError:
        assert any(is_impure(node) for entry in numbers for node in entry.walk())
        return
    assert text.count(r"\begin{array}") == text.count(r"\end{array}") == len(tableaux(catalogued(name)))
    assert text.count("{") == text.count("}")
    assert not [line for line in text.split(r"\[")[0].splitlines() if not line.startswith("%")]


def test_a_title_is_text_in_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(HOSTILE, encoding="utf-8")
    assert "script" not in Page(printed(capsys, str(path), "--format", "html")).tags
    latex = printed(capsys, str(path), "--format", "latex")
    assert [line for line in latex.splitlines() if "script" in line] == [latex.splitlines()[0]]
    assert latex.startswith("% ")
    assert r"\<script\>" in printed(capsys, str(path), "--format", "markdown")
