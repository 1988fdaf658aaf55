"""What a person has in hand, as the tree of a document: a catalogue name, a path, a text, a mapping of keys, an object
of another package."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingOf
from typing import TYPE_CHECKING, Any

from tableau2net.errors import InputError, Position
from tableau2net.read import SchemeDocument, load
from tableau2net.read.load import read_document
from tableau2net.read.model import Source
from tableau2net.read.text import parse_bytes
from tableau2net.read.yaml_tree import Mapping
from tableau2net.values.numbers import class_name
from tableau2net.values.scheme import SOURCE, with_kind
from tableau2net.values.tree import PLACE, tree

if TYPE_CHECKING:
    from tableau2net.read import NetworkDocument

TEXT = "<text>"


def read(value: Any, overrides: Sequence[str] = ()) -> SchemeDocument | NetworkDocument:
    """The document that a value stands for, with `KEY=VALUE` overrides made; a document is itself.

    Raises InputError.
    """
    from tableau2net.read.networks.network import NetworkDocument

    if isinstance(value, SchemeDocument | NetworkDocument):
        if overrides:
            expected = "a name, a path, a text or an object; or no keys to replace"
            raise InputError("this document has been read already", Position(PLACE), value.name, expected)
        return value
    if isinstance(value, os.PathLike):
        return _at(os.fspath(value), overrides)
    if isinstance(value, str) and not _is_text(value):
        return _named(value, overrides)
    return read_document(*given(value), overrides, option="")


def given(value: Any) -> tuple[Mapping, Source]:
    """The tree of a text, of a mapping or of an object of another package. Raises InputError."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, MappingOf):
        is_network = value.get("kind") == "network" or ("kind" not in value and "periods" in value)
        return tree(value if is_network else with_kind(value)), SOURCE
    return tree(with_kind(_of_package(value))), SOURCE


def _is_text(value: str) -> bool:
    return "\n" in value or value.lstrip().startswith("{")


def _named(reference: str, overrides: Sequence[str]) -> SchemeDocument | NetworkDocument:
    """The document of a catalogue name, a path, or a tableau in a source, as solvers.py:Heun."""
    from tableau2net.notations.sources import is_source, parted

    place, name = parted(reference)
    if not is_source(place):
        return load(reference, overrides, option="")
    return _in_source(place, name, overrides)


def _at(path: str | bytes, overrides: Sequence[str]) -> SchemeDocument | NetworkDocument:
    """The document in a file, never that of a catalogue name."""
    from tableau2net.notations.sources import is_source

    file = os.fsdecode(path)
    if file and is_source(os.path.join(os.curdir, file)):
        return _in_source(file, "", overrides)
    return load(file if os.path.isabs(file) else os.path.join(os.curdir, file), overrides, option="")


def _in_source(place: str, name: str, overrides: Sequence[str]) -> SchemeDocument:
    from tableau2net.notations import judge
    from tableau2net.notations.sources import chosen, read_source, source

    found = chosen(read_source(source(place)).outcomes, place, name)
    made = read_document(found.tree(judge(found).taken), Source("path", place), overrides, option="")
    assert isinstance(made, SchemeDocument)
    return made


def _text(text: str) -> tuple[Mapping, Source]:
    """A document, or the one tableau in a text of any notation that is read."""
    from tableau2net.notations import decoded, judge, read_source
    from tableau2net.notations.sources import chosen, is_document

    data = text.encode("utf-8", "surrogatepass")
    if is_document(text) or text.lstrip().startswith("{"):
        return parse_bytes(data, TEXT), SOURCE
    found = chosen(read_source(decoded(data, TEXT)).outcomes, TEXT, "")
    return found.tree(judge(found).taken), SOURCE


def _of_package(value: object) -> MappingOf[str, Any]:
    """The keys of an object, by the adapter of the package that its class, or a class above it, is from."""
    from tableau2net.values.packages import KIND

    model = value if isinstance(value, type) else type(value)
    for each in model.__mro__:
        name = each.__module__.partition(".")[0]
        if name in KIND.names:
            adapter = KIND.load(name)
            keys = _keys(adapter.keys, value, name)
            if keys is not None:
                return {"name": adapter_name(model), **keys}
            raise InputError(
                f"this object of {name} has no tableau that can be read",
                Position(PLACE),
                model.__qualname__,
                str(adapter.EXPECTED),
            )
    is_class = isinstance(value, type)
    found = f"the class {model.__module__}.{model.__qualname__}" if is_class else class_name(model)
    expected = (
        "a catalogue name, a path, the text of a document, a scheme or a network, a mapping of its keys, or an object "
        f"of {', '.join(KIND.names)}"
    )
    raise InputError("this is not a scheme", Position(PLACE), found, expected)


def _keys(adapter: Callable[[object], Any], value: object, package: str) -> MappingOf[str, Any] | None:
    """What an adapter reads of an object. Raises InputError also where the object is not what its package makes."""
    try:
        found: MappingOf[str, Any] | None = adapter(value)
    except InputError:
        raise
    except Exception as error:  # whatever its attributes raise
        kind = value if isinstance(value, type) else type(value)
        message = f"this object of {package} cannot be read"
        problem = f"{kind.__qualname__} ({type(error).__name__}: {error})"
        raise InputError(
            message, Position(PLACE), problem, "an object as the package constructs it"
        ) from error
    return found


def adapter_name(model: type) -> str:
    """The name of a class as that of a document."""
    from tableau2net.notations.found import identifier

    return identifier(model.__name__)
