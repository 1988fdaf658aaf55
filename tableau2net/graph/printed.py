"""A graph with all that it is made of as text: what `print` shows, what a person can write, and what a test reads.

    EulerStep(u) -> u.1 as u                                      name, inputs, outputs as what the next step takes
      slot f1 at 0, width 2, field g                              the abscissa, if any; channels; the vector field
      slot f1_2 at 1, shares f1                                   a field that shares weights with that of f1
      slot f2, slopes 1                                           a state and a slope, which has channels of its own
      scalar k from -1 to 1, per channel                          a learned scalar, drawn between the two
      given h = h                                                 a learned scalar that is an input: its name, its node
      k1 = f1(u)                                                  a call
      learned.1 = weight(k)                                       a learned scalar as a value
      u.1 = u - 1/2 k1 + (1 - k) k2                               a linear combination

    Network(x.0) -> logits.0
      title 'A network'
      note '(N, 3, 32, 32) → logits (N, 10).'
      fields period1_f1 = 3 * fields.basic(16, 16)                three fields alike
      fields period2_f = 3 own norms * fields.basic(32, 32)       the same, with batch norms for each evaluation
      module stem = stems.conv(3, 16)                             a component, its arguments and options
      module transition1_2 = transitions.projection(8, 16, shares='transition1')      all but its batch norms
      module period1 = steps(EulerStep, period1_f1[0::1], count=3, channels=16)
      module period2 = steps(DenseStep, f1[0], f2[0], channels=16, growth=12, returns=40)   slopes of 12; 40 handed on
      module head = heads['package.module:Class'](16, 10)         a component of the user's own
      u.0 = stem(x.0)
      values.0 = repeat period1(u.0, u_prev.0) -> 2               a loop that returns two values
      u.1 = values.0[0]                                           the first of them
      v1.0 = alias(u.1)
      parts.0 = split(u.1) -> 2                                   the halves of the channels
      y = [u, v]                                                  one after the other along the channels

Graphs stand before those that use them; the last one is the whole. `EulerStep@2` is the second one of that name. A
number that would not be read again as it is, such as a sum over roots of polynomials, is named before the graphs and
written in its parts: `number1 = product(2, sum(1, sqrt(2)), power(sqrt(3), -1))`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from types import MappingProxyType

from tableau2net.exact import Expression, ExpressionError, Function, Name, Power, Product, RootSum, Sum, parse
from tableau2net.graph.build import Module
from tableau2net.graph.graph import Graph, Slot, graph_of
from tableau2net.graph.operations import Combine, Operation
from tableau2net.graph.steps import Steps, System, subgraphs


def printed(graph: Graph) -> str:
    """The whole text of a graph, its subgraphs first."""
    numbers = _Numbers(scalar.name for each in (*subgraphs(graph), graph) for scalar in each.scalars)
    labelled: dict[int, Graph] = {}
    used: dict[str, int] = {}
    for each in (*subgraphs(graph), graph):
        used[each.name] = used.get(each.name, 0) + 1
        label = each.name if used[each.name] == 1 else f"{each.name}@{used[each.name]}"
        modules = {name: _relabelled(module, labelled) for name, module in each.modules.items()}
        flow = graph_of({node: numbers.named(operation) for node, operation in each.operations.items()})
        slots = tuple(map(numbers.placed, each.slots))
        labelled[id(each)] = replace(
            each, name=label, flow=flow, slots=slots, modules=MappingProxyType(modules)
        )
    return "\n\n".join([*numbers.lines, *map(str, labelled.values())]) + "\n"


def _relabelled(module: Module, labelled: dict[int, Graph]) -> Module:
    return replace(module, graph=labelled[id(module.graph)]) if isinstance(module, Steps | System) else module


class _Numbers:
    """Names for the numbers that would not be read again as they are, in the order in which they are met."""

    def __init__(self, taken: Iterable[str]) -> None:
        names = set(taken)
        self.free = (name for name in (f"number{n}" for n in count(1)) if name not in names)
        self.names: dict[Expression, Name] = {}

    @property
    def lines(self) -> list[str]:
        written = [f"{name} = {_parts(number)}  # {number}" for number, name in self.names.items()]
        return ["\n".join(written)] if written else []

    def named(self, operation: Operation) -> Operation:
        if not isinstance(operation, Combine):
            return operation
        return replace(operation, coefficients=tuple(map(self.expression, operation.coefficients)))

    def placed(self, slot: Slot) -> Slot:
        return slot if slot.node is None else replace(slot, node=self.expression(slot.node))

    def expression(self, expression: Expression) -> Expression:
        if _is_read_again(expression):
            return expression
        if expression not in self.names:
            self.names[expression] = Name(next(self.free))
        return self.names[expression]


def _is_read_again(expression: Expression) -> bool:
    if expression.rational is not None:
        return True
    try:
        return parse(str(expression), expression.names) == expression
    except ExpressionError:
        return False


def _parts(expression: Expression) -> str:
    match expression:
        case RootSum(coefficients, polynomial, (x, y)):
            rows = ", ".join(f"[{', '.join(map(str, row))}]" for row in coefficients)
            return f"rootsum([{rows}], {list(polynomial)}, {x}, {y})"
        case Sum(terms):
            return f"sum({', '.join(map(_parts, terms))})"
        case Product(factors):
            return f"product({', '.join(map(_parts, factors))})"
        case Power(base, exponent):
            return f"power({_parts(base)}, {exponent})"
        case Function(name, arguments):
            return f"{name}({', '.join(map(_parts, arguments))})"
    return str(expression)
