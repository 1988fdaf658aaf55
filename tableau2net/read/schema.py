"""JSON Schema of what a user may write, for editors."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, Literal

from pydantic import TypeAdapter

from tableau2net.read.networks.network import NetworkDocument
from tableau2net.read.schemes.scheme_class import every_class


def json_schema(kind: Literal["scheme", "network"]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of scheme or of network documents."""
    return described(NetworkDocument if kind == "network" else reduce(or_, every_class()), kind)


def described(model: Any, kind: str) -> dict[str, Any]:
    """The JSON Schema of a model of documents of this kind."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **TypeAdapter(model).json_schema(mode="validation"),
        "title": f"A {kind} document of tableau2net",
    }
