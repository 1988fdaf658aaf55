"""Network documents, resolved: the scheme read, every part found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tableau2net.components import Component, find
from tableau2net.components.contract import OPERATOR
from tableau2net.errors import InputError
from tableau2net.exact import ZERO, Expression, Pattern, as_printed, to_weight
from tableau2net.methods import External, Method
from tableau2net.read import suggest
from tableau2net.read.dropping import DropPath, StochasticDepth
from tableau2net.read.implicit import Fused, ImplicitLeaf, Solve
from tableau2net.read.leaves import Choice, Float, Identifier, Integer, ParameterName, Positive, Text
from tableau2net.read.model import Context, Document, Later, Section, Source, carried, fault, validate
from tableau2net.read.nested import SchemeReference
from tableau2net.read.part import (
    FieldLeaf,
    FieldPart,
    KindLeaf,
    Part,
    PartLeaf,
    StemPart,
    TransitionPart,
    default,
)
from tableau2net.read.reference import referred
from tableau2net.read.scheme import SchemeDocument
from tableau2net.read.values import numbers
from tableau2net.read.yaml_tree import Mapping

MAX_PERIODS = 64
Channels = Annotated[int, Integer(1, 65_536)]
Coupling = Literal["sum", "concat"]
History = Literal["restart", "transport"]
Weights = Literal["evaluation", "stage", "node", "step", "period"]


class Input(Section):
    """The images: (N, channels, size, size)."""

    channels: Channels
    size: Annotated[int, Integer(1, 65_536)]


class Period(Section):
    """The steps at one resolution."""

    channels: Channels
    steps: Annotated[int, Integer(1, 100_000)]


class Norm(Section):
    """Batch normalisation throughout the network; None leaves the components' own."""

    eps: Annotated[float | None, Float(open_low=True)] = None
    momentum: Annotated[float | None, Float(high=1.0)] = None


class NetworkDocument(Document):
    """A network: stem, periods of steps of a scheme, transitions, head. Everything it names is
    found."""

    name: Annotated[str, Identifier()]
    title: Annotated[str, Text()] = ""
    kind: Annotated[Literal["network"], Choice()] = "network"
    reference: Annotated[str, Text(2000)] = ""
    notes: Annotated[str, Text(20_000, lines=True)] = ""
    input: Input
    classes: Annotated[int, Integer(1, 1_000_000)]
    scheme: Annotated[SchemeDocument, SchemeReference("scheme")]
    starter: Annotated[SchemeDocument | None, SchemeReference("starter")] = None
    history: Annotated[History, Choice()] = "restart"
    coupling: Annotated[Coupling, Choice()] = "sum"
    weights: Annotated[Weights, Choice()] = "evaluation"
    implicit: Annotated[Fused | Solve | None, ImplicitLeaf("implicit")] = None
    step_size: Annotated[Literal["absorbed", "learned"] | Expression, Positive()] = "absorbed"
    stochastic_depth: Annotated[StochasticDepth | None, Later()] = None
    drop_path: Annotated[DropPath | None, Later()] = None
    stem: Annotated[StemPart, PartLeaf("stems", "conv", StemPart)] = Field(
        default_factory=lambda: default("stems", "conv", StemPart)
    )
    field: Annotated[FieldPart, FieldLeaf()] = Field(
        default_factory=lambda: default("fields", "basic", FieldPart)
    )
    fields: Annotated[
        dict[Annotated[str, ParameterName("field")], Annotated[FieldPart, FieldLeaf()]], Later()
    ] = Field(default_factory=dict)
    transition: Annotated[TransitionPart, PartLeaf("transitions", "projection", TransitionPart)] = Field(
        default_factory=lambda: default("transitions", "projection", TransitionPart, residual=True)
    )
    head: Annotated[Part, PartLeaf("heads", "linear")] = Field(
        default_factory=lambda: default("heads", "linear", Part)
    )
    initialisation: Annotated[Component | None, KindLeaf("initialisers", none=("torch",))] = Field(
        default_factory=lambda: find("initialisers", "kaiming-fan-in")
    )
    norm: Norm = Norm()
    periods: tuple[Period, ...]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not 1 <= len(self.periods) <= MAX_PERIODS:
            found = f"{len(self.periods)} periods"
            raise fault("a network has periods", found, f"from 1 to {MAX_PERIODS}", path=("periods",))
        self._check_patterns()
        self._check_parameters()
        self._check_sizes()
        self._check_starter()
        self._check_groups()
        self._check_fields()
        return self

    def _check_patterns(self) -> None:
        for key, scheme in self._schemes():
            if self.coupling != "concat" and scheme.method.has_pattern:
                place = "coupling" if "coupling" in self.model_fields_set else key
                found = f"coupling: {self.coupling} with the {key} {scheme.name}"
                raise fault(
                    "a scheme with * entries has no numbers to sum with",
                    found,
                    "coupling: concat",
                    path=(place,),
                )

    def _check_parameters(self) -> None:
        for key, scheme in self._schemes():
            for parameter in scheme.declared:
                if not parameter.learned and parameter.value is None:
                    path = f"{key}.parameters.{parameter.name}"
                    expected = f"a value, as by --set {path}.value=…, or learned: per-step"
                    raise fault(
                        "a network needs every parameter's value",
                        parameter.name,
                        expected,
                        path=(key,),
                    )

    def _check_sizes(self) -> None:
        """Raise a fault for a number that no floating-point number is near, with its place in the scheme's document."""
        own = (each for each in numbers(self) if each[0][0] not in ("scheme", "starter"))
        found = [(self.place(*path), entry) for path, entry in own]
        found += [
            (scheme.place(*path), entry) for _, scheme in self._schemes() for path, entry in numbers(scheme)
        ]
        for place, entry in found:
            if entry.names or isinstance(entry, Pattern):
                continue
            try:
                to_weight(as_printed(entry))
            except InputError as error:
                raise carried(InputError(error.message, place, error.found, error.expected)) from None
            except ValueError:
                continue  # of what is no real number the verifier tells

    def _check_starter(self) -> None:
        method = self.scheme.method
        if method.steps > 1 and self.starter is None:
            found = f"a {method.steps}-step scheme alone"
            raise fault(
                "a multistep scheme needs a starter",
                found,
                "starter: euler, or another",
                path=("scheme",),
            )
        if self.starter is None:
            return
        starter = self.starter.taken
        first_slope_is_the_state_s = all(entry == ZERO for entry in starter.A[0])
        if starter.external != (External("state"),) or not starter.explicit or not first_slope_is_the_state_s:
            found = f"{self.starter.name}, {starter.kind}, {starter.implicitness}"
            expected = "an explicit Runge–Kutta scheme"
            raise fault("this scheme cannot start a multistep one", found, expected, path=("starter",))

    def _check_groups(self) -> None:
        groups = _groups(self.scheme.method)
        for index, period in enumerate(self.periods):
            if period.channels % groups:
                found = str(period.channels)
                expected = f"a multiple of {groups}, as {self.scheme.name} splits the channels"
                raise fault(
                    "the channels cannot be split",
                    found,
                    expected,
                    path=("periods", index, "channels"),
                )

    def _check_fields(self) -> None:
        known = sorted(set(self.scheme.method.fields or ()))
        for name in self.fields:
            if name not in known:
                expected = suggest.expected(name, known) if known else "no fields: it has one vector field"
                raise fault(
                    f"{self.scheme.name} has no such field",
                    repr(name),
                    expected,
                    path=("fields", name),
                    key=True,
                )

    def parts(self) -> Iterator[tuple[tuple[str, ...], Part]]:
        """Every part, those that fields are given included, with the keys that lead to it."""
        chosen: dict[tuple[str, ...], Part] = {
            ("stem",): self.stem,
            ("field",): self.field,
            **{("fields", name): part for name, part in self.fields.items()},
            ("transition",): self.transition,
            ("head",): self.head,
        }
        for path, part in chosen.items():
            yield path, part
            if isinstance(part, FieldPart) and part.operator is not None:
                yield (*path, OPERATOR), part.operator

    def _schemes(self) -> list[tuple[str, SchemeDocument]]:
        return [("scheme", self.scheme)] + ([("starter", self.starter)] if self.starter else [])


def _groups(method: Method) -> int:
    return sum(value.kind == "part" for value in method.external) or 1


def read_network(node: Mapping, source: Source) -> NetworkDocument:
    """The network document that a tree is. Raises InputError."""
    return validate(NetworkDocument, Context(_with_starter(node), source))


def _with_starter(node: Mapping) -> Mapping:
    """The network with its scheme's own starter, where it names none itself."""
    scheme = node.get("scheme")
    if scheme is None or node.get("starter") is not None:
        return node
    try:
        tree, _ = referred(scheme)
    except InputError:  # told when the scheme is read
        return node
    starter = tree.entries.get("starter")
    return node if starter is None else node.replaced("starter", starter.value, starter.key)
