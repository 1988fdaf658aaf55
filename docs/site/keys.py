"""The keys of documents as tables in Markdown, read off the JSON Schema that editors have too."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tableau2net.components import find, kinds

Schema = Mapping[str, Any]

# The keys at which a part stands, and the role of the components that it can be.
ROLES = {
    "field": "fields",
    "operator": "operators",
    "stem": "stems",
    "transition": "transitions",
    "head": "heads",
    "after": "activations",
}
# The same where a name alone stands, without options.
NAMES = {"solver": "solvers", "initialisation": "initialisers"}
TAGS = ("kind", "mode")  # keys whose word says which other keys there are
# What stands for a definition that is no table of keys.
NAMED = {
    "Path": "a path, relative to this file",
    "SchemeName": "a name of the catalogue, a member of a family as `gauss:7`, or a path",
    "SchemeReference": "a name of the catalogue, a member of a family as `gauss:7`, a path, or a [scheme](scheme.md)",
}
NUMBER = "a [number](../documents.md#numbers)"
BAR = "\\|"  # within a cell
HEAD = "| key | value | default | meaning |\n| --- | --- | --- | --- |"


@dataclass(frozen=True)
class Page:
    """The tables of one kind of document.

    Keys at which something of several kinds can stand have a section with all of these; so has each definition.
    """

    schema: Schema

    def sections(self) -> Iterator[str]:
        """The table of the document, then those of what its keys lead to."""
        yield self.table(self.schema)
        for key, kinds_here in self._kinds.items():
            yield f"## `{key}`"
            yield _sentence(self._meaning[key])
            for name, each in kinds_here.items():
                yield (
                    f"### `{key}: {name}`"
                    if "kind" in each["properties"]
                    else f"### `{key}: {{mode: {name}}}`"
                )
                yield words(key, name, each)
                yield self.table(each, key)
        for key in sorted(NAMES.keys() & self._meaning.keys()):
            yield f"## `{key}`"
            yield _sentence(self._meaning[key])
            for name in kinds(NAMES[key]):
                yield f"### `{key}: {name}`"
                yield words(key, name, {})
        for name, each in self._definitions.items():
            yield f"## {name}"
            yield prose(str(each.get("description", "")))
            yield self.table(each)

    def table(self, schema: Schema, role: str = "", leave: frozenset[str] = frozenset()) -> str:
        """The keys of an object; nothing where it has none besides its kind."""
        required = schema.get("required", ())
        rows = [
            self._row(key, each, key in required, _default(role, schema, key, each))
            for key, each in schema.get("properties", {}).items()
            if key not in leave and not (key in TAGS and _word(each) is not None)
        ]
        return "\n".join([HEAD, *rows]) if rows else ""

    def value(self, schema: Schema, key: str = "") -> str:
        """What can stand at a key, in words."""
        if key in self._kinds and "anyOf" in schema:
            others = [
                each
                for each in schema["anyOf"]
                if _kind(each) is None and not _only_names(each, self._kinds[key])
            ]
            return " or ".join([f"[its kind](#{key}) and options", *dict.fromkeys(map(self.value, others))])
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return NAMED.get(name, f"[{name}](#{name.lower()})")
        if "anyOf" in schema:
            given = [each for each in schema["anyOf"] if each != {"type": "null"}]
            return " or ".join(dict.fromkeys(self.value(each, key) for each in given))
        if "const" in schema or "enum" in schema:
            return ", ".join(f"`{_flow(each)}`" for each in schema.get("enum", [schema.get("const")]))
        if "patternProperties" in schema:
            (each,) = schema["patternProperties"].values()
            inside = self.value(each, "field" if key == "fields" else "")
            return f"names, with {inside} for each"
        if "properties" in schema:
            if list(schema["properties"]) == ["custom"]:
                return "`{custom: package.module:Class}`"
            inside = (f"`{name}` ({self.value(each)})" for name, each in schema["properties"].items())
            return f"the keys {', '.join(inside)}"
        if schema.get("type") == "array":
            return _listed(self.value(schema["items"]))
        return _scalar(schema)

    def _row(self, key: str, schema: Schema, required: bool, default: str) -> str:
        examples = [] if schema.get("examples") in (None, []) else schema["examples"]
        example = f" For example `{_flow(examples[0])}`." if examples and "enum" not in schema else ""
        meaning = _sentence(str(schema.get("description", ""))) + example
        cells = (f"`{key}`", self.value(schema, key), "required" if required else default, meaning)
        return f"| {' | '.join(cell.replace('|', BAR) for cell in cells)} |"

    @cached_property
    def _definitions(self) -> dict[str, Schema]:
        return {
            name: each
            for name, each in self.schema.get("$defs", {}).items()
            if name not in NAMED and "properties" in each and "allOf" not in each
        }

    @cached_property
    def _kinds(self) -> dict[str, dict[str, Schema]]:
        """For every key at which something of several kinds can stand, these kinds by their names."""
        found: dict[str, dict[str, Schema]] = {}
        for key, schema in _walked(self.schema):
            named = {name: each for each in schema.get("anyOf", ()) if (name := _kind(each)) is not None}
            if named:
                found.setdefault(key, named)
        return found

    @cached_property
    def _meaning(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, schema in _walked(self.schema):
            found.setdefault(key, str(schema.get("description", "")))
        return found


def words(key: str, name: str, schema: Schema) -> str:
    """What something of a kind is: of a component all that its class says of itself."""
    role = {**ROLES, **NAMES}.get(key)
    if role is None:
        return prose(str(schema.get("description", "")))
    node = ast.parse(find(role, name).text).body[0]
    assert isinstance(node, ast.ClassDef | ast.FunctionDef)
    return prose(ast.get_docstring(node) or "")


def _default(role: str, schema: Schema, key: str, each: Schema) -> str:
    """The value of a key that is not given; nothing where that is nothing."""
    value = each.get("default")
    if role in ROLES:
        component = find(ROLES[role], str(_word(schema["properties"]["kind"])))
        value = component.options[key].default if key in component.options else value
        value = component.operator if key == "operator" else value
    return "" if value in (None, "", [], {}) or isinstance(value, dict) else f"`{_flow(value)}`"


def _walked(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Every key of a document and what it leads to, with the schema of its value, outermost first."""
    properties = schema.get("properties", {})
    yield from properties.items()
    inside = [*properties.values(), *schema.get("anyOf", ()), *schema.get("$defs", {}).values()]
    for each in inside:
        yield from _walked(each)


def _kind(schema: Schema) -> str | None:
    """The kind that an object says it is, or its mode."""
    properties = schema.get("properties", {})
    return next((_word(properties[tag]) for tag in TAGS if tag in properties), None)


def _word(schema: Schema) -> str | None:
    values = schema.get("enum", ())
    word = schema.get("const", values[0] if len(values) == 1 else None)
    return word if isinstance(word, str) else None


def _only_names(schema: Schema, kinds: Mapping[str, Schema]) -> bool:
    """Whether it is the names of these kinds, which may stand in the place of what has no options."""
    return "enum" in schema and set(schema["enum"]) <= set(kinds)


def _listed(item: str) -> str:
    """A list of what these words tell."""
    plural = {NUMBER: "[numbers](../documents.md#numbers)", "a text": "texts"}.get(item)
    if plural is not None:
        return f"a list of {plural}"
    return f"rows, each {item}" if item.startswith("a list") else f"a list, of which each item is {item}"


def _scalar(schema: Schema) -> str:
    types = schema.get("type")
    if types == ["number", "string"]:
        return NUMBER
    noun = {"integer": "an integer", "number": "a number", "string": "a text", "boolean": "`true` or `false`"}
    low, above = schema.get("minimum"), schema.get("exclusiveMinimum")
    high, below = schema.get("maximum"), schema.get("exclusiveMaximum")
    limits = [
        f"from {_flow(low)}" if low is not None else f"above {_flow(above)}" if above is not None else "",
        f"to {high:,}" if high is not None else f"below {_flow(below)}" if below is not None else "",
    ]
    return " ".join(filter(None, [noun.get(str(types), "nothing"), *limits]))


def _flow(value: Any) -> str:
    """A value as YAML has it in one line."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_flow, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e6:
        return str(int(value))
    return f"'{value}'" if isinstance(value, str) and value[:1] in "*[{&!%@" and value else str(value)


def _sentence(text: str) -> str:
    """Words that begin large and end with a full stop."""
    text = prose(" ".join(text.split()))
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".") if text else ""


def prose(text: str) -> str:
    """Words of a docstring as Markdown has them, where nothing of them is a mark."""
    parts = text.split("`")
    parts[::2] = [each.replace("*", "\\*").replace("<", "&lt;") for each in parts[::2]]
    return "`".join(parts)
