"""Numbers of thousands of digits as text.

Python refuses to write integers of more than 4,300 digits, lest a program that reads numbers from strangers compute for
long. Here all that is read is bounded (`parse.py`), and what is computed of it may be longer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def long_numbers() -> Iterator[None]:
    """Within it, integers of every length are written."""
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(limit)
