"""The nearest known name, for the messages that refuse an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MANY = 24  # names that one line can list


def expected(name: str, known: Iterable[str]) -> str:
    """What was expected where `name` was found: the nearest known name first, then what there
    is."""
    names = sorted(known)
    if not names:
        return "nothing here"
    nearest = get_close_matches(name[:100], names, 3, 0.5)
    if len(names) > MANY:
        return " or ".join(map(repr, nearest)) if nearest else f"one of {len(names)} other names"
    some = f"one of {', '.join(names)}"
    return f"{nearest[0]!r}, or else {some}" if nearest else some
