"""A few cases that together have everything that all of them have: what dear tests are run on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import chain, combinations
from typing import Any, TypeVar

import pytest
from emitted import distinct, smaller
from schemes import documents

from tableau2net.components import Component
from tableau2net.exact import Expression
from tableau2net.graph import Graph
from tableau2net.lower import lower
from tableau2net.optimise import optimise
from tableau2net.pipeline import settings
from tableau2net.read import SchemeDocument, catalogue, load_network

Case = TypeVar("Case")
Feature = tuple[Any, ...]


def covering(features: Mapping[Case, frozenset[Feature]]) -> list[Case]:
    """The cases that the greedy cover takes: again and again the first of those with the most features not yet had."""
    missing = frozenset[Feature]().union(*features.values())
    found = []
    while missing:
        best = max(features, key=lambda case: len(features[case] & missing))
        found.append(best)
        missing -= features[best]
    return found


def tiered(
    cases: Iterable[Any], few: Collection[Any] | Callable[[Any], bool], rest: str = "thorough"
) -> list[Any]:
    """The cases as parameters of a test: those that are not among the few have the mark of the rest, by which they are
    left to `make thorough`, or to `make test`.

    A case is a value, or a tuple with one for each parameter.
    """
    mark = getattr(pytest.mark, rest)
    chosen = few if callable(few) else few.__contains__
    found = []
    for case in cases:
        values = case if isinstance(case, tuple) else (case,)
        found.append(pytest.param(*values, marks=() if chosen(case) else mark))
    return found


def covering_networks(
    cases: Mapping[str, tuple[str, Mapping[str, Any]]], *, mechanisms: bool = False
) -> list[str]:
    """Of networks, given as a reference and overrides each, those that cover what occurs in any of their graphs, or
    the mechanisms alone."""
    found = {name: _network_features(case[0], tuple(settings(case[1]))) for name, case in cases.items()}
    if mechanisms:
        found = {
            name: frozenset(each for each in features if each[:2] == ("component", "mechanisms"))
            for name, features in found.items()
        }
    return covering(found)


@cache
def _network_features(reference: str, overrides: tuple[str, ...]) -> frozenset[Feature]:
    return frozenset(graph_features(optimise(lower(load_network(reference, list(overrides))))))


@cache
def few_networks() -> list[str]:
    """Networks of the catalogue that cover what occurs in the small versions of all."""
    names = distinct([entry.name for entry in catalogue() if entry.kind == "network"])
    return covering_networks({name: (name, smaller(name)) for name in names})


def graph_features(value: object) -> Iterator[Feature]:
    """What a graph is made of, by walking through it: the types of its operations and modules with what they are told
    in words or as yes and no, its components, whether numbers are 0, and whether there are none, one or several of
    what stands in sequences. Whoever adds an operation, a module or a component adds a feature by it."""
    if isinstance(value, Component):
        yield "component", value.role, value.kind
    elif isinstance(value, Graph):
        inside = (
            value.operations.values(),
            value.slots,
            value.scalars,
            value.modules.values(),
            value.fields.values(),
        )
        yield from (feature for each in chain(*inside) for feature in graph_features(each))
    elif is_dataclass(value) and not isinstance(value, Expression):
        name = type(value).__name__
        yield (name,)
        for field in fields(value):
            inner = getattr(value, field.name)
            if isinstance(inner, tuple):
                yield name, field.name, min(len(inner), 3)
            elif inner is None or isinstance(inner, bool):
                yield name, field.name, inner
            elif isinstance(inner, int | float):
                yield name, field.name, bool(inner)
            yield from graph_features(inner)
    elif isinstance(value, tuple):
        for each in value:
            yield from graph_features(each)


@cache
def few_schemes() -> list[str]:
    """Schemes of the catalogue that cover all of it."""
    return covering_schemes(documents())


def covering_schemes(documents: Mapping[str, SchemeDocument]) -> list[str]:
    """Of schemes those that cover what occurs in any, of two that are as good the one with fewer stages."""
    small = sorted(documents, key=lambda name: documents[name].method.stages)
    return covering({name: frozenset(scheme_features(documents[name])) for name in small})


@cache
def paired_schemes() -> list[str]:
    """Schemes of the catalogue with every two features that any of them has together: what is wrong of one thing
    where another is beside it shows in them."""
    small = sorted(documents(), key=lambda name: documents()[name].method.stages)
    found = {name: sorted(scheme_features(documents()[name]), key=repr) for name in small}
    return covering({name: frozenset(combinations(features, 2)) for name, features in found.items()})


def scheme_features(document: SchemeDocument) -> Iterator[Feature]:
    """The kind of a scheme, the orders it claims, what its external values stand for, how its stages hang together."""
    method = document.method
    yield "kind", document.kind
    yield "order", min(document.order or 0, 6)
    yield "external", tuple(sorted({(value.kind, min(value.age, 2)) for value in method.external}))
    yield "steps", min(method.steps, 4)
    yield "stages", min(method.stages, 6)
    yield "fields", len(set(method.fields or ()))
    yield "embedded", method.b_hat is not None
    yield "digits", method.printed is not None
    yield "parameters", min(len(document.declared), 3)
    yield "pattern", method.has_pattern
    yield "explicit", not method.has_pattern and method.explicit, document.kind
    yield "rational", all(entry.rational is not None for row in method.A for entry in row)
