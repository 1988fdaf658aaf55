"""Coefficients that are known only as far as their source gives them: decimals rounded in print, or fractions that
were found to approximate numbers without a closed form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Literal

from tableau2net.errors import InputError
from tableau2net.exact import Expression, Rounded, as_printed, known_within, units
from tableau2net.methods import Method
from tableau2net.read.leaves import Choice, Coefficient
from tableau2net.read.model import Context, Later, fault, validate
from tableau2net.read.scheme import Order, SchemeDocument
from tableau2net.read.yaml_tree import Scalar

Decimals = Annotated[Literal["exact", "rounded"], Choice()]


class PrintedDocument(SchemeDocument):
    """A scheme whose coefficients may be known only within their digits.

    With `decimals: rounded` a decimal is known within one unit of its last digit. With `accuracy` every rational
    coefficient that is no integer is known within that. The method has them as printed, and is verified within the
    digits.
    """

    decimals: Annotated[Decimals, Later()] = "exact"
    accuracy: Annotated[Expression | None, Coefficient(), Later()] = None
    embedded_order: Order | None = None

    def as_known(self, method: Method) -> Method:
        """The method as printed, which remembers how far its coefficients are known."""
        if self.accuracy is not None:
            unit = self.accuracy.rational
            assert unit is not None  # checked when it was read
            method = method.mapped(lambda entry: known_within(entry, unit))
        elif self.decimals == "exact":
            return method
        return replace(method.mapped(as_printed), printed=method)

    def readings(self) -> Iterator[tuple[str, SchemeDocument]]:
        """With decimals that count as exact: all of them rounded, or all coefficients known within a unit of the last
        digit of one, the finest first."""
        if self.decimals == "rounded" or self.accuracy is not None or self.parameters:
            return
        rounded = self._with("decimals", "rounded")
        if rounded is None or rounded.method.printed is None:
            return
        printed = rounded.method.printed
        found = frozenset[Fraction]().union(
            *map(units, (*printed.coefficients(), *(printed.b_hat or ()), *(rounded.claims.c or ())))
        )
        yield "decimals: rounded", rounded
        for unit in sorted(found):
            within = self._with("accuracy", f"{float(unit):.0e}") if unit < 1 else None
            if within is not None:
                yield f"accuracy: {float(unit):.0e}", within

    def _with(self, key: str, value: str) -> PrintedDocument | None:
        """The document with a key of the text that it was read from replaced; None where it is none then, as where no
        coefficient is a decimal."""
        node, source = self._node, self.source
        if node is None:
            return None
        changed = node.replaced(key, Scalar(value, node.position), node.position)
        try:
            return validate(type(self), Context(changed, source, round_off=key == "decimals"))
        except InputError:
            return None

    def check(self) -> None:
        inexact = "accuracy" if self.accuracy is not None else "decimals"
        if self.accuracy is not None:
            self._check_accuracy(self.accuracy)
        elif self.decimals == "exact":
            return
        if self.parameters:
            raise fault(
                "rounded coefficients have no parameters beside them",
                inexact,
                "exact coefficients, where a scheme has parameters",
                path=(inexact,),
            )

    def check_use(self) -> None:
        super().check_use()
        printed = self.build().printed
        if printed is None:
            return
        entries = (*printed.coefficients(), *(printed.b_hat or ()), *(self.claims.c or ()))
        if any(isinstance(node, Rounded) for entry in entries for node in entry.walk()):
            return
        key, expected = "accuracy", "a coefficient that is a fraction or a decimal, or no such key"
        if self.accuracy is None:
            key, expected = "decimals", "a coefficient with a point, as 0.5, or no such key"
        raise fault(f"{key} has no effect on these coefficients", key, expected, path=(key,), key=True)

    def check_embedded(self, having: bool, expected: str) -> None:
        """Raise a fault where an embedded order is claimed without the weights b_hat that it is that of."""
        if self.embedded_order is not None and not having:
            found, path = "embedded_order", ("embedded_order",)
            raise fault("there is no embedded method", found, expected, path=path, key=True)

    def _check_accuracy(self, accuracy: Expression) -> None:
        if self.decimals == "rounded":
            raise fault(
                "coefficients are known within their digits or within an accuracy",
                "both keys",
                "decimals: rounded or accuracy",
                path=("accuracy",),
                key=True,
            )
        unit = accuracy.rational
        if unit is None or not 0 < unit < 1:
            expected = "a rational number between 0 and 1, such as 1e-24"
            raise fault("an accuracy is a small number", str(accuracy), expected, path=("accuracy",))
