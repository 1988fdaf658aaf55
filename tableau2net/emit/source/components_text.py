"""Options of components as Python writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tableau2net.components.registry import OptionValue


def options_text(options: Iterable[tuple[str, OptionValue]]) -> tuple[str, ...]:
    """`name=value` for each; a string in double quotes, everything unusual in it escaped."""
    return tuple(f"{name}={_literal(value)}" for name, value in options)


def _literal(value: OptionValue) -> str:
    return json.dumps(value) if isinstance(value, str) else repr(value)
