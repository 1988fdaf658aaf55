"""What all scheme documents have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from functools import cached_property
from itertools import chain
from typing import Annotated, Self

from pydantic import Field, model_validator

from tableau2net.exact import Expression
from tableau2net.methods import Claims, Method, Parameter
from tableau2net.read.leaves import Identifier, Integer, ParameterName, Text
from tableau2net.read.model import Document, Later, fault
from tableau2net.read.parameter import ParameterText
from tableau2net.read.yaml_tree import describe

Order = Annotated[int, Integer(0, 100)]


class SchemeDocument(Document):
    """A numerical method and what is claimed of it. A claim that is None is not made."""

    name: Annotated[str, Identifier()]
    title: Annotated[str, Text()] = ""
    kind: str
    reference: Annotated[str, Text(2000)] = ""
    notes: Annotated[str, Text(20_000, lines=True)] = ""
    order: Order | None = None
    stage_order: Order | None = None
    rescaled_order: Order | None = None
    effective_order: Annotated[Order | None, Later()] = None
    parameters: dict[Annotated[str, ParameterName()], ParameterText] = Field(default_factory=dict)
    starter: Annotated[str | None, Text()] = None

    @abstractmethod
    def build(self) -> Method:
        """The method that the coefficients define."""

    @cached_property
    def method(self) -> Method:
        """The general linear method of this document, with its name, parameters and starter."""
        return replace(
            self.build(),
            name=self.name,
            title=self.title or self.name,
            reference=self.reference,
            parameters=self.declared,
            starter=self.starter,
        )

    @property
    def claims(self) -> Claims:
        """What the document claims; a claim that its kind has no key for is not made."""
        return Claims(**{each.name: getattr(self, each.name, None) for each in fields(Claims)})

    @property
    def declared(self) -> tuple[Parameter, ...]:
        return tuple(text.parameter(name) for name, text in self.parameters.items())

    def coefficients(self) -> Iterable[Expression]:
        """All coefficients, in which parameters may occur."""
        method = self.build()
        return chain(method.coefficients(), method.b_hat or ())

    def check(self) -> None:
        """Raise a fault where the keys do not fit each other; runs before `build`."""

    def check_use(self) -> None:
        """Raise a fault for a key that changes nothing; runs after `check`."""
        if self.starter is not None and self.method.steps == 1:
            found = f"starter: {self.starter}"
            raise fault(
                "a one-step scheme has no use for a starter",
                found,
                "no such key",
                path=("starter",),
                key=True,
            )

    def readings(self) -> Iterator[tuple[str, SchemeDocument]]:
        """Lines that would say that the coefficients are known within digits only, and the document with each."""
        return iter(())

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        self.check()
        self.check_use()
        if not self.parameters:
            return self
        entries = list(self.coefficients())
        used = frozenset().union(*(entry.names for entry in entries))
        for name, text in self.parameters.items():
            if name not in used:
                raise fault(
                    "this parameter never occurs", describe(name), "a use in a coefficient",
                    path=("parameters", name), key=True,
                )  # fmt: skip
            if text.learned and text.value is not None and self._said_together(name):
                message = "a parameter is learned or fixed at a value, and not both"
                raise fault(
                    message,
                    "learned and value",
                    "one of them",
                    path=("parameters", name, "learned"),
                    key=True,
                )
            if text.value is not None:
                _check_value(name, text.value, entries)
        return self

    def _said_together(self, name: str) -> bool:
        """Whether one text says that a parameter is learned and gives its value; an override may fix it."""
        places = [self.place("parameters", name, key) for key in ("learned", "value")]
        return len({place.file for place in places if place is not None}) <= 1


def _check_value(name: str, value: Expression, entries: Iterable[Expression]) -> None:
    for entry in entries:
        try:
            entry.substitute({name: value})
        except ZeroDivisionError:
            path = ("parameters", name, "value")
            raise fault(
                f"with this value {entry} divides by zero", str(value), "another value", path=path
            ) from None
