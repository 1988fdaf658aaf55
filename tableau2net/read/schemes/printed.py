"""Coefficients that are known only as far as their source gives them: decimals rounded in print, or fractions that
were found to approximate numbers without a closed form."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from tableau2net.errors import InputError
from tableau2net.exact import (
    FORMATS,
    Expression,
    Rounded,
    as_double,
    as_float,
    as_printed,
    known_within,
    short,
    units,
)
from tableau2net.methods import Claims, Method
from tableau2net.methods.general_linear import Matrix, Vector
from tableau2net.read import suggest
from tableau2net.read.leaves import Choice, Coefficient, Text
from tableau2net.read.model import Context, Later, fault, validate
from tableau2net.read.schemes.scheme import SchemeDocument
from tableau2net.read.yaml_tree import Scalar

INEXACT = ("rounded", "double", *FORMATS)  # with these, decimals are known within their digits
WIDTHS = (
    15,
    14,
    13,
    12,
    10,
    8,
)  # decimal places within which coefficients that are a little off may be known
Decimals = Annotated[
    Literal["exact", "rounded", "double", "float64", "float32", "float16", "bfloat16"], Choice()
]


class PrintedDocument(SchemeDocument):
    """A scheme whose coefficients may be known only within their digits.

    With `decimals: rounded` a decimal is known within one unit of its last digit, but for those that are short beside
    the others (`exact.short`), and those that `exact` names. With `decimals: double` they, and fractions, are the
    doubles that a program has, known within half a unit of their last place. With `decimals: float64`, or another
    binary format, each decimal is the nearest number of that format, known within half a unit of its last place, and
    fractions and roots are exact. With `accuracy` every rational coefficient
    that is no integer is known within that. The method has them as printed, and is verified within the digits.
    """

    decimals: Annotated[Decimals, Later()] = "exact"
    """Whether decimals among the coefficients are exact, or known within half a unit of their last place only."""
    accuracy: Annotated[Expression | None, Coefficient(), Later()] = None
    """How far each decimal may be off, where that is not half a unit of its last place. Example: `1e-20`"""
    exact: Annotated[tuple[Annotated[str, Text()], ...], Later()] = ()
    """The coefficients whose decimals are exact though the others are rounded. Example: `[A, c2]`"""

    @abstractmethod
    def vectors(self) -> Mapping[str, Vector | None]:
        """The document's vectors as they are written, by what their entries are called: `b` for b3."""

    @abstractmethod
    def matrices(self) -> Mapping[str, Matrix]:
        """The document's matrices as they are written, by what their entries are called: `a` for a21."""

    def vector(self, letter: str) -> Vector | None:
        """A vector as it is known: with the decimals that are no rounded ones as exact numbers."""
        entries = self.vectors()[letter]
        return entries and tuple(self._known(f"{letter}{j}", entry) for j, entry in enumerate(entries, 1))

    def matrix(self, letter: str) -> Matrix:
        """A matrix as it is known."""
        rows = enumerate(self.matrices()[letter], 1)
        return tuple(
            tuple(self._known(_place(letter, i, j), entry) for j, entry in enumerate(row, 1))
            for i, row in rows
        )

    def _known(self, name: str, entry: Expression) -> Expression:
        if self.decimals == "exact" or entry.rational is not None:
            return entry
        decimals = [part for part in entry.walk() if isinstance(part, Rounded)]
        meant = all(self.meant_exactly(name, part) for part in decimals)
        if meant or name in self.exact:
            return as_printed(entry)
        return as_float(entry, self.decimals) if self.binary else as_printed(entry, self._short)

    @property
    def _in_digits(self) -> bool:
        return self.decimals in INEXACT

    @property
    def binary(self) -> bool:
        """Whether each decimal is a number of a binary format."""
        return self.decimals in FORMATS

    def as_meant(self, entry: Expression) -> Expression:
        """A number of the document as far as it is known, whatever its place."""
        return self.within(self._known("", entry))

    def meant_exactly(self, name: str, decimal: Rounded) -> bool:
        """Whether a decimal in a coefficient was not rounded, for what it is is known by its place."""
        return False

    @cached_property
    def _short(self) -> frozenset[Rounded]:
        if self.binary:
            return frozenset()  # 0.5 stands beside 0.3333333333333333 as what it is
        entries = (entry for name, entry in self._named() if name not in self.exact)
        return short(part for entry in entries for part in entry.walk() if isinstance(part, Rounded))

    def _named(self) -> Iterator[tuple[str, Expression]]:
        """All coefficients as they are written, with their names."""
        for letter, rows in self.matrices().items():
            for i, row in enumerate(rows, 1):
                yield from ((_place(letter, i, j), entry) for j, entry in enumerate(row, 1))
        for letter, entries in self.vectors().items():
            yield from ((f"{letter}{j}", entry) for j, entry in enumerate(entries or (), 1))

    @property
    def claims(self) -> Claims:
        claims = super().claims
        if claims.c is None:
            return claims
        c = self.vector("c") or ()
        return replace(claims, c=tuple(map(as_double, c)) if self.decimals == "double" else c)

    def as_known(self, method: Method) -> Method:
        """The method as printed, which remembers how far its coefficients are known."""
        inexact = self.accuracy is not None or self.decimals == "double"
        return self.known(method.mapped(self.within) if inexact else method)

    def within(self, entry: Expression) -> Expression:
        """A coefficient as far as it is known."""
        if self.decimals == "double":
            return as_double(entry)
        if self.accuracy is None:
            return entry
        unit = self.accuracy.rational
        assert unit is not None  # checked when it was read
        return known_within(entry, unit)

    def known(self, method: Method) -> Method:
        """The method as printed, of one whose coefficients are as far as they are known."""
        if self.accuracy is None and self.decimals == "exact":
            return method
        meant = tuple(self._decimals(self.meant_exactly))
        brief = tuple(
            self._decimals(lambda name, part: part in self._short and not self.meant_exactly(name, part))
        )
        return replace(
            method.mapped(as_printed), printed=replace(method, taken_exactly=brief, meant_exactly=meant)
        )

    def _decimals(self, chosen: Callable[[str, Rounded], bool]) -> Iterator[str]:
        """The decimals that are chosen by their coefficient's name and themselves, as `a21 = 0.5` or `0.5 in a21`."""
        for name, entry in self._named():
            parts = dict.fromkeys(part for part in entry.walk() if isinstance(part, Rounded))
            for part in parts if name not in self.exact else ():
                if chosen(name, part):
                    yield f"{name} = {part}" if part == entry else f"{part} in {name}"

    def readings(self) -> Iterator[tuple[str, SchemeDocument]]:
        """With decimals that count as exact: all of them rounded, or all coefficients known within a unit of the last
        digit of one, the finest first. With numbers of a binary format: all known less well, as those are that were
        computed, or typed with fewer digits."""
        if self.binary and not self.exact:
            for places in WIDTHS:
                within = self._with("accuracy", f"1e-{places}")
                if within is not None:
                    yield f"accuracy: 1e-{places}", within
        if self.decimals != "exact" or self.accuracy is not None or self.parameters:
            return
        rounded = self._with("decimals", "rounded")
        if rounded is None or rounded.method.printed is None:
            return
        yield "decimals: rounded", rounded
        found = frozenset[Fraction]().union(*(units(rounded._known(*each)) for each in rounded._named()))
        for unit in sorted(found):
            within = self._with("accuracy", f"{float(unit):.0e}") if unit < 1 else None
            if within is not None:
                yield f"accuracy: {float(unit):.0e}", within

    def _with(self, key: str, value: str) -> PrintedDocument | None:
        """The document with `decimals` or `accuracy` of the text that it was read from replaced, the other left out;
        None where it is none then, as where no coefficient is a decimal."""
        node, source = self._node, self.source
        if node is None:
            return None
        other = "accuracy" if key == "decimals" else "decimals"
        changed = node.replaced(key, Scalar(value, node.position), node.position)
        changed = changed.replaced(other, Scalar(None, node.position), node.position)
        try:
            return validate(type(self), Context(changed, source, round_off=value in INEXACT))
        except InputError:
            return None

    def check(self) -> None:
        if self.exact and self.decimals == "exact":
            expected = "decimals: rounded beside it, or no such key"
            raise fault("exact has no effect on exact decimals", "exact", expected, path=("exact",), key=True)
        inexact = "accuracy" if self.accuracy is not None else "decimals"
        if self.accuracy is not None:
            self._check_accuracy(self.accuracy)
        elif self.decimals == "exact":
            return
        for name, text in self.parameters.items():
            if text.value is None or text.range is not None:
                raise fault(
                    "rounded coefficients have no parameters beside them that may vary, for it is not decided whether "
                    "one choice within the digits has an order for every value of a parameter",
                    inexact,
                    f"a value, and no range, for {name}, or exact coefficients",
                    path=(inexact,),
                )
            if units(text.value):
                raise fault(
                    "a parameter beside rounded coefficients is one number, wherever it stands",
                    str(text.value),
                    "an exact value, as a fraction",
                    path=("parameters", name, "value"),
                )

    def check_use(self) -> None:
        super().check_use()
        self._check_exact()
        printed = self.build().printed
        if printed is None:
            return
        entries = (*printed.coefficients(), *(printed.b_hat or ()), *(self.claims.c or ()))
        if any(isinstance(node, Rounded) for entry in entries for node in entry.walk()):
            return
        key, expected = "accuracy", "a coefficient that is a fraction or a decimal, or no such key"
        if self.accuracy is None:
            key, expected = "decimals", "a coefficient with a point, as 0.5, that is not 0, or no such key"
        raise fault(f"{key} has no effect on these coefficients", key, expected, path=(key,), key=True)

    def _check_exact(self) -> None:
        decimals = {name for name, entry in self._named() if units(entry)}
        for i, name in enumerate(self.exact):
            if name not in decimals:
                message = "this is not a coefficient with a decimal"
                expected = suggest.expected(name, sorted(decimals))
                raise fault(message, name, expected, path=("exact", i))
            if name in self.exact[:i]:
                raise fault("this coefficient is named twice", name, "once", path=("exact", i))

    def _check_accuracy(self, accuracy: Expression) -> None:
        if self.decimals != "exact":
            raise fault(
                "coefficients are known within their digits or within an accuracy",
                "both keys",
                f"decimals: {self.decimals} or accuracy",
                path=("accuracy",),
                key=True,
            )
        unit = accuracy.rational
        if unit is None or not 0 < unit < 1:
            expected = "a rational number between 0 and 1, such as 1e-24"
            raise fault("an accuracy is a small number", str(accuracy), expected, path=("accuracy",))


def _place(letter: str, i: int, j: int) -> str:
    """As a21, and a10_2 from the tenth row or column on."""
    return f"{letter}{i}{'_' if max(i, j) > 9 else ''}{j}"
