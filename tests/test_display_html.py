"""Tableaux on pages: well formed, every number there, the long ones whole below."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from cover import tiered
from schemes import catalogued, documents

from tableau2net.exact import Expression, parse
from tableau2net.exact.mathml import in_mathml
from tableau2net.read.display.blocks import tableaux
from tableau2net.read.display.html import figures
from tableau2net.read.display.text import in_text

FEW = ("ark324l2sa", "bdf3", "curtis8", "explicit-5", "gauss3", "rk4_theta", "ssprk54_shu_osher")
READ = {"mfrac": "({})/({})", "msup": "({})**({})", "msqrt": "sqrt({})"}


def read(node: ElementTree.Element) -> str:
    """An element as the grammar of documents has it."""
    if node.tag in READ:
        return f"({READ[node.tag].format(*map(read, node))})"
    if node.tag in ("math", "mrow"):
        return "".join(map(read, node))
    return {"−": "-", "\u2062": "*", "θ": "theta", "π": "pi"}.get(node.text or "", node.text or "")


@pytest.mark.parametrize(
    "text",
    [
        "1/2",
        "-3/4",
        "1/2 - sqrt(3)/6",
        "theta*(1 - theta)",
        "-1/6/theta",
        "pi/3",
        "(theta + 1)**3",
        "2*sqrt(5)/3",
    ],
)
def test_a_formula_in_mathml_is_the_formula(text: str) -> None:
    number: Expression = parse(text, ("theta",))
    assert parse(read(ElementTree.fromstring(f"<math>{in_mathml(number)}</math>")), ("theta",)) == number


@pytest.mark.parametrize("name", tiered(documents(), FEW))
def test_a_tableau_is_well_formed_and_has_every_coefficient(name: str) -> None:
    document = catalogued(name)
    page = figures(document)
    root = ElementTree.fromstring(f"<div>{page}</div>".replace("&#x2062;", "\u2062"))
    whole = {unescape(text) for text in re.findall(r"<li><code>(.*?)</code></li>", page)}
    cells = [cell for table in root.iter("table") for cell in table.iter("td")]
    entries = [
        entry
        for each in tableaux(document)
        for band in each.bands
        for block in band
        for row in block
        for entry in row
    ]
    assert len(cells) >= len(entries)
    for cell in cells:
        for short in cell.iter("span"):
            told = (short.get("title") or "").removesuffix("…")
            assert any(text.startswith(told) for text in whole)
    shown = " ".join("".join(cell.itertext()) for cell in cells)
    for entry in entries:
        if isinstance(entry, Expression) and entry.rational is not None and entry.rational.denominator == 1:
            assert in_text(entry).replace("-", "−") in shown
