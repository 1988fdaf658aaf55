"""What every key is for, in words and by an example: what stands below it in its class, for JSON Schema.

    size: Annotated[int, Integer(1, 65_536)]
    \"""Height and width of an image in pixels. Example: `32`\"""

It is read only when a schema is asked for, from the text of the class, so that it costs documents nothing.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from tableau2net.read.text import Origin, parse_text
from tableau2net.read.yaml_tree import Node, Scalar, Sequence

_EXAMPLE = re.compile(r"\s*Examples?: (.+)$")
_QUOTED = re.compile(r"`([^`]+)`")
_WORD = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]+\.[0-9]+|[+-]?[0-9.]+e[+-]?[0-9]+")


def tell(model: type, properties: dict[str, Any]) -> None:
    """Add to the schema of each key of a class what it is for, and an example. The words of a key that can have
    only one value are those of its class, and its example is that value."""
    for key, schema in properties.items():
        words, examples = _parted(_words(model).get(key, ""))
        if not words and _only(schema) is not None:
            words = paragraph(inspect.getdoc(model) or "")
        additions = {
            "description": words,
            "examples": [example(each) for each in examples] or _implied(schema),
        }
        schema.update({name: value for name, value in additions.items() if value and name not in schema})


def meaning(model: type, key: str) -> str:
    """What a key of a class is for, in words; empty where nothing is said."""
    return _parted(_words(model).get(key, ""))[0]


def example(text: str) -> Any:
    """The value, as JSON has it, of what somebody writes in YAML."""
    return _value(parse_text(text, Origin("", lines=False)))


def paragraph(text: str) -> str:
    """The first paragraph of a docstring, in one line."""
    return " ".join(text.split("\n\n", 1)[0].split())


def sentence(text: str, word: str) -> str:
    """The first sentence of a docstring that has this word, in one line."""
    sentences = re.split(r"(?<=[.:;])\s+(?=[^a-z]|$)", " ".join(text.split()))
    return next((each for each in sentences if re.search(rf"\b{re.escape(word)}\b", each)), "")


@cache
def _words(model: type) -> Mapping[str, str]:
    """What stands below the keys of a class and of those that it takes them from."""
    found: dict[str, str] = {}
    for each in (*reversed(getattr(model, "SAME_KEYS", ())), *reversed(model.__mro__)):
        if each.__module__.startswith(__name__.partition(".")[0]):
            found.update(_below(each))
    return MappingProxyType(found)


def _below(model: type) -> dict[str, str]:
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(body, ast.ClassDef)
    found = {}
    for statement, following in zip(body.body, body.body[1:], strict=False):
        if isinstance(statement, ast.AnnAssign) and isinstance(following, ast.Expr):
            assert isinstance(statement.target, ast.Name)
            assert isinstance(following.value, ast.Constant)
            found[statement.target.id] = " ".join(str(following.value.value).split())
    return found


def _parted(words: str) -> tuple[str, list[str]]:
    """The words, and the examples behind them."""
    match = _EXAMPLE.search(words)
    return (words, []) if match is None else (words[: match.start()], _QUOTED.findall(match.group(1)))


def _only(schema: Mapping[str, Any]) -> Any:
    """The only value that there can be, if so."""
    values = schema.get("enum", ())
    return schema.get("const", values[0] if len(values) == 1 else None)


def _implied(schema: Mapping[str, Any]) -> list[Any]:
    """An example that the schema itself has: its default, or the first of the values that there can be."""
    if schema.get("default") not in (None, "", {}, []):
        return [schema["default"]]
    if schema.get("type") == "boolean":
        return [True]
    return [schema["const"]] if "const" in schema else list(schema.get("enum", ()))[:1]


def _value(node: Node | None) -> Any:
    if isinstance(node, Scalar):
        text = node.text or ""
        if text in ("true", "false"):
            return text == "true"
        return int(text) if _WORD.fullmatch(text) else float(text) if _DECIMAL.fullmatch(text) else text
    if isinstance(node, Sequence):
        return [_value(item) for item in node.items]
    assert node is not None
    return {key: _value(node.get(key)) for key in node.entries}
