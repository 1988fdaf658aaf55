"""What a graph computes, exactly: a stand-in for tensors, so that two graphs can be compared without torch.

Channels are numbers modulo a prime, in which √2 and √3 exist and √6 is their product. A field is some function that is
not linear and that differs from every other field's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tableau2net.exact import Expression, Function, Name, Power, Product, Sum, number
from tableau2net.graph import (
    Alias,
    Call,
    Combine,
    Concat,
    Graph,
    Input,
    Item,
    Repeat,
    Split,
    Steps,
)

P = 1_000_000_007
_ROOT = {n: pow(n, (P + 1) // 4, P) for n in (2, 3)}  # P is 3 modulo 4, and 2 and 3 are squares
SQRT = {**_ROOT, 6: _ROOT[2] * _ROOT[3] % P}
LEARNED = {"k": 1234, "h": 567}

Value = tuple[int, ...]  # a number for each channel
Field = Callable[[Value], Value]


def scalar(expression: Expression) -> int:
    """A coefficient modulo P."""
    if expression.rational is not None:
        return expression.rational.numerator * pow(expression.rational.denominator, -1, P) % P
    match expression:
        case Name(name):
            return LEARNED[name]
        case Sum(terms):
            return sum(map(scalar, terms)) % P
        case Product(factors):
            result = 1
            for factor in factors:
                result = result * scalar(factor) % P
            return result
        case Power(base, exponent):
            return pow(scalar(base), exponent, P)
        case Function("sqrt", (radicand,)):
            return next(root for n, root in SQRT.items() if number(n) == radicand)
    raise TypeError(f"{expression} has no value here")


def field(name: str, width: int = 1) -> Field:
    """The field of this name: `width` channels of whatever it is given."""
    seed = int.from_bytes(name.encode(), "big") % P

    def apply(value: Value) -> Value:
        total = sum((i + 2) * x * x + (i + 3) * x for i, x in enumerate(value))
        return tuple((seed + (channel + 1) * total) % P for channel in range(width))

    return apply


def values(graph: Graph, inputs: tuple[Value, ...], fields: Mapping[str, Field]) -> tuple[Value, ...]:
    """The outputs of the graph; `fields` fill its slots."""
    known: dict[str, tuple[Value, ...]] = {}  # of a node: one value, or those of its tuple
    given = iter(inputs)
    for node, operation in graph.operations.items():
        read = tuple(known[argument][0] for argument in operation.arguments)
        match operation:
            case Input():
                known[node] = (next(given),)
            case Alias():
                known[node] = read
            case Combine():
                scaled = [
                    [scalar(c) * x for x in value]
                    for c, value in zip(operation.coefficients, read, strict=True)
                ]
                known[node] = (tuple(sum(column) % P for column in zip(*scaled, strict=True)),)
            case Concat():
                known[node] = (tuple(x for value in read for x in value),)
            case Split(_, parts):
                size = len(read[0]) // parts
                known[node] = tuple(read[0][i * size : (i + 1) * size] for i in range(parts))
            case Item((argument,), index):
                known[node] = (known[argument][index],)
            case Call(_, module) | Repeat(_, module):
                steps = graph.modules.get(module)
                known[node] = stepped(steps, read) if isinstance(steps, Steps) else (fields[module](read[0]),)
    return tuple(known[node][0] for node in graph.outputs)


def stepped(steps: Steps, state: tuple[Value, ...]) -> tuple[Value, ...]:
    """The state after all of the steps; the rate at which slopes are dropped tells their fields apart as well."""
    for n in range(steps.count):
        rate = steps.drop_rate.at(n) if steps.drop_rate else None
        names = [f"{use.fields}{use.first + use.stride * n}{rate}" for use in steps.uses]
        slots = [slot.name for slot in steps.graph.slots]
        state = values(steps.graph, state, dict(zip(slots, map(field, names), strict=True)))
    return state
