"""Pages of all keys that documents can have, with what can stand there, made of their models and of the components."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from keys import Page, Schema

from tableau2net import files
from tableau2net.catalogue import catalogue
from tableau2net.read.schema import json_schema, of_model
from tableau2net.recipes import Recipe

NETWORK = """# Keys of a network

Every key of a network document, with what can stand there. [Documents](../documents.md#networks) says how they belong
together. A part (`field`, `stem`, `transition`, `head`, `operator`) is given as its kind beside its options,
`field: {kind: bottleneck, neck: 4}`, and a class of your own as `{custom: package.module:Class}`.
"""
RECIPE = """# Keys of a recipe

Every key of a recipe, with what can stand there. [Training](../training.md#recipes) says how one is used.
"""
SCHEME = """# Keys of a scheme

Every key of a scheme document, by the `kind` of the scheme. [Documents](../documents.md#schemes) says what is done with
them.

## Keys of every scheme
"""


def make() -> Iterator[tuple[str, str | bytes]]:
    """Three pages, for schemes, networks and recipes."""
    yield "reference/scheme.md", _joined([SCHEME, *_schemes()])
    yield "reference/network.md", _joined([NETWORK, *Page(json_schema("network")).sections()])
    yield "reference/recipe.md", _joined([RECIPE, *Page(of_model(Recipe, "recipe")).sections()])


def _schemes() -> Iterator[str]:
    """What all kinds have; each kind; what all families have; each family; what the keys lead to."""
    document = json_schema("scheme")
    page = Page({"$defs": document["$defs"]})
    kinds = _alternatives(document, "kind")
    families = _alternatives(kinds.pop("family"), "family")
    every = {**kinds, **families}
    common = _common(every)
    yield page.table({**next(iter(kinds.values())), "required": ["name"]}, leave=_all_but(every, common))
    for name, each in kinds.items():
        yield f"## `kind: {name}`"
        yield str(each["description"])
        yield page.table(each, leave=common)
        yield _example(name)
    of_families = _common(families) - common
    yield "## `kind: family`"
    yield "A method for any number of stages or steps, as its `family` and its arguments."
    for name, each in families.items():
        yield f"### `family: {name}`"
        yield str(each["description"])
        yield page.table(each, leave=common | (of_families - {"stages", "steps"}) | {"family"})
    yield from page.sections()


def _alternatives(schema: Schema, key: str) -> dict[str, dict[str, Any]]:
    """What an object can be, by the word at this key."""
    return {each["if"]["properties"][key]["const"]: each["then"] for each in schema["allOf"]}


def _common(schemas: Mapping[str, Schema]) -> frozenset[str]:
    """The keys that all have."""
    return frozenset.intersection(*(frozenset(each["properties"]) for each in schemas.values()))


def _all_but(schemas: Mapping[str, Schema], kept: frozenset[str]) -> frozenset[str]:
    return frozenset(key for each in schemas.values() for key in each["properties"]) - kept


@cache
def _texts() -> tuple[tuple[str, str], ...]:
    """The kind of every scheme of the catalogue, and its document."""
    return tuple((entry.kind, files.text(entry.path)) for entry in catalogue())


def _example(kind: str) -> str:
    """The shortest document of the catalogue of this kind."""
    text = min((text for each, text in _texts() if each == kind), key=len, default="")
    return f"```yaml\n{text.rstrip()}\n```" if text else ""


def _joined(sections: list[str]) -> str:
    return "\n\n".join(each.strip() for each in sections if each) + "\n"
