"""A scheme as a Butcher tableau, for the notations that hold nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.errors import InputError
from tableau2net.exact import Expression, Pattern
from tableau2net.read.schemes.scheme import SchemeDocument

Row = tuple[Expression, ...]


@dataclass(frozen=True)
class Tableau:
    """A Runge–Kutta scheme of numbers: decimals that were rounded stand in it as they were printed."""

    name: str
    title: str
    A: tuple[Row, ...]
    b: Row
    c: Row
    b_hat: Row | None
    order: int | None
    embedded_order: int | None

    @property
    def explicit(self) -> bool:
        return all(entry.rational == 0 for i, row in enumerate(self.A) for entry in row[i:])

    @property
    def claim(self) -> str:
        """The claimed orders in words; empty where there are none."""
        orders = f"order {self.order}" if self.order is not None else ""
        hat = f", embedded order {self.embedded_order}" if self.embedded_order is not None else ""
        return f"{orders}{hat}".removeprefix(", ")

    @property
    def words(self) -> list[str]:
        """The name in words, for identifiers."""
        found = "".join(each if each.isascii() and each.isalnum() else " " for each in self.name).split()
        return found if found and not found[0][0].isdigit() else ["method", *found]


def tableau(document: SchemeDocument) -> Tableau:
    """The tableau of a Runge–Kutta scheme, in whatever form it is written. Raises InputError for any other scheme, and
    for coefficients that are no numbers."""
    method = document.method
    known = method.printed or method
    if known.kind != "runge-kutta":
        raise InputError("this is not a Runge–Kutta scheme", None, document.name, "a scheme with A and b")
    entries = (*known.coefficients(), *(known.b_hat or ()))
    for entry in entries:
        if entry.names or isinstance(entry, Pattern):
            raise InputError("some entries of this tableau are not numbers", None, str(entry), "numbers")
    claims = document.claims
    return Tableau(
        name=document.name,
        title=method.title,
        A=known.A,
        b=known.B[0],
        c=tuple(claims.c or method.c),
        b_hat=known.b_hat,
        order=claims.order,
        embedded_order=claims.embedded_order,
    )
