"""Text on its way to a screen: whatever it holds, no character of it moves the cursor, hides, or turns the rest around.

Paths, names in archives and texts of documents may hold control characters (a terminal obeys them), marks that reverse
the direction of what follows, and ends of lines. Here they become escapes as Python, JSON and shells write them.
"""

from __future__ import annotations

import json
import re
import shlex
from html import escape
from textwrap import wrap
from typing import Any

LAYOUT = "\n\t"  # what lays out text of several lines
_PLAIN = r"""[^\s'"\\$`;&|<>()#]+"""  # of which a shell makes nothing else
_QUOTED = re.compile(
    rf"""(?P<plain>{_PLAIN})|'(?P<single>[^']*)'|"(?P<double>[^"\\$`]*)"|\$'(?P<c>(?:[^'\\]|\\.)*)'"""
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|(.))", re.DOTALL)


def visible(text: str, keep: str = "") -> str:
    """The text with an escape in the place of each character that cannot be printed, but for those of `keep`."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or each in keep else _escape(each) for each in text)


def counted(count: int, noun: str) -> str:
    """`1 stage`, `2 stages`, `10,000 images`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def line(text: str) -> str:
    """The text as one line: spaces and ends of lines are folded."""
    return visible(" ".join(text.split()))


def wrapped(text: str, width: int | None, hanging: int | None = None) -> str:
    """The lines of a text, each as several where it is wider than the page: what follows begins behind as many spaces
    as `hanging`, or else two more than the line itself."""
    if width is None:
        return text
    return "\n".join(part for each in text.split("\n") for part in _parts(each, width, hanging))


def _parts(line: str, width: int, hanging: int | None) -> list[str]:
    if len(line) <= width:
        return [line]
    indent = len(line) - len(line.lstrip()) + 2 if hanging is None else hanging
    parts = wrap(line, width, subsequent_indent=" " * min(indent, width // 2), break_on_hyphens=False)
    return [part.rstrip() for part in parts]


def beginning(text: str, longest: int = 60) -> str:
    """The text itself, or its beginning and an ellipsis where it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 3]}…"


def json_text(value: Any) -> str:
    """The value as JSON on several lines, which means the same whatever is escaped in it."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    if text.replace("\n", "").isprintable():
        return text
    return "".join(each if each.isprintable() or each == "\n" else _in_utf16(each) for each in text)


def shell_word(text: str) -> str:
    """The text as one word of a shell's command line: bash reads `$'…'` as C does."""
    if text.isprintable():
        return shlex.quote(text)
    inside = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"$'{''.join(each if each.isprintable() else _in_bytes(each) for each in inside)}'"


def shell_words(text: str) -> list[str]:
    """The words of a command line of nothing but words, as `shell_word` writes them. Raises ValueError where a shell
    would do more with it than to split it."""
    words, at, end = list[str](), 0, len(text)
    while at < end:
        if text[at] in " \t":
            at += 1
            continue
        word = ""
        while at < end and text[at] not in " \t":
            quoted = _QUOTED.match(text, at)
            if quoted is None:
                raise ValueError(f"what a shell reads otherwise than as words: {beginning(text[at:])!r}")
            word += _unescaped(quoted["c"]) if quoted["c"] is not None else quoted[quoted.lastgroup or 0]
            at = quoted.end()
        words.append(word)
    return words


def _unescaped(inside: str) -> str:
    """What stands in `$'…'`."""
    read, at = b"", 0
    for found in _ESCAPE.finditer(inside):
        byte = bytes.fromhex(found[1]) if found[1] else found[2].encode("utf-8", "surrogateescape")
        read += inside[at : found.start()].encode("utf-8", "surrogateescape") + byte
        at = found.end()
    return (read + inside[at:].encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _in_utf16(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def _in_bytes(character: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogateescape"))


def preformatted(text: str) -> str:
    """A text as HTML that shows it just so."""
    return f"<pre>{escape(visible(text, LAYOUT))}</pre>"
