"""A scheme from its coefficients, without a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tableau2net.errors import InputError, Position
from tableau2net.read.model import Source
from tableau2net.read.schemes.scheme import SchemeDocument
from tableau2net.read.schemes.scheme_class import read_scheme
from tableau2net.values.snapping import snapped
from tableau2net.values.tree import PLACE, tree

KINDS = {
    "general-linear": ("A", "U", "B", "V"),
    "runge-kutta": ("A", "b"),
    "linear-multistep": ("alpha", "beta"),
    "partitioned": ("tableaux",),
    "family": ("family",),
}  # by the keys that tell them, the first that fits
SOURCE = Source("inline", "")


def scheme(
    *,
    A: Any = None,
    b: Any = None,
    b_hat: Any = None,
    c: Any = None,
    U: Any = None,
    B: Any = None,
    V: Any = None,
    alpha: Any = None,
    beta: Any = None,
    tableaux: Mapping[str, Any] | None = None,
    order: int | None = None,
    name: str | None = None,
    kind: str | None = None,
    snap: bool = False,
    **keys: Any,
) -> SchemeDocument:
    """The scheme of these coefficients: A (s×s, or its lower part) and b (s), with c (s) and b_hat (s) or without;
    alpha and beta (k+1 each, lowest index first); A, U (s×r), B (r×s) and V (r×r); or `tableaux`, a mapping with A and
    b for each field. Any other key of a scheme document may be given too, such as embedded_order, and `kind` where
    these do not tell it.

    A number is an int, a Fraction, a Decimal, a str such as "1/4" or "sqrt(3)/6", an expression of sympy, or a float; a
    matrix is of lists or tuples, an array of numpy, torch or jax, or a matrix of sympy. A float that is no integer is
    known within half a unit of its last place, so that what holds of it holds within the digits; with `snap` the exact
    numbers behind are looked for (`snapped`).

    Raises InputError.
    """
    given = {
        "name": name,
        "A": A,
        "b": b,
        "b_hat": b_hat,
        "c": c,
        "U": U,
        "B": B,
        "V": V,
        "alpha": alpha,
        "beta": beta,
        "tableaux": tableaux,
        "order": order,
        "kind": kind,
        **keys,
    }
    document = read_scheme(tree(with_kind(given)), SOURCE)
    return snapped(document) if snap else document


def with_kind(keys: Mapping[str, Any]) -> dict[str, Any]:
    """The keys with the kind that they tell, where none is named. Raises InputError."""
    present = {key: value for key, value in keys.items() if value is not None}
    if "kind" in present:
        return present
    for kind, needed in KINDS.items():
        if all(key in present for key in needed):
            return {**present, "kind": kind}
    found = f"{', '.join(present)}" if present else "nothing"
    expected = "A and b; alpha and beta; A, U, B and V; tableaux; or kind beside the keys of that kind"
    raise InputError("these keys do not make up a scheme", Position(PLACE), found, expected)
