"""Formulas in TeX become MathML when the site is built, which browsers draw by themselves."""

from __future__ import annotations

import html
import re

from latex2mathml.converter import convert

# What the extension arithmatex leaves of `$…$` and `$$…$$`.
_INLINE = re.compile(r'<span class="arithmatex">\\\((.*?)\\\)</span>', re.DOTALL)
_DISPLAYED = re.compile(r'<div class="arithmatex">\s*\\\[(.*?)\\\]\s*</div>', re.DOTALL)


def drawn(page: str) -> str:
    """The HTML of a page with its formulas drawn."""
    page = _INLINE.sub(lambda match: convert(html.unescape(match[1])), page)
    return _DISPLAYED.sub(
        lambda match: (
            f'<div class="formula">{convert(html.unescape(match[1]).strip(), display="block")}</div>'
        ),
        page,
    )
