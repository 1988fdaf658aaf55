"""JSON Schema (draft 2020-12) of what a user may write, for editors.

A value that is read as a document or a section of its own, `{"$model": NAME}` in the schema of its key, becomes a
reference to the definition of that name. What a scheme may have beside its `kind`, and its `family`, is told apart by
them, so that an editor says what is wrong with the one that was meant, and not that it is none of thirty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from pydantic import TypeAdapter

from tableau2net.catalogue import catalogue
from tableau2net.read.names import families
from tableau2net.read.networks.network import NetworkDocument
from tableau2net.read.networks.period import Period, PeriodPart
from tableau2net.read.schemes.scheme import SchemeDocument
from tableau2net.read.schemes.scheme_class import every_class
from tableau2net.version import __version__

MODEL = "$model"


def json_schema(kind: Literal["scheme", "network"]) -> dict[str, Any]:
    """The JSON Schema of scheme or of network documents."""
    return of_model(NetworkDocument, kind) if kind == "network" else _document(_schemes(), kind)


def of_model(model: Any, kind: str) -> dict[str, Any]:
    """The JSON Schema of the documents that a model reads, which are of this kind."""
    return _document(_schema(model), kind)


def _document(body: dict[str, Any], kind: str) -> dict[str, Any]:
    """The JSON Schema of documents of this kind, whose own schema is given, with all definitions that it needs."""
    definitions: dict[str, Any] = {}
    resolved = _resolved(body, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:tableau2net:{__version__}:{kind}",
        **resolved,
        "title": f"A {kind} document of tableau2net",
        "$defs": dict(sorted(definitions.items())),
    }


def _schema(model: Any) -> dict[str, Any]:
    return TypeAdapter(model).json_schema(mode="validation")


def _schemes(*, in_place: bool = False) -> dict[str, Any]:
    """Any scheme, by its kind and its family; in place, a scheme needs no name."""
    bodies = {each: _schema(each) for each in every_class()}
    if in_place:
        for body in bodies.values():
            body["required"] = [name for name in body["required"] if name != "name"]
    families = {each: body for each, body in bodies.items() if "family" in each.model_fields}
    kinds = {each: body for each, body in bodies.items() if each not in families}
    family = _chosen("family", ((_word(each, "family"), body) for each, body in families.items()))
    return _chosen(
        "kind", [*((_word(each, "kind"), body) for each, body in kinds.items()), ("family", family)]
    )


def _word(model: type[SchemeDocument], key: str) -> str:
    """The one word that a key of this class can have."""
    return str(model.model_fields[key].annotation.__args__[0])  # type: ignore[union-attr]


def _chosen(key: str, bodies: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """An object that is what the word at this key says."""
    known = dict(bodies)
    return {
        "type": "object",
        "required": [key],
        "properties": {
            key: {
                "description": f"The {key} of the scheme.",
                "enum": list(known),
                "examples": list(known)[:1],
            }
        },
        "allOf": [
            {"if": {"properties": {key: {"const": word}}, "required": [key]}, "then": body}
            for word, body in known.items()
        ],
    }


def _reference() -> dict[str, Any]:
    names = [entry.name for entry in catalogue() if entry.kind not in ("network", "recipe")]
    member = rf"^({'|'.join(families())}):"
    return {
        "anyOf": [
            {"enum": names},
            {"type": "string", "pattern": member},
            {"$model": "Path"},
            {"$model": "Scheme"},
        ]
    }


_MODELS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "Path": lambda: {
        "type": "string",
        "pattern": r"/|\.ya?ml$",
        "description": "A path, relative to this file.",
    },
    "Period": lambda: _schema(Period),
    "PeriodPart": lambda: _schema(PeriodPart),
    "Scheme": lambda: _schemes(in_place=True),
    "SchemeName": lambda: {"anyOf": _reference()["anyOf"][:3]},
    "SchemeReference": _reference,
}


def _resolved(schema: Any, definitions: dict[str, Any]) -> Any:
    """The schema with references to definitions in the place of models, which are added to what is defined, as are the
    definitions that it has of its own."""
    if isinstance(schema, list):
        return [_resolved(each, definitions) for each in schema]
    if not isinstance(schema, dict):
        return schema
    for name, body in schema.get("$defs", {}).items():
        definitions[name] = _resolved(body, definitions)
    if MODEL in schema:
        name = schema[MODEL]
        if name not in definitions:
            definitions[name] = {}  # so that one inside it ends here
            definitions[name] = _resolved(_MODELS[name](), definitions)
        schema = {**{key: each for key, each in schema.items() if key != MODEL}, "$ref": f"#/$defs/{name}"}
    return {key: _resolved(each, definitions) for key, each in schema.items() if key != "$defs"}
