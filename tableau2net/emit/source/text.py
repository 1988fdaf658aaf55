"""Text from documents on its way into a file: always a comment, a docstring or a string, never code."""

from __future__ import annotations

import textwrap

WIDTH = 88


def printable(text: str) -> str:
    """One line of the text without what could end a comment or a docstring or hide in one."""
    words = " ".join(text.split())
    kept = "".join(character if character.isprintable() else "�" for character in words)
    return kept.replace("\\", "/").replace('"""', "'''").rstrip('"')


def comment(text: str, hang: str = "# ") -> list[str]:
    """The text as comment lines, those after the first indented by `hang`."""
    return textwrap.wrap(
        printable(text), WIDTH, initial_indent="# ", subsequent_indent=hang, break_on_hyphens=False
    )


def docstring(summary: str, body: list[str], depth: int = 0) -> list[str]:
    """A docstring: one line if it is one, else summary, blank line, body. Formulas are wrapped with a hang."""
    margin = "    " * depth
    first, *more = textwrap.wrap(printable(summary), WIDTH - len(margin) - 3, break_on_hyphens=False) or [""]
    if not more and not body and len(margin) + len(first) + 6 <= WIDTH:
        return [f'{margin}"""{first}"""']
    lines = [f'{margin}"""{first}', *(f"{margin}{line}" for line in more)]
    if body:
        lines.append("")
    for paragraph in body:
        hang = "    " if " = " in paragraph else ""
        wrapped = textwrap.wrap(
            printable(paragraph),
            WIDTH,
            initial_indent=margin,
            subsequent_indent=margin + hang,
            break_on_hyphens=False,
        )
        lines += [line.rstrip() for line in wrapped] or [""]
    return [*lines, f'{margin}"""']
