"""What a scheme document says, key by key, as its own keys are written."""

from __future__ import annotations

import json
from typing import Any

from tableau2net.read.canonical import canonical
from tableau2net.read.schemes.scheme import SchemeDocument


def given_keys(document: SchemeDocument) -> dict[str, Any]:
    """The keys of a document with what it says, without those that say nothing: numbers as texts, lists as lists."""
    defaults = {name: each.default for name, each in type(document).model_fields.items()}
    every = json.loads(canonical(document))
    for name, text in document.parameters.items():
        parameter = every["parameters"][name]
        if text.range is not None:
            parameter["range"] = str(text.range)
        if isinstance(parameter.get("init"), list):
            low, high = parameter["init"]
            parameter["init"] = low if low == high else f"uniform({low}, {high})"
    ordered = [name for name in type(document).model_fields if name in every]
    first = [name for name in ("name", "title", "kind", "family") if name in ordered]
    keys = [*first, *(name for name in ordered if name not in first)]
    return {key: _meant(every[key]) for key in keys if every[key] not in (None, "", [], {}, defaults[key])}


def _meant(value: Any) -> Any:
    """A value without what says nothing in it."""
    if isinstance(value, dict):
        return {key: _meant(each) for key, each in value.items() if each not in (None, "", [], {}, False)}
    return [_meant(each) for each in value] if isinstance(value, list) else value
