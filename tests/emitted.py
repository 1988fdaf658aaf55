"""Help for the tests: emitted source as a module, and small networks around any scheme."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from schemes import catalogued
from torch import nn

from tableau2net.components import find, kinds
from tableau2net.pipeline import settings
from tableau2net.read import NetworkDocument, canonical, load_network
from tableau2net.read.reference import read_tree
from tableau2net.read.yaml_tree import plain

SMALL: dict[str, Any] = {
    "input.channels": 2,
    "input.size": 8,
    "classes": 3,
    "periods": [{"channels": 4, "steps": 3}, {"channels": 8, "steps": 2}],
}

# Each kind of field with each operator that it can have.
FIELDS_WITH_OPERATORS = [
    (field, operator)
    for field in kinds("fields")
    for operator in kinds("operators")
    if find("fields", field).takes_operator and not find("fields", field).lacks(find("operators", operator))
]


@cache
def _network(name: str) -> NetworkDocument:
    return load_network(name)


def network_around(scheme: str, **overrides: Any) -> dict[str, Any]:
    """The overrides that turn `resnet20` into a small network around a scheme."""
    document = catalogued(scheme)
    starts = {"starter": document.starter, "history": "transport"} if document.method.steps > 1 else {}
    return {**SMALL, "scheme": scheme, **starts, **overrides}


def smaller(name: str) -> dict[str, Any]:
    """The overrides that make a network of the catalogue small: few channels and steps, of every kind that it has."""
    document = _network(name)
    if any(section.model_fields_set - {"channels", "steps"} for _, section in document.sections()):
        return {"periods": _narrow(name), **_shrunk(document)}
    started = max(scheme.method.steps for rule in document.rules for _, scheme in rule.schemes) - 1
    periods = [
        {**_channels(document, index), "steps": min(document.periods[0].count, started + 2)}
        for index in range(min(2, len(document.periods)))
    ]
    return {"periods": periods, **_shrunk(document)}


def _channels(document: NetworkDocument, index: int) -> dict[str, int]:
    """Few channels, where they do not follow from the period before."""
    return {} if document.periods[index].channels is None else {"channels": 8 * (index + 1)}


def _shrunk(document: NetworkDocument) -> dict[str, Any]:
    """Small images, and a stem that is narrower than the first period where it was."""
    widening = {"stem.channels": 4} if document.stem is not None and document.stem.channels else {}
    operator = document.field.operator
    many = operator is not None and int(operator.options.get("groups", 1)) > 4
    narrow = {"field.operator.groups": 4} if many else {}
    growth = {"growth": 4} if document.growth else {}
    return {"input.size": 16, "classes": 10, **widening, **narrow, **growth}


def _narrow(name: str) -> list[Any]:
    """The first two periods as they are written, with few channels, and with few steps in each of their parts."""
    tree = plain(read_tree(name)[0])
    assert isinstance(tree, dict)
    written = tree["periods"]
    assert isinstance(written, list)
    return [{**_few(period), "channels": 8 * (index + 1)} for index, period in enumerate(written[:2])]


def _few(part: Any) -> dict[str, Any]:
    if "parts" not in part:
        return {**part, "steps": min(int(part["steps"]), 2)}
    parts = [_few(each) for each in part["parts"]]
    return {**part, "parts": parts, "repeat": min(int(part.get("repeat", 1)), 2)}


def distinct(names: list[str]) -> list[str]:
    """Those of the networks that differ in their small versions: not the deeper twins of others."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(_small(name), name)
    return list(found.values())


@cache
def _small(name: str) -> str:
    """The small version of a network, without what tells it from its twins."""
    text = json.loads(canonical(load_network(name, settings(smaller(name)))))
    for key in ("name", "title", "reference", "notes"):
        text.pop(key, None)
    return json.dumps(text)


@contextmanager
def imported(source: str, folder: Path, name: str = "emitted") -> Iterator[ModuleType]:
    """The source, written to a file and imported under `name`, which it can be pickled by."""
    path = folder / f"{name}.py"
    path.write_text(source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        del sys.modules[name]


def classes(module: ModuleType) -> list[type[nn.Module]]:
    """The module's own classes, in the order in which they stand; the network is the last."""
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
    ]


def network(module: ModuleType) -> nn.Module:
    """The network of an emitted module, built without arguments."""
    return classes(module)[-1]()


def images(model_input: tuple[int, int], count: int = 2, seed: int = 1) -> torch.Tensor:
    """Random images (count, channels, size, size) in float64."""
    channels, size = model_input
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(count, channels, size, size, dtype=torch.float64, generator=generator)
