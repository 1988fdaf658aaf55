"""JSON that the product wrote itself, read back, and checkpoints: each file, or line of one, by a model of its own.

Whatever else a file holds by then, a text that was cut off, another file's content, values of other types, is one error
with its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from tableau2net.errors import InputError, Position
from tableau2net.files import content_of

_PLACE = re.compile(r"^Invalid JSON: (.*) at line (\d+) column (\d+)$", re.DOTALL)
_TYPES = {
    "int": "an integer",
    "float": "a number",
    "finite_number": "a finite number",
    "string": "a text",
    "bool": "true or false",
    "tuple": "a list",
    "list": "a list",
    "dict": "an object",
    "model": "an object",
}


class Written(BaseModel):
    """What such a file holds. Nothing is converted, no key is left out, and none is added."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    CALLED: ClassVar[str]  # as in "this is not a …"


T = TypeVar("T", bound=Written)


def read(path: Path, model: type[T], expected: str = "") -> T:
    """The file's content. Raises InputError where it cannot be read, and where it holds anything else; `expected` is
    what the reader should have there instead."""
    return parsed(content_of(path, ""), model, Position(str(path)), expected)


def parsed(text: bytes, model: type[T], place: Position, expected: str = "") -> T:
    """What a JSON text says, which stands at `place`: a file, or one line of it. Raises InputError."""
    return _validated(model.model_validate_json, text, model, place, expected)


def held(value: object, model: type[T], place: Position, expected: str = "") -> T:
    """What a value says that was read from the file at `place`. Raises InputError."""
    return _validated(model.model_validate, value, model, place, expected)


def _validated(
    validate: Callable[[Any], T], value: object, model: type[T], place: Position, expected: str
) -> T:
    try:
        return validate(value)
    except ValidationError as error:
        faults = error.errors(include_url=False)
    found, wanted, inner = _fault(faults, place)
    raise InputError(f"this is not a {model.CALLED}", inner, found, expected or wanted)


def _fault(faults: list[Any], place: Position) -> tuple[str, str, Position]:
    """The first fault: what was found, what was expected, and where."""
    first = faults[0]
    if first["type"] == "json_invalid":
        message, line, column = _PLACE.match(first["msg"]).groups()  # type: ignore[union-attr]  # pydantic-core's form
        inner = Position(place.file, (place.line or 1) + int(line) - 1, max(1, int(column)))
        return message, "JSON", inner
    for kind, problem in (("missing", "lacks"), ("extra_forbidden", "adds")):
        if names := [_path(fault) for fault in faults if fault["type"] == kind]:
            return f"it {problem} {', '.join(sorted(names))}"[:300], "its keys", place
    value = _shown(first["input"])
    path = _path(first)
    kind = first["type"].removesuffix("_type").removesuffix("_parsing")
    return f"{path}: {value}" if path else value, _TYPES.get(kind, first["msg"]), place


def _shown(value: object) -> str:
    """A value that is no secret of whoever owns the file, if it is another one: numbers, and the kind of all else."""
    kinds: dict[type, str] = {str: "a text", list: "a list", dict: "an object"}
    return kinds.get(type(value)) or json.dumps(value)[:60]


def _path(fault: Any) -> str:
    return ".".join(map(str, fault["loc"]))
