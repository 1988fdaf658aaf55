"""Every claim that the catalogue makes is proved; and none of its numbers could be another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from schemes import SCHEMES, rational

from tableau2net.exact import Expression, number
from tableau2net.methods import Method
from tableau2net.read import SchemeDocument, load_scheme
from tableau2net.verify import require, verify

FILES = sorted(SCHEMES.glob("*.yaml"))
UNPROVED = {"explicit-5", "implicit-5", "polynet2"}  # no numbers, or no order to claim
RESCALED = {"lm2"}


def document(stem: str) -> SchemeDocument:
    return load_scheme(str(SCHEMES / f"{stem}.yaml"))


@pytest.mark.parametrize("stem", [path.stem for path in FILES])
def test_every_claim_is_proved(stem: str) -> None:
    scheme = document(stem)
    assert scheme.name == stem
    assert scheme.title
    assert scheme.reference
    certificate = require(verify(scheme))
    if stem in UNPROVED:
        assert certificate.order is None
        assert certificate.notes
    elif stem not in RESCALED:
        assert certificate.claimed == certificate.order is not None
    if scheme.kind == "runge-kutta":
        assert scheme.c is not None
        assert scheme.stage_order is not None
        assert (scheme.embedded_order is None) is (scheme.method.b_hat is None)
    if scheme.kind == "linear-multistep":
        assert scheme.zero_stable
        assert certificate.zero_stable


@pytest.mark.parametrize("stem", [path.stem for path in FILES])
def test_a_starter_is_at_most_one_order_below(stem: str) -> None:
    scheme = document(stem)
    certificate = verify(scheme)
    assert (scheme.method.steps > 1) is (scheme.starter is not None)
    if scheme.starter is not None:
        starter = verify(document(scheme.starter))
        order = certificate.rescaled_order or certificate.order
        assert starter.explicit
        assert starter.order is not None
        assert order is not None
        assert starter.order >= order - 1


def test_the_catalogue_is_large_enough() -> None:
    kinds = [document(path.stem).kind for path in FILES]
    assert len(FILES) >= 30
    assert {"runge-kutta", "linear-multistep", "general-linear", "family"} <= set(kinds)


class Moved:
    """What a document claims, of another method."""

    def __init__(self, scheme: SchemeDocument, method: Method) -> None:
        self.method, self.order, self.stage_order = method, scheme.order, scheme.stage_order
        self.embedded_order, self.rescaled_order = scheme.embedded_order, scheme.rescaled_order
        self.effective_order = scheme.effective_order
        self.zero_stable, self.c = scheme.zero_stable, scheme.c


def _perturbations(method: Method) -> Iterator[tuple[tuple[str, int, int], Method]]:
    """The method with each coefficient of A and B in turn larger by 1e-30."""
    for kind, rows in (("A", method.A), ("B", method.B)):
        for i, row in enumerate(rows):
            for j, entry in enumerate(row):
                changed = [list(row) for row in rows]
                changed[i][j] = entry + number(Fraction(1, 10**30))
                result: tuple[tuple[Expression, ...], ...] = tuple(map(tuple, changed))
                yield (
                    (kind, i, j),
                    (replace(method, A=result) if kind == "A" else replace(method, B=result)),
                )


# Rows that the order alone does not fix, for it is 1, or the stage has weight 0. The row sums,
# claimed as c, fix these too.
FREE_ROWS = {
    "euler": {0},
    "backward_euler": {0},
    "midpoint": {0},
    "bs32": {3},
    "dopri5": {6},
    "england45": {4, 5},
    "fehlberg12": {0, 1, 2},
    "fehlberg45": {5},
    "higham_hall54": {6},
    "higham_hall54s": {6},
    "merson43": {1},
    "nssp32": {1},
    "soderlind43": {4},
    "zonneveld43": {4},
}


@pytest.mark.parametrize(
    "stem",
    [
        path.stem
        for path in FILES
        if document(path.stem).kind == "runge-kutta"
        and rational(document(path.stem).method)
        and document(path.stem).method.stages <= 7
    ],
)
def test_every_coefficient_counts(stem: str) -> None:
    scheme = document(stem)
    free = set()
    for place, moved in _perturbations(scheme.method):
        certificate = verify(Moved(scheme, moved))
        assert certificate.verdict == "refuted", place
        if certificate.order == scheme.order:
            free.add(place)
    assert {kind for kind, _, _ in free} <= {"A"}
    assert {row for _, row, _ in free} == FREE_ROWS.get(stem, set())
