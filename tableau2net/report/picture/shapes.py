"""A picture: what is drawn, before any format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["input", "output", "sum", "concat", "split", "field", "steps", "solve", "part"]


@dataclass(frozen=True, slots=True)
class Box:
    """A node. `detail` is a second, smaller line; `many`: it stands for several, one after the other."""

    name: str
    kind: Kind
    label: str
    detail: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from one box to another; the label tells the coefficient or the value, if it must be told."""

    source: str
    target: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """One computation: the network, a step, or the stage equations of one. Every edge leads to a later box."""

    name: str
    title: str
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """The flows, outermost first. No text in it has control characters or more than one line."""

    title: str
    flows: tuple[Flow, ...]
