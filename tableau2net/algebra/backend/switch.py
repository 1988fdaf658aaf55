"""The one switch of the arithmetic's back end."""

from __future__ import annotations

from functools import cache


@cache
def has_flint() -> bool:
    """Whether python-flint is at hand (extra `fast`)."""
    try:
        import flint  # noqa: F401
    except ImportError:
        return False
    return True
