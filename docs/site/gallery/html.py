"""Pieces of HTML that pages of the gallery share."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

LONG = 160  # characters of a value that a table shows whole


def page(title: str, body: str) -> str:
    """A page of the site that is HTML throughout; its search is the gallery's own."""
    named = json.dumps(title, ensure_ascii=False)
    head = f"---\ntitle: {named}\nhide: [navigation, toc]\nsearch: {{exclude: true}}\n---\n\n"
    return f'{head}<div class="gallery">\n{body}\n</div>\n'


def code(text: str, language: str) -> str:
    """A text in colours, as the rest of the site has them."""
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    inside = highlight(text.rstrip("\n"), lexer, HtmlFormatter(nowrap=True))
    return f'<div class="language-{language} highlight"><pre tabindex="0"><code>{inside.rstrip()}</code></pre></div>'


def verbatim(text: str) -> str:
    """What a command prints."""
    return f'<pre class="said" tabindex="0">{escape(text)}</pre>'


def section(heading: str, body: str) -> str:
    """A part of a page, which links lead to by its heading in small letters."""
    name = heading.lower().replace(" ", "-")
    return f'<section aria-labelledby="{name}"><h2 id="{name}">{escape(heading)}</h2>{body}</section>'


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Names and values in two columns; a long value is folded."""
    lines = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{value(text)}</td></tr>' for name, text in rows
    )
    return f'<table class="facts"><tbody>{lines}</tbody></table>'


def value(text: str) -> str:
    """A value, folded behind its beginning where it is long."""
    if len(text) <= LONG:
        return escape(text)
    return f"<details><summary>{escape(text[: LONG - 20])}…</summary>{escape(text)}</details>"


def badges(words: Iterable[str]) -> str:
    """Words that say at a glance what something is."""
    return f'<p class="badges">{"".join(f"<span>{escape(word)}</span>" for word in words)}</p>'
