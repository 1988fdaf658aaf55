"""The base of all documents, and the one way from a tree to a document.

Pydantic checks the structure; what it finds is told again here, in the tool's words and with the
place in the file. Of several faults the first in the file is raised.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, PydanticCustomError

from tableau2net.errors import InputError, Position
from tableau2net.exact.work import Budget
from tableau2net.read import suggest
from tableau2net.read.yaml_tree import Mapping, Node, Path, describe, find, locate, plain


@dataclass(frozen=True, slots=True)
class Source:
    """How a document was referred to: by its catalogue name, by a path, through `-`, or written
    inline."""

    kind: str  # "catalogue", "path", "stdin" or "inline"
    reference: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the validators of one document know besides the value in hand."""

    node: Mapping
    source: Source
    names: frozenset[str] = frozenset()  # the parameters that expressions may use
    round_off: bool = False  # whether decimals in coefficients are known within their last digit only
    budget: Budget = field(default_factory=Budget, compare=False)  # what its expressions may be together


@dataclass(frozen=True, slots=True)
class Later:
    """An annotation of a key that came after documents had been digested. At its default, which is what a document
    without it means, it is not part of the canonical text, so that a digest taken before the key was there lasts."""


class Section(BaseModel):
    """A mapping inside a document: immutable, and no key is ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    SAME_KEYS: ClassVar[tuple[type[Section], ...]] = ()  # classes whose words for their keys hold here too

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        from tableau2net.read.keys import tell

        found = handler(core_schema)
        tell(cls, handler.resolve_ref_schema(found)["properties"])
        return found


class Document(Section):
    """A document. Equal to another of its type that says the same, wherever each was read from."""

    _source: Source
    _node: Mapping | None

    def model_post_init(self, context: Any, /) -> None:
        self._source = context.source if context else Source("inline", "")
        self._node = context.node if context else None

    @property
    def source(self) -> Source:
        return self._source

    def place(self, *path: str | int, key: bool = False) -> Position | None:
        """Where the value at `path` stands, or its key, or else what encloses it; None where this was not read."""
        return None if self._node is None else locate(self._node, path, key=key)

    @property
    def file(self) -> str:
        """What messages call the text that this was read from."""
        return self._source.reference if self._node is None else self._node.position.file

    def says(self, *path: str | int) -> bool:
        """Whether the text that this was read from has a value at `path`."""
        return self._node is not None and find(self._node, path) is not None

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash((type(self), self._key()))

    def _key(self) -> str:
        from tableau2net.read.canonical import canonical

        return canonical(self)


def fault(
    message: str,
    found: str = "",
    expected: str = "",
    *,
    path: Path = (),
    key: bool = False,
    offset: int = 0,
) -> PydanticCustomError:
    """What a validator raises. `path` leads from the value being validated to the one at fault;
    `key` points to the key instead of the value."""
    context = {
        "message": message,
        "found": found,
        "expected": expected,
        "path": path,
        "key": key,
        "offset": offset,
    }
    return PydanticCustomError("fault", "{message}", context)


def carried(error: InputError) -> PydanticCustomError:
    """An error with a position of its own, such as one in another file, raised from a validator."""
    return PydanticCustomError("carried", "{message}", {"message": str(error), "error": error})


T = TypeVar("T", bound=Section)


def validate(model: type[T], context: Context) -> T:
    """The document that the tree `context.node` is. Raises InputError for its first fault."""
    try:
        return model.model_validate(plain(context.node), context=context)
    except ValidationError as error:
        details: Any = error.errors(include_url=False, include_input=True)
        found = [
            (detail["type"] == "missing", *_translated(detail, model, context.node)) for detail in details
        ]
    raise min(found, key=lambda each: _order(each[0], each[1], context.node.position.file))[2]


def _order(missing: bool, position: Position, file: str) -> tuple[bool, bool, int, int]:
    """Faults of this file first; a missing key stands nowhere, so it comes after what is there."""
    elsewhere = position.file != file and position.line > 0
    return (missing, elsewhere, position.line, position.column)


def _translated(detail: Any, model: type[Section], node: Node) -> tuple[Position, InputError]:
    """A fault of pydantic's with its place; the place in this document, where it lies in
    another."""
    path = tuple(step for step in detail["loc"] if step != "[key]")  # the mark of a dict's bad key
    context = detail.get("ctx", {})
    match detail["type"]:
        case "carried":
            error: InputError = context["error"]
            return error.position or locate(node, path, key=True), error
        case "fault":
            path += tuple(context["path"])
            position = locate(node, path, key=context["key"], offset=context["offset"])
            return position, InputError(context["message"], position, context["found"], context["expected"])
        case "missing":
            return _missing(path, node)
        case "extra_forbidden":
            name, position = str(path[-1]), locate(node, path, key=True)
            expected = suggest.expected(name, _keys(model, path[:-1]))
            return position, InputError("this key is not known", position, describe(name), expected)
    position = locate(node, path)
    expected = "a list" if detail["type"] in ("tuple_type", "list_type") else "a mapping"
    found = describe(detail["input"])
    return position, InputError(f"{_named(path)} has the wrong form", position, found, expected)


def _missing(path: Path, node: Node) -> tuple[Position, InputError]:
    *above, name = path
    parent = find(node, above)
    if isinstance(parent, Mapping) and str(name) in parent.entries:
        position = parent.entries[str(name)].key
        return position, InputError(f"{name} has no value", position, "nothing", "a value")
    position = locate(node, above)
    return position, InputError(f"the key {str(name)!r} is missing", position, "", f"'{name}: …'")


def _named(path: Path) -> str:
    names = [step for step in path if isinstance(step, str)]
    return names[-1] if names else "the document"


def _keys(model: type[Section], path: Path) -> list[str]:
    """The keys that the mapping at `path` may have."""
    part: Any = model
    for step in path:
        if isinstance(step, str) and isinstance(part, type) and issubclass(part, Section):
            part = part.model_fields[step].annotation
        elif get_origin(part) is dict:
            part = get_args(part)[1]
        while not (isinstance(part, type) and issubclass(part, Section)) and get_origin(part) is not dict:
            part = next(argument for argument in get_args(part) if argument not in (None, type(None)))
    return list(part.model_fields)
