"""The class of a step, or of its stage equations: given its fields, told their abscissae."""

from __future__ import annotations

from tableau2net.components import find
from tableau2net.emit.fields import PER_CHANNEL
from tableau2net.emit.source.arithmetic_text import fraction_text
from tableau2net.emit.source.body import Body, formulas
from tableau2net.emit.source.components_text import options_text
from tableau2net.emit.source.layout import Bracket, lines
from tableau2net.emit.source.names import FileNames
from tableau2net.emit.source.program import program
from tableau2net.emit.source.text import docstring
from tableau2net.exact import Expression, to_weight
from tableau2net.graph import Build, Call, Concat, Drop, Graph, Scalar, System


def step_class(graph: Graph, names: FileNames) -> list[str]:
    """The lines of the class."""
    written = program(graph)
    return [
        f"class {names.graph(graph)}(nn.Module):",
        *docstring(_summary(graph), formulas(written) + _concat_text(graph) + _nodes_text(graph), 1),
        "",
        *([*_nodes(graph), ""] if _timed(graph) else []),
        *_constructor(graph, names),
        "",
        *_signature(written.parameters, graph),
        *_checks(graph, written.parameters),
        *Body(names.constant).lines(written),
    ]


def _summary(graph: Graph) -> str:
    return f"{graph.title}." if graph.returns_tuple else f"One step: {graph.title}."


def _concat_text(graph: Graph) -> list[str]:
    concatenates = any(isinstance(operation, Concat) for operation in graph.operations.values())
    return ["", "where [a, b] are the channels of a and then those of b."] if concatenates else []


def _nodes_text(graph: Graph) -> list[str]:
    many = len(graph.slots) > 1
    if not _timed(graph):
        return []
    fields = "its fields, each" if many else "its field,"
    return ["", f"Constructed with {fields} evaluated at time t + c h for its abscissa c in `nodes`."]


def _timed(graph: Graph) -> bool:
    return bool(graph.slots) and all(slot.node is not None for slot in graph.slots)


def _nodes(graph: Graph) -> list[str]:
    texts = tuple(_node_text(slot.node) for slot in graph.slots if slot.node is not None)
    if len(texts) == 1:
        return lines(f"nodes = ({texts[0]},)", 1)
    return lines(Bracket("nodes = ", texts), 1)


def _node_text(node: Expression) -> str:
    text, value = fraction_text(node), to_weight(node)
    if text is None:
        return repr(value)
    return f"{text}.0" if text.lstrip("-").isdigit() else text


def _constructor(graph: Graph, names: FileNames) -> list[str]:
    """Members are assigned in the order of their first call, in which the module emitter registers them too."""
    parameters = (
        *(f"{slot.name}: nn.Module" for slot in graph.slots),
        *(["*"] if graph.is_per_channel or graph.drops else []),
        *(["channels: int"] if graph.is_per_channel else []),
        *(["drop_rate: float"] if graph.drops else []),
    )
    body = [line for scalar in graph.scalars for line in lines(_initial(scalar), 2)]
    for name in dict.fromkeys(op.module for op in graph.operations.values() if isinstance(op, Call)):
        system = graph.modules.get(name)
        if isinstance(system, Drop):
            rate = "drop_rate" if system.rate is None else repr(system.rate)
            built = Bracket(
                f"self.{name} = {names.component(system.component)}", (rate, *options_text(system.options))
            )
            body += lines(built, 2)
            continue
        if isinstance(system, Build):
            body += lines(Bracket(f"self.{name} = {names.build(system)}", options_text(system.options)), 2)
            continue
        if not isinstance(system, System):
            body.append(f"        self.{name} = {name}")
            continue
        solve = (
            Bracket(names.graph(system.graph), system.slots),
            names.component(system.solver),
            str(system.count),
            f"tolerance={to_weight(system.tolerance)!r}",
            f"iterations={system.iterations}",
        )
        body += lines(Bracket(f"self.{name} = {names.component(find('mechanisms', 'solve'))}", solve), 2)
    return [
        *lines(Bracket("def __init__", ("self", *parameters)), 1, " -> None:"),
        "        super().__init__()",
        *body,
    ]


def _initial(scalar: Scalar) -> Bracket:
    """`self.name = nn.Parameter(value)`."""
    low, high = to_weight(scalar.low), to_weight(scalar.high)
    shape = "channels, 1, 1" if scalar.per_channel else "()"
    if low != high:
        value = f"torch.empty({shape}).uniform_({low!r}, {high!r})"
    else:
        value = f"torch.full(({shape}), {low!r})" if scalar.per_channel else f"torch.tensor({low!r})"
    return Bracket(f"self.{scalar.name} = nn.Parameter", (value,))


def _checks(graph: Graph, parameters: tuple[str, ...]) -> list[str]:
    """What refuses a state that learned numbers per channel would silently be spread over."""
    if not graph.is_per_channel:
        return []
    refused = f'        if {parameters[0]}.ndim != 4:\n            raise ValueError("{PER_CHANNEL}")'
    return refused.splitlines()


def _signature(parameters: tuple[str, ...], graph: Graph) -> list[str]:
    typed = tuple(f"{name}: Tensor" for name in parameters)
    count = len(graph.outputs)
    if count == 1 and not graph.returns_tuple:
        result = "Tensor"
    else:
        result = f"tuple[{', '.join(['Tensor'] * count)}]" if count <= 3 else "tuple[Tensor, ...]"
    return lines(Bracket("def forward", ("self", *typed)), 1, f" -> {result}:")
