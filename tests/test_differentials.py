"""Whatever the product prints writes elementary differentials in one way: f, f′f, f″(f, f′f), f⁽⁴⁾(f, f, f, f)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tableau2net.cli import main
from tableau2net.cli.options import FORMATS
from tableau2net.series.bseries import trees
from tableau2net.series.rooted_tree import Tree, ordered, primes

DOCS = Path(__file__).parent.parent / "docs"
DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
DERIVATIVE = re.compile(r"(?<![a-z_])([a-z])(?:(′|″|‴)|⁽([⁰¹²³⁴-⁹]+)⁾)")
OTHERWISE = re.compile(r"\bf'|\bu''|f′\(")  # f'f, f''(f,f), f′(f): how else they could be written

REFUTED = "name: wrong\nkind: runge-kutta\norder: 3\nA: [[], [1/2], [0, 1]]\nb: [1/6, 2/3, 1/6]\n"
COLOURED = (
    "name: coloured\nkind: additive\norder: 3\nfields:\n  f: {A: [[], [1]], b: [1/2, 1/2]}\n"
    "  g: {A: [[], [1]], b: [1/2, 1/2]}\n"
)


def parsed(text: str) -> tuple[Tree, str]:
    """The tree of the differential that a text begins with, and the rest of the text."""
    head = DERIVATIVE.match(text)
    if head is None:
        assert re.match("[fg]", text), text
        return Tree((), text[0].replace("f", "")), text[1:]
    rest = text[head.end() :]
    count = "′″‴".index(head[2]) + 1 if head[2] else int(head[3].translate(DIGITS))
    children = []
    for index in range(count):
        if count > 1:
            opening = ", " if index else "("
            assert rest.startswith(opening), text
            rest = rest.removeprefix(opening)
        child, rest = parsed(rest)
        children.append(child)
    if count > 1:
        assert rest.startswith(")"), text
        rest = rest.removeprefix(")")
    return Tree(ordered(tuple(children)), head[1].replace("f", "")), rest


def differentials(text: str) -> Iterator[Tree]:
    """The trees of all that a text has, from left to right."""
    while match := DERIVATIVE.search(text):
        if match[1] == "u":  # a derivative of the solution
            text = text[match.end() :]
            continue
        tree, text = parsed(text[match.start() :])
        yield tree


@pytest.mark.parametrize("order", range(1, 8))
def test_every_tree_is_read_from_its_differential(order: int) -> None:
    """And so no two trees are written alike."""
    for tree in trees(order):
        assert parsed(tree.differential) == (tree, "")


def test_the_sign_of_a_derivative() -> None:
    assert [primes(order) for order in (0, 1, 2, 3, 4, 10)] == ["", "′", "″", "‴", "⁽⁴⁾", "⁽¹⁰⁾"]


CALLS = [
    *(
        ["analyze", name, "--residuals", *form]
        for name in ("rk4", "heun_euler21")
        for form in ([], ["--json"])
    ),
    *(["analyze", name, *form] for name in ("lm2", "dimsim2", "gauss2") for form in ([], ["--json"])),
    *(["check", "wrong.yaml", "coloured.yaml", "--format", form] for form in FORMATS),
]


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_what_is_printed_writes_them_in_one_way(
    call: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wrong.yaml").write_text(REFUTED, encoding="utf-8")
    (tmp_path / "coloured.yaml").write_text(COLOURED, encoding="utf-8")
    main(call)
    output = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), capsys.readouterr().out)
    assert OTHERWISE.search(output) is None
    found = list(differentials(output))
    assert found or call[0] == "check"  # not every format of check draws the tree
    assert all(tree.differential in output for tree in found)


def test_pages_write_them_in_one_way() -> None:
    for page in sorted(DOCS.glob("*.md")):
        assert OTHERWISE.search(page.read_text(encoding="utf-8")) is None, page.name
