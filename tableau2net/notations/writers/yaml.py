"""YAML: a document of ours, for `check`, `compile` and all other commands."""

from __future__ import annotations

import json
import re
from typing import Any

from tableau2net.notations.given_keys import given_keys
from tableau2net.read import SchemeDocument

_PLAIN = re.compile(r"[A-Za-z0-9_(./+-][^\n:#\[\]{},&!|>'\"%@`]*")
WIDTH = 100


def write(document: SchemeDocument) -> str:
    """Any scheme, with all that its document says."""
    return "".join(_entry(key, value, "") for key, value in given_keys(document).items())


def _entry(key: str, value: Any, indent: str) -> str:
    if isinstance(value, dict):
        inside = "".join(_entry(str(name), each, indent + "  ") for name, each in value.items())
        return f"{indent}{key}:\n{inside}"
    if isinstance(value, str) and "\n" in value:
        lines = "\n".join(f"{indent}  {line}".rstrip() for line in value.splitlines())
        return f"{indent}{key}: |-\n{lines}\n"
    if isinstance(value, list) and any(isinstance(each, list) for each in value):
        return f"{indent}{key}:\n" + "".join(f"{indent}  - {_flow(each)}\n" for each in value)
    return f"{indent}{key}: {_flow(value)}\n"


def _flow(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    plain = _PLAIN.fullmatch(text) and text == text.strip() and not text.startswith("- ")
    return text if plain else json.dumps(text, ensure_ascii=False)
