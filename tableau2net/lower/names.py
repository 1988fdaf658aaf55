"""Class names of the emitted code, from the names of documents."""

from __future__ import annotations

import re


def class_name(name: str) -> str:
    """`rk4_resnet` → `Rk4Resnet`: the words of a document's name as one Python class name."""
    words = re.findall(r"[A-Za-z0-9]+", name)
    joined = "".join(word[:1].upper() + word[1:] for word in words)
    return joined if joined[:1].isalpha() else f"N{joined}"
