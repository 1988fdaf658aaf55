"""The canonical text of a document: what it says, without where or how that was written. Digests
are taken of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from tableau2net.components import Component
from tableau2net.exact import Expression


def canonical(document: BaseModel) -> str:
    """Deterministic JSON of the resolved document: the scheme included, exact numbers as text, keys
    sorted."""
    return json.dumps(_said(document), sort_keys=True, ensure_ascii=False)


def digest(document: BaseModel) -> str:
    """A digest of what the document means: SHA-256, in hex, without what is only told to people."""
    meant = {key: value for key, value in _meant(_said(document)).items() if key != "name"}
    return hashlib.sha256(json.dumps(meant, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


_TOLD = frozenset({"title", "reference", "notes"})


def _meant(said: Any) -> Any:
    if isinstance(said, dict):
        return {key: _meant(value) for key, value in said.items() if key not in _TOLD}
    return [_meant(value) for value in said] if isinstance(said, list) else said


# Keys that came later, at what a document without them means: a digest taken before them lasts.
_UNSAID: tuple[tuple[str, Any], ...] = (
    *(("decimals", "exact"), ("accuracy", None), ("effective_order", None)),
    *(
        ("channels", None),
        ("fields", {}),
        ("stochastic_depth", None),
        ("drop_path", None),
        ("operator", None),
    ),
)


def _said(value: Any) -> Any:
    if isinstance(value, Expression | Fraction):
        return str(value)
    if isinstance(value, Component):
        return value.kind
    if isinstance(value, BaseModel):
        return _entries(value, type(value).model_fields)
    if is_dataclass(value):
        return _entries(value, [each.name for each in fields(value)])
    if isinstance(value, Mapping):
        return {str(key): _said(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_said(each) for each in value]
    return value


def _entries(value: Any, names: Iterable[str]) -> dict[str, Any]:
    said = {name: _said(getattr(value, name)) for name in names}
    return {name: text for name, text in said.items() if (name, text) not in _UNSAID}
