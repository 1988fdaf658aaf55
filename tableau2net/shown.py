"""Text on its way to a screen: whatever it holds, no character of it moves the cursor, hides, or turns the rest around.

Paths, names in archives and texts of documents may hold control characters (a terminal obeys them), marks that reverse
the direction of what follows, and ends of lines. Here they become escapes as Python, JSON and shells write them.
"""

from __future__ import annotations

import json
import shlex
from html import escape
from typing import Any

LAYOUT = "\n\t"  # what lays out text of several lines


def visible(text: str, keep: str = "") -> str:
    """The text with an escape in the place of each character that cannot be printed, but for those of `keep`."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or each in keep else _escape(each) for each in text)


def line(text: str) -> str:
    """The text as one line: spaces and ends of lines are folded."""
    return visible(" ".join(text.split()))


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
