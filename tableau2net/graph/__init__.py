"""The intermediate representation: one kind of graph for a step, its stage equations and a whole network."""

from tableau2net.graph.build import Build, Drop, DropRate, FieldList, FieldUse, Module, Own
from tableau2net.graph.graph import Graph, Scalar, Slot, graph_of
from tableau2net.graph.operations import (
    Alias,
    Call,
    Combine,
    Concat,
    Input,
    Item,
    Operation,
    Repeat,
    Split,
    Weight,
)
from tableau2net.graph.printed import printed
from tableau2net.graph.steps import Steps, System, subgraphs, used

__all__ = [
    "Alias",
    "Build",
    "Call",
    "Combine",
    "Concat",
    "Drop",
    "DropRate",
    "FieldList",
    "FieldUse",
    "Graph",
    "Input",
    "Item",
    "Module",
    "Operation",
    "Own",
    "Repeat",
    "Scalar",
    "Slot",
    "Split",
    "Steps",
    "System",
    "Weight",
    "graph_of",
    "printed",
    "subgraphs",
    "used",
]
