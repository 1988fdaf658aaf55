"""Options of components as Python writes them."""

from __future__ import annotations

from collections.abc import Iterable

from tableau2net.components.registry import OptionValue
from tableau2net.emit.source.specialise import literal


def options_text(options: Iterable[tuple[str, OptionValue]]) -> tuple[str, ...]:
    """`name=value` for each."""
    return tuple(f"{name}={literal(value)}" for name, value in options)
