"""Refuse what does not fit before it is read."""

from __future__ import annotations

import os

from tableau2net.errors import InputError, Position


def of_machine() -> int | None:
    """The bytes of the machine's memory; None where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None


def check(needed: int, position: Position, what: str, expected: str) -> None:
    """Raises InputError if `what` needs more than half of the machine's memory."""
    memory = of_machine()
    if memory is not None and needed > memory / 2:
        raise InputError(
            "this does not fit into half of the machine's memory",
            position,
            f"{what}, {needed / 1e9:.2g} GB of {memory / 1e9:.2g} GB",
            expected,
        )
