"""The nearest known name, for the messages that refuse an unknown one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def expected(name: str, known: Iterable[str]) -> str:
    """What was expected where `name` was found: the nearest known name first, then what there
    is."""
    names = sorted(known)
    nearest = get_close_matches(name[:100], names, 1, 0.5)
    some = ", ".join(names[:24]) + (", …" if len(names) > 24 else "")
    if not names:
        return "nothing here"
    return f"did you mean {nearest[0]!r}? (one of {some})" if nearest else f"one of {some}"
