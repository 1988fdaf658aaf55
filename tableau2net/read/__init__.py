"""The first stage: YAML text → documents. Every fault is one message with file, line and column.

reference   a catalogue name, a path or `-`     → text
text        YAML text                           → tree, every value with its place
overrides   tree, `--set KEY=VALUE`             → tree
schemes     tree of a scheme                    → SchemeDocument; its `method` is the Method
networks    tree of a network                   → NetworkDocument, scheme and parts resolved
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tableau2net.catalogue import CatalogueEntry, catalogue
from tableau2net.read.canonical import canonical
from tableau2net.read.load import load, load_network, load_scheme, load_starter
from tableau2net.read.model import Source
from tableau2net.read.schemes.scheme import SchemeDocument

if TYPE_CHECKING:
    from tableau2net.read.networks.implicit import Fused, Solve
    from tableau2net.read.networks.network import NetworkDocument, Norm
    from tableau2net.read.networks.part import FieldPart, Part, TransitionPart
    from tableau2net.read.networks.period import Period, PeriodPart, Stretch
    from tableau2net.read.networks.rule import StepRule
    from tableau2net.read.schema import json_schema

__all__ = [
    "CatalogueEntry",
    "FieldPart",
    "Fused",
    "NetworkDocument",
    "Norm",
    "Part",
    "Period",
    "PeriodPart",
    "SchemeDocument",
    "Solve",
    "Source",
    "StepRule",
    "Stretch",
    "TransitionPart",
    "canonical",
    "catalogue",
    "json_schema",
    "load",
    "load_network",
    "load_scheme",
    "load_starter",
]

_LATER = {
    "FieldPart": "networks.part",
    "Fused": "networks.implicit",
    "NetworkDocument": "networks.network",
    "Norm": "networks.network",
    "Part": "networks.part",
    "Period": "networks.period",
    "PeriodPart": "networks.period",
    "Solve": "networks.implicit",
    "StepRule": "networks.rule",
    "Stretch": "networks.period",
    "TransitionPart": "networks.part",
    "json_schema": "schema",
}  # what networks need, imported when first asked for: reading a scheme does without


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
