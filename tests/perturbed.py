"""A scheme with one coefficient moved: what each kind of document calls its coefficients, moved one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from tableau2net.exact import ZERO, Expression, number
from tableau2net.methods import Matrix, Method, linear_multistep
from tableau2net.read import SchemeDocument
from tableau2net.read.correction import Correction

SHIFT = number(Fraction(1, 10**30))
Place = tuple[str, int, int]


class Claimed:
    """What a document claims, of another method. The abscissae are claimed as they are where the document does not
    mention them, for a family's member is known by its nodes."""

    def __init__(self, scheme: SchemeDocument, method: Method) -> None:
        self.method, self.claims = method, scheme.claims
        if scheme.kind == "family" and method.multistep is None and method.collocation is None:
            self.claims = replace(scheme.claims, c=scheme.method.c)

    def corrections(self) -> Iterator[tuple[Correction, Claimed]]:
        return iter(())

    def readings(self) -> Iterator[tuple[str, Claimed]]:
        return iter(())


def perturbations(method: Method) -> Iterator[tuple[Place, Method]]:
    """The method with each of its coefficients in turn larger by 10⁻³⁰: α and β of a multistep method (α_k = 1 is no
    coefficient); the maps of a method that is given modulo its nodes; the weights b_hat, and A, B and, where they are
    not all 0 or 1 by the form of the scheme, U and V of all others."""
    if method.multistep is not None:
        yield from _of_multistep(method, *method.multistep)
        return
    if method.collocation is not None:
        yield from _of_maps(method)
        if method.stages > 3:  # the number field of more is slow, and the maps are all there is to them
            return
        method = replace(method, collocation=None)
    names = ("A", "B") if method.kind != "general-linear" else ("A", "U", "B", "V")
    for name in names:
        for i, j, moved in _moved(getattr(method, name)):
            if not _by_form(method, name, i, j):
                yield (name, i, j), _with(method, name, moved)
    if method.b_hat is not None:
        for _, j, (row,) in _moved((method.b_hat,)):
            yield ("b_hat", 0, j), replace(method, b_hat=row)


def _with(method: Method, name: str, rows: Matrix) -> Method:
    match name:
        case "A":
            if (
                method.fields is not None and len(method.external) == 1
            ):  # one row for the stages of all fields
                copies = len(set(method.fields))
                rows = rows[: method.stages // copies] * copies
            return replace(method, A=rows)
        case "U":
            return replace(method, U=rows)
        case "B":
            return replace(method, B=rows)
    return replace(method, V=rows)


def _of_multistep(
    method: Method, alpha: tuple[Expression, ...], beta: tuple[Expression, ...]
) -> Iterator[tuple[Place, Method]]:
    for _, j, (row,) in _moved((alpha[:-1],)):
        yield ("alpha", 0, j), linear_multistep(method.name, (*row, alpha[-1]), beta)
    for _, j, (row,) in _moved((beta,)):
        yield ("beta", 0, j), linear_multistep(method.name, alpha, row)


def _of_maps(method: Method) -> Iterator[tuple[Place, Method]]:
    maps = method.collocation
    assert maps is not None
    for i, row in enumerate(maps.operator):
        for j, entry in enumerate(row):
            changed = [list(each) for each in maps.operator]
            changed[i][j] = entry + Fraction(1, 10**30)
            moved = replace(maps, operator=tuple(map(tuple, changed)))
            yield ("operator", i, j), replace(method, collocation=moved)
    for j, entry in enumerate(maps.weights):
        weights = (*maps.weights[:j], entry + Fraction(1, 10**30), *maps.weights[j + 1 :])
        yield ("weights", 0, j), replace(method, collocation=replace(maps, weights=weights))


def _moved(rows: Matrix) -> Iterator[tuple[int, int, Matrix]]:
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            changed = [list(each) for each in rows]
            changed[i][j] = entry + SHIFT
            yield i, j, tuple(map(tuple, changed))


def _by_form(method: Method, name: str, i: int, j: int) -> bool:
    """Whether an entry is no coefficient of the document: in a partitioned scheme the stages of all fields share their
    rows, what drives no part of the state stays out of it, and a stage whose slope nothing uses is there only because
    the other field has one more."""
    if method.fields is None:
        return False
    r = len(method.external)
    if name == "A" and r > 1 and all(row[i] == ZERO for row in (*method.A, *method.B)):
        return True
    if r == 1:  # the rows of the first field's stages are those of all
        return name == "A" and i >= method.stages // len(set(method.fields))
    driven = [next(q for q in range(r) if method.U[s][q].rational) for s in range(method.stages)]
    return (name == "A" and driven[i] == driven[j]) or (name == "B" and driven[j] == i)
