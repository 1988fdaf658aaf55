"""What training needs besides torch."""

from __future__ import annotations

from importlib.util import find_spec

from tableau2net.errors import InputError


def lightning_is_there() -> None:
    """Raises InputError where the extra `train` is not installed."""
    if find_spec("lightning") is None:
        expected = "pip install 'tableau2net[train]'"
        raise InputError("networks are trained with Lightning", None, "no package lightning", expected)
