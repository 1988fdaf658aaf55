"""html: a page of its own, light or dark as the reader's browser is."""

from __future__ import annotations

from html import escape

from tableau2net.read import SchemeDocument
from tableau2net.read.display.html import figures
from tableau2net.read.display.text import heading
from tableau2net.report.overview import Overview
from tableau2net.shown import preformatted, visible

STYLE = """\
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
.tableaux { display: flex; flex-wrap: wrap; gap: 2rem; overflow-x: auto; }
figure { margin: 0; }
figcaption { font-style: italic; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
td { padding: 0.2rem 0.6rem; text-align: center; white-space: nowrap; }
tbody + tbody { border-top: 1px solid; }
.edge { border-right: 1px solid; }
li code { overflow-wrap: anywhere; }"""


def render(overview: Overview, width: int | None) -> str:
    """The tableaux as tables, with the numbers that are cut there whole below; of a network its description."""
    document = overview.document
    if isinstance(document, SchemeDocument):
        items = "\n".join(f"<li>{_text(line)}</li>" for line in overview.proved)
        body = f"{figures(document)}\n<ul>\n{items}\n</ul>"
    else:
        body = preformatted(overview.text())
    words = "\n".join(f"<p>{_text(each)}</p>" for each in (document.notes, document.reference) if each)
    title = _text(heading(document))
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<style>\n{STYLE}\n</style>\n<h1>{title}</h1>\n{body}\n{words}\n</html>\n"
    )


def _text(text: str) -> str:
    return escape(visible(text))
