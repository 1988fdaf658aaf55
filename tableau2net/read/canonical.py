"""The canonical text of a document: what it says, without where or how that was written. Digests
are taken of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from typing import Any, get_type_hints

from pydantic import BaseModel

from tableau2net.components import Component
from tableau2net.exact import Expression
from tableau2net.read.model import Later


def canonical(document: BaseModel, without: frozenset[str] = frozenset()) -> str:
    """Deterministic JSON of the resolved document: the scheme included, exact numbers as text, keys
    sorted; `without` some keys, wherever they stand."""
    return json.dumps(_kept(_plain(document), without), sort_keys=True, ensure_ascii=False)


def digest(document: BaseModel) -> str:
    """A digest of what the document means: SHA-256, in hex, without what is only told to people."""
    meant = {key: value for key, value in _kept(_plain(document), _DESCRIPTIVE).items() if key != "name"}
    return hashlib.sha256(json.dumps(meant, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


_DESCRIPTIVE = frozenset({"title", "reference", "notes"})


def _kept(node: Any, without: frozenset[str]) -> Any:
    if isinstance(node, dict):
        return {key: _kept(value, without) for key, value in node.items() if key not in without}
    return [_kept(value, without) for value in node] if isinstance(node, list) else node


def _plain(value: Any) -> Any:
    if isinstance(value, Expression | Fraction):
        return str(value)
    if isinstance(value, Component):
        return value.kind
    if isinstance(value, BaseModel) or is_dataclass(value):
        return _entries(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _entries(value: Any) -> dict[str, Any]:
    """What the keys of a model or a dataclass say, but for those that came later and are at their default."""
    model: Any = type(value)
    texts, later = {name: _plain(getattr(value, name)) for name in _keys(model)}, _later(model)
    return {name: text for name, text in texts.items() if name not in later or text != later[name]}


@cache
def _keys(model: Any) -> Mapping[str, tuple[Sequence[Any], Any]]:
    """The keys of a model or a dataclass, each with its annotations and its default."""
    if issubclass(model, BaseModel):
        found = model.model_fields.items()
        return {name: (each.metadata, each.get_default(call_default_factory=True)) for name, each in found}
    hints = get_type_hints(model, include_extras=True)
    return {
        each.name: (getattr(hints[each.name], "__metadata__", ()), each.default) for each in fields(model)
    }


@cache
def _later(model: Any) -> Mapping[str, Any]:
    """The keys that came later (`Later`), each with what its default says."""
    return {name: _plain(default) for name, (marks, default) in _keys(model).items() if Later() in marks}
