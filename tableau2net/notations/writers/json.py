"""JSON: what a document of ours says, numbers as texts; it is read as YAML."""

from __future__ import annotations

import json
from typing import Any

from tableau2net.notations.given_keys import given_keys
from tableau2net.read import SchemeDocument


def write(document: SchemeDocument) -> str:
    """Any scheme, with all that its document says."""
    entries = (f"  {_text(key)}: {_value(value)}" for key, value in given_keys(document).items())
    return "{\n" + ",\n".join(entries) + "\n}\n"


def _value(value: Any) -> str:
    """A value in one line; a matrix row by row."""
    if isinstance(value, list) and value and all(isinstance(each, list) for each in value):
        return "[\n" + ",\n".join(f"    {_text(each)}" for each in value) + "\n  ]"
    return _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
