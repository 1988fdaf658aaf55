"""The tree of a document whose values are Python's: lists, tuples, arrays and tensors of numbers, by the names of keys.
The place of a value is its path, as `A[1][0]`."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence as SequenceOf
from types import MappingProxyType
from typing import Any

from tableau2net.errors import InputError, Position
from tableau2net.exact import FORMATS
from tableau2net.read.arrays import entries
from tableau2net.read.yaml_tree import Entry, Mapping, Node, Scalar, Sequence
from tableau2net.values.numbers import DOUBLE, EXACT, coarsest, numeral, refused, root

PLACE = "<Python>"
MAX_DEPTH = 8  # lists inside one another
VECTORS = ("b", "b_hat", "c", "alpha", "beta")  # of which a column of a matrix is one too
FLAT = ("runge-kutta", "linear-multistep")  # kinds in which these are vectors


def tree(keys: MappingOf[str, object]) -> Mapping:
    """The document that has these keys, without those that are None. `decimals` is what its floats are, where there are
    some and it is not said. Raises InputError for a value that a document cannot hold."""
    builder = _Builder()
    present = {key: value for key, value in keys.items() if value is not None}
    nodes = {key: builder.node(value, key, DOUBLE, 0) for key, value in present.items()}
    kind = present.get("kind")
    for key in VECTORS if kind in FLAT else ():
        column = entries(nodes.get(key))
        if column is not None:
            nodes[key] = Sequence(tuple(column), Position(key))
    decimals = coarsest(builder.decimals)
    if decimals != EXACT and "accuracy" not in nodes:
        stated = nodes.setdefault("decimals", Scalar(decimals, Position("decimals"), None))
        if isinstance(stated, Scalar) and stated.text in FORMATS:
            stated = Scalar(coarsest((decimals, stated.text)), stated.position, None)
            nodes["decimals"] = stated
    return _mapping(nodes, PLACE)


class _Builder:
    def __init__(self) -> None:
        self.decimals: set[str] = set()

    def node(self, value: Any, place: str, binary: str, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise InputError(
                "these lists are nested too deeply", Position(place), "", f"at most {MAX_DEPTH} levels"
            )
        value, binary = listed(value, place, binary)
        if isinstance(value, MappingOf):
            return _mapping(
                {
                    str(key): self.node(each, f"{place}.{key}", binary, depth + 1)
                    for key, each in value.items()
                    if each is not None
                },
                place,
            )
        if isinstance(value, SequenceOf) and not isinstance(value, str | bytes):
            items = [self.node(each, f"{place}[{i}]", binary, depth + 1) for i, each in enumerate(value)]
            return Sequence(tuple(items), Position(place))
        number = numeral(value, place, binary)
        self.decimals.add(number.decimals)
        return Scalar(number.text, Position(place), None)


def _mapping(nodes: MappingOf[str, Node], place: str) -> Mapping:
    found = {key: Entry(node.position, node) for key, node in nodes.items()}
    return Mapping(MappingProxyType(found), Position(place))


def listed(value: Any, place: str, binary: str = DOUBLE) -> tuple[Any, str]:
    """The lists of an array of numpy, torch or jax, or of a matrix of sympy, and the format of its floats; other values
    as they are. Raises InputError."""
    if not hasattr(value, "tolist") or isinstance(value, type):
        return value, binary
    dtype = getattr(value, "dtype", None)
    name = str(getattr(dtype, "name", dtype)).rpartition(".")[2]
    if name.startswith("float") or name == "bfloat16":
        if name not in FORMATS:
            raise InputError(
                "floats of this format are not read", Position(place), name, f"one of {', '.join(FORMATS)}"
            )
        binary = name
    try:
        return value.tolist(), binary
    except Exception as error:  # whatever a package raises for an array without values
        raise refused(value, place, f"an array with values ({root(error)}: {error})") from None
