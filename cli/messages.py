"""How an error is told: one line on standard error."""

from __future__ import annotations

import sys


def tell(error: object) -> None:
    """Print one error as one line."""
    print(f"error: {' '.join(str(error).split())}", file=sys.stderr)
