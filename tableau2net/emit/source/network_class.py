"""The class of a network: built without arguments, images to logits."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from tableau2net.components import Component, find
from tableau2net.emit.fields import own_arguments, own_classes, shared_builds, shared_fields
from tableau2net.emit.source.body import Body
from tableau2net.emit.source.components_text import options_text
from tableau2net.emit.source.layout import Bracket, lines
from tableau2net.emit.source.names import FileNames
from tableau2net.emit.source.program import program
from tableau2net.emit.source.text import docstring
from tableau2net.graph import Build, DropRate, FieldUse, Graph, Steps


def network_class(
    graph: Graph,
    names: FileNames,
    initialiser: Component | None,
) -> list[str]:
    """The lines of the class."""
    written = program(graph)
    built = [line for name in graph.modules for line in _Constructor(graph, names).member(name)]
    applied = _initialised(graph, names, initialiser) if initialiser else []
    signature = ", ".join(f"{name}: Tensor" for name in written.parameters)
    return [
        f"class {names.graph(graph)}(nn.Module):",
        *docstring(f"{graph.title}.", list(graph.notes), 1),
        "",
        "    def __init__(self) -> None:",
        "        super().__init__()",
        *built,
        *applied,
        "",
        f"    def forward(self, {signature}) -> Tensor:",
        *Body(names.constant).lines(written),
    ]


def _initialised(graph: Graph, names: FileNames, initialiser: Component) -> list[str]:
    """All parts are initialised but the user's own."""
    function, own = names.component(initialiser), [names.component(each) for each in own_classes(graph)]
    if not own:
        return [f"        self.apply({function})"]
    classes = f"({own[0]},)" if len(own) == 1 else Bracket("", tuple(own))
    others = names.component(find("mechanisms", "initialise-others"))
    return lines(Bracket(others, ("self", function, classes)), 2)


class _Constructor:
    def __init__(self, graph: Graph, names: FileNames) -> None:
        self.graph, self.names = graph, names
        self.shared, self.several = shared_fields(graph), shared_builds(graph)

    def member(self, name: str) -> list[str]:
        module = self.graph.modules[name]
        if isinstance(module, Build):
            return self.component(name, module)
        if not isinstance(module, Steps):
            raise TypeError(f"{name} does not occur in a network")
        given = [f"channels={module.channels}"] if module.graph.is_per_channel else []
        given += (
            [f"drop_rate={drop_rate_text(module.drop_rate)}"]
            if module.drop_rate and module.graph.drops
            else []
        )
        step = Bracket(self.names.graph(module.graph), (*self.fields(module), *given))
        if module.count == 1:
            return [*self.lists_before(name), *lines(replace(step, head=f"self.{name} = {step.head}"), 2)]
        uses_index = any(use.fields in self.shared and use.stride for use in module.uses)
        uses_index = uses_index or (
            module.drop_rate is not None and module.graph.drops and module.drop_rate.stride > 0
        )
        clause = f"for {'n' if uses_index else '_'} in range({module.count})"
        steps = Bracket(f"self.{name} = nn.ModuleList", (step,), clause)
        return [*self.lists_before(name), *lines(steps, 2)]

    def component(self, name: str, build: Build) -> list[str]:
        """A component; where others share its weights, as the first of their evaluations."""
        first = build.shares or name
        if first not in self.several:
            return lines(self.built(build, f"self.{name} = "), 2)
        made = lines(self.kept(build, f"{first} = "), 2) if first == name else []
        return [*made, *lines(f"self.{name} = {first}.next()", 2)]

    def lists_before(self, name: str) -> list[str]:
        """The shared fields that this member is the first to use."""
        names = list(self.graph.modules)
        earlier = {use.fields for other in names[: names.index(name)] for use in self.uses(other)}
        first = dict.fromkeys(use.fields for use in self.uses(name))
        return [line for each in first if each in self.shared - earlier for line in self.shared_list(each)]

    def uses(self, name: str) -> tuple[FieldUse, ...]:
        module = self.graph.modules[name]
        return module.uses if isinstance(module, Steps) else ()

    def shared_list(self, name: str) -> list[str]:
        fields = self.graph.fields[name]
        make = self.kept if fields.own else self.built
        if fields.length == 1:
            return lines(make(fields.build, f"{name} = "), 2)
        clause = f"for _ in range({fields.length})"
        return lines(Bracket(f"{name} = ", (make(fields.build, ""),), clause, "[]"), 2)

    def fields(self, module: Steps) -> tuple[Bracket | str, ...]:
        """The fields of one step: shared ones by name and index, the others constructed in place.

        Many alike are one starred argument where no other follows: a type checker cannot count those before it.
        """
        groups = [(build, list(uses)) for build, uses in groupby(module.uses, key=self.private)]
        written: list[Bracket | str] = []
        for place, (build, group) in enumerate(groups, 1):
            if build is None:
                written += [self.element(use) for use in group]
            elif len(group) < 3 or place < len(groups):
                written += [self.built(build, "") for _ in group]
            else:
                written.append(Bracket("*", (self.built(build, ""),), f"for _ in range({len(group)})"))
        return tuple(written)

    def private(self, use: FieldUse) -> Build | None:
        return None if use.fields in self.shared else self.graph.fields[use.fields].build

    def element(self, use: FieldUse) -> str:
        """An element of a shared list; where evaluations have parts of their own, as it is in the next of them."""
        own = self.graph.fields[use.fields].own
        given = ", ".join(options_text(own_arguments(own).items()))
        return f"{self.index(use)}.next({given})" if own else self.index(use)

    def index(self, use: FieldUse) -> str:
        if self.graph.fields[use.fields].length == 1:
            return use.fields
        if use.stride == 0:
            return f"{use.fields}[{use.first}]"
        scaled = "n" if use.stride == 1 else f"{use.stride} * n"
        return f"{use.fields}[{scaled}{f' + {use.first}' if use.first else ''}]"

    def built(self, build: Build, head: str) -> Bracket:
        """`head Component(argument, …, option=value, …)`."""
        arguments = [
            drop_rate_text(each) if isinstance(each, DropRate) else repr(each) for each in build.arguments
        ]
        return Bracket(f"{head}{self.names.build(build)}", (*arguments, *options_text(build.options)))

    def kept(self, build: Build, head: str) -> Bracket:
        """`head SharedField(lambda: Component(argument, …, option=value, …))`."""
        shared = self.names.component(find("mechanisms", "shared-field"))
        return Bracket(f"{head}{shared}", (self.built(build, "lambda: "),))


def drop_rate_text(drop_rate: DropRate) -> str:
    """`0.5 * (n + 19) / 53`, or its value where that is plain."""
    if not drop_rate.last or not (drop_rate.first or drop_rate.stride):
        return repr(drop_rate.at(0))
    scaled = "n" if drop_rate.stride == 1 else f"{drop_rate.stride} * n"
    if not drop_rate.stride:
        index = str(drop_rate.first)
    elif drop_rate.first:
        index = f"({scaled} + {drop_rate.first})"
    else:
        index = scaled
    return f"{drop_rate.rate!r} * {index} / {drop_rate.last}"
