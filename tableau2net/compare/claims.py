"""Who trains what, among all processes that write one file of results: a trial is claimed before it is trained.

A claim is the lock of one byte of a hidden file beside the results, a byte that the trial's key decides. The system
frees the locks of a process that ends, however it ends, so a claim never outlives who made it; and where the results
lie on a file system that several machines share, so do the claims.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from tableau2net.errors import InputError, Position
from tableau2net.files import appended, reason

Key = tuple[str | int, ...]


class Claims:
    """Those of this process on the trials of one file of results."""

    def __init__(self, results: Path) -> None:
        """Raises OSError where the claims, and so the results, cannot be written."""
        self.path = results.with_name(f".{results.name}.claims")
        self._file = appended(self.path)

    def take(self, key: Key) -> bool:
        """Claim a trial, if no other process has done so."""
        while True:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _byte(key))
            except (BlockingIOError, PermissionError):
                return False
            if self._is_there():
                return True
            self._file.close()  # another process was the last to need that file, and took it away
            self._file = appended(self.path)

    def free(self, key: Key) -> None:
        """Give a claim up."""
        fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _byte(key))

    def close(self) -> None:
        """Give all claims up, and take the file away if no other process has any."""
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self._is_there():
                self.path.unlink()
        except OSError:
            pass  # others still need it, or may
        self._file.close()

    def _is_there(self) -> bool:
        """Whether the file that is open is still the one that other processes find."""
        try:
            return os.path.samestat(os.fstat(self._file.fileno()), self.path.stat())
        except FileNotFoundError:
            return False


@contextmanager
def claims(results: Path) -> Iterator[Claims]:
    """The claims on the trials of a file of results, given up at the end.

    Raises InputError where the results cannot be written.
    """
    try:
        results.parent.mkdir(parents=True, exist_ok=True)
        if os.path.exists(results):
            appended(results).close()
        made = Claims(results)
    except OSError as error:
        found = reason(error)
        raise InputError(
            "this cannot be written", Position(str(results)), found, "a file of records"
        ) from None
    try:
        yield made
    finally:
        made.close()


def _byte(key: Key) -> int:
    """The place of the byte: 56 bits of a digest, so that two trials hardly ever share one; if they do, they wait."""
    return int.from_bytes(sha256(repr(key).encode()).digest()[:7], "big")
