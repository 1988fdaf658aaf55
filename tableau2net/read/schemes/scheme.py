"""What all scheme documents have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from functools import cached_property
from itertools import chain
from typing import Annotated, Self

from pydantic import Field, model_validator

from tableau2net.algebra.domains.refused import RefusedNumberError
from tableau2net.errors import InputError
from tableau2net.exact import Expression, NotRealError, UndecidedError, at, sign
from tableau2net.exact.work import excess
from tableau2net.methods import Claims, Method, Parameter
from tableau2net.read.correction import Correction
from tableau2net.read.leaves import Identifier, Integer, ParameterName, SchemeName, Text
from tableau2net.read.model import Context, Document, Later, carried, fault, validate
from tableau2net.read.recognised import corrections
from tableau2net.read.schemes.parameter import ParameterText
from tableau2net.read.values import Values, at_values, numbers
from tableau2net.read.yaml_tree import describe
from tableau2net.shown import preformatted

Order = Annotated[int, Integer(0, 100)]


class SchemeDocument(Document):
    """A numerical method and what is claimed of it. A claim that is None is not made."""

    name: Annotated[str, Identifier()]
    """The name of the scheme, also used in file names and class names. Example: `rk4`"""
    title: Annotated[str, Text()] = ""
    """The name that people read, in one line. Example: `Kutta's 3/8 rule`"""
    kind: str
    """How the coefficients are written."""
    reference: Annotated[str, Text(2000)] = ""
    """Where the scheme was published. Example: `W. Kutta, Z. Math. Phys. 46 (1901) 435`"""
    notes: Annotated[str, Text(20_000, lines=True)] = ""
    """Notes for the reader, in as many lines as needed. Example: `The coefficients are those of the second
    printing.`"""
    order: Order | None = None
    """The order that the scheme claims to have, neither less nor more: `check` proves it or refutes it. Example:
    `4`"""
    stage_order: Order | None = None
    """The stage order that it claims to have, neither less nor more. Example: `1`"""
    rescaled_order: Order | None = None
    """The order that it claims to have once its slopes are rescaled, where the step size is absorbed (LM-ResNet).
    Example: `2`"""
    effective_order: Annotated[Order | None, Later()] = None
    """The effective order that it claims to have: the order of the scheme between a starting method and its inverse.
    Example: `5`"""
    parameters: dict[Annotated[str, ParameterName()], ParameterText] = Field(default_factory=dict)
    """The names that may stand in coefficients, each with its range or its value. Example: `{k: {range: "(-1,
    1)"}}`"""
    starter: Annotated[str | None, SchemeName()] = None
    """The one-step scheme that makes the first values of a multistep scheme: a name of the catalogue, or a path
    relative to this file. Example: `rk4`"""

    def __str__(self) -> str:
        """The tableau, and what is claimed of it."""
        from tableau2net.read.display.text import claimed, picture

        return "\n\n".join(filter(None, [picture(self), claimed(self.claims)]))

    def _repr_html_(self) -> str:
        """The same, for notebooks."""
        return preformatted(str(self))

    def _repr_latex_(self) -> str | None:
        """The tableau in LaTeX, for notebooks; None where it is none that LaTeX is written of."""
        from tableau2net.read.display.latex import array
        from tableau2net.read.schemes.tableau import tableau

        try:
            return f"$$\n{array(tableau(self))}\n$$"
        except InputError:
            return None

    @abstractmethod
    def build(self) -> Method:
        """The method that the coefficients define."""

    @cached_property
    def method(self) -> Method:
        """The general linear method of this document, with its name, parameters and starter. A parameter whose value is
        all that the claims are made for has it in its place."""
        return self._called(self._settled.build())

    @cached_property
    def taken(self) -> Method:
        """The method that steps are taken with: every parameter that has a value has it in its place, one with a range
        too."""
        return self._called(self._at(self.values).build())

    @property
    def claims(self) -> Claims:
        """What the document claims; a claim that its kind has no key for is not made."""
        return Claims(**{each.name: getattr(self._settled, each.name, None) for each in fields(Claims)})

    @property
    def values(self) -> dict[str, Expression]:
        """The values of the parameters that are fixed."""
        return {name: text.value for name, text in self.parameters.items() if text.value is not None}

    @cached_property
    def _settled(self) -> Self:
        return self._at(
            {name: value for name, value in self.values.items() if not self.parameters[name].range}
        )

    def _at(self, values: Values) -> Self:
        return at_values(self, values) if values else self

    def _called(self, method: Method) -> Method:
        return replace(
            method.decided,
            name=self.name,
            title=self.title or self.name,
            reference=self.reference,
            parameters=self.declared,
            starter=self.starter,
        )

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

    def corrections(self) -> Iterator[tuple[Correction, SchemeDocument]]:
        """What the document may have been meant to be, where its coefficients look like a mistake that is known."""
        if self._node is None:
            return
        for each in corrections(self._node):
            context = Context(each.document, self._source, frozenset(self.parameters), self._in_digits)
            try:
                yield each, validate(type(self), context)
            except InputError:
                continue

    @property
    def _in_digits(self) -> bool:
        """Whether decimals are known within their last digit only."""
        return False

    def located(self, error: InputError) -> InputError:
        """The same error, with the place of the number that it is about, or else of the document."""
        if error.position is None and isinstance(error, RefusedNumberError):
            paths = (path for path, entry in numbers(self) if error.number in entry.walk())
            place = next(filter(None, (self.place(*path) for path in paths)), None)
            if place is not None:
                return InputError(error.message, place, error.found, error.expected)
        return error.placed(self.file)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        try:
            self.check()
            self._check_parameters()
            self.check_use()
        except InputError as error:
            raise carried(self.located(error)) from None
        return self

    def _check_parameters(self) -> None:
        if not self.parameters:
            return
        used = frozenset().union(*(entry.names for entry in self.coefficients()))
        for name, text in self.parameters.items():
            if name not in used:
                raise fault(
                    "this parameter is never used", describe(name), "a use in a coefficient",
                    path=("parameters", name), key=True,
                )  # fmt: skip
            if text.learned and text.value is not None and self._said_together(name):
                message = "a parameter is either learned or fixed at a value"
                raise fault(
                    message,
                    "learned and value",
                    "one of them",
                    path=("parameters", name, "learned"),
                    key=True,
                )
        if self.values:
            self._check_values()

    def _check_values(self) -> None:
        """Raise a fault where a number has no value at the values of the parameters, or the keys do not fit there."""
        for entry in chain((entry for _, entry in numbers(self)), self.coefficients()):
            concerned = [name for name in self.values if name in entry.names]
            if concerned and (why := _unreal(entry, self.values)):
                path = ("parameters", concerned[0], "value")
                found = str(self.values[concerned[0]])
                raise fault(f"with this value {entry} {why}", found, "another value", path=path)
        self._at(self.values).check()

    def _said_together(self, name: str) -> bool:
        """Whether one text says that a parameter is learned and gives its value; an override may fix it."""
        places = [self.place("parameters", name, key) for key in ("learned", "value")]
        return len({place.file for place in places if place is not None}) <= 1


def _unreal(entry: Expression, values: Values) -> str:
    """Why a number has no value where its parameters have theirs; empty where it has one."""
    try:
        if over := excess(entry.substitute(values).work):
            return f"is too much work: {over[0]}, multiplied out, where there may be {over[1]}"
        there = at(entry, values)
        if not there.names:
            sign(there)
    except ZeroDivisionError:
        return "divides by zero"
    except NotRealError:
        return "is not a real number"
    except UndecidedError:
        pass  # the verifier refuses it, in its own words
    return ""
