"""Checkpoints that carry a checksum of themselves: a ZIP comment, which every reader of ZIP files passes over.

`torch.save` writes a ZIP file that ends with a record of 22 bytes, whose last two are the length of a comment. Here the
comment is the SHA-256 sum of all before it, so that one changed bit anywhere is found; torch does not look at ZIP's own
sums when it loads.
"""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import torch

from tableau2net import memory
from tableau2net.errors import InputError, Position
from tableau2net.files import content, reason, write_atomically

_END = b"PK\x05\x06"  # the signature of ZIP's last record
_RECORD = 22
_LABEL = b"sha256:"
_COMMENT = len(_LABEL) + 2 * sha256().digest_size


def save(target: Path, value: object) -> None:
    """`torch.save` the value to `target` with its checksum, whole or not at all. Raises OSError."""
    saved = BytesIO()  # torch's own writer does not say why a file could not be written
    torch.save(value, saved)
    write_atomically(target, sealed(saved.getvalue()))


def load(path: Path) -> dict[str, Any]:
    """What a sealed file holds: tensors, numbers, texts and containers of them, never code that runs when it is read.

    Raises InputError where the file is not as it was written, or cannot be read.
    """
    place = Position(str(path))
    data = _content(path)
    if not whole(data):
        raise _damaged(place, data)
    try:
        value = torch.load(BytesIO(data), map_location="cpu", weights_only=True)
    except Exception as error:  # of other data torch.load may raise anything
        found = " ".join(str(error).split())[:200]
        raise InputError("this is not a checkpoint of a training", place, found) from None
    if not isinstance(value, dict):
        raise InputError("this is not a checkpoint of a training", place, type(value).__name__, "a dict")
    return value


def unbroken(path: Path | str) -> bytes:
    """The content of a file of weights, which may be of another's making and then has no checksum.

    Raises InputError where it cannot be read, and where it has one that is not its own.
    """
    data = _content(path)
    body, comment = data[:-_COMMENT], data[-_COMMENT:]
    if (comment.startswith(_LABEL) or body[-_RECORD:].startswith(_END)) and not whole(data):
        raise _damaged(Position(str(path)), data)
    return data


def _content(path: Path | str) -> bytes:
    try:
        return content(path, memory.half())
    except OSError as error:
        found = reason(error)
        raise InputError("this checkpoint cannot be read", Position(str(path)), found) from None


def _damaged(place: Position, data: bytes) -> InputError:
    found = "bytes that do not match the checksum at its end" if data else "an empty file"
    return InputError("this checkpoint is damaged", place, found, "a file as it was written")


def sealed(archive: bytes) -> bytes:
    """The ZIP file with its checksum as comment. Raises ValueError for one that has a comment, or is none."""
    if archive[-_RECORD:][:4] != _END or archive[-2:] != bytes(2):
        raise ValueError("this is not a ZIP file without a comment")
    body = archive[:-2] + _COMMENT.to_bytes(2, "little")
    return body + _LABEL + sha256(body).hexdigest().encode()


def whole(data: bytes) -> bool:
    """Whether a sealed file is as it was written, to the last bit."""
    body, comment = data[:-_COMMENT], data[-_COMMENT:]
    return comment == _LABEL + sha256(body).hexdigest().encode()
