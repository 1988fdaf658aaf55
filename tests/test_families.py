"""Families of any number of stages: their orders, and their entries against tableaux that were typed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from importlib import import_module

import pytest
from pydantic import ValidationError
from schemes import catalogued

from tableau2net.exact import Expression, RootSum, is_zero, number, parse, to_float
from tableau2net.exact.enclosure import enclosure
from tableau2net.methods import Method
from tableau2net.read import SchemeDocument
from tableau2net.read.families.extrapolated_bdf import DOCUMENT as ExtrapolatedBdf
from tableau2net.read.families.extrapolation import DOCUMENT as Extrapolation
from tableau2net.read.families.milne_simpson import DOCUMENT as MilneSimpson
from tableau2net.read.families.nystrom import DOCUMENT as Nystrom
from tableau2net.read.families.rkc1 import DOCUMENT as RKC1
from tableau2net.read.families.rkc2 import DOCUMENT as RKC2
from tableau2net.read.families.ssprk2 import DOCUMENT as SSPRK2
from tableau2net.read.families.ssprk3 import DOCUMENT as SSPRK3
from tableau2net.read.schemes.chebyshev import chebyshev
from tableau2net.verify import Claims, prove

# order and stage order for s stages
FAMILIES: dict[str, tuple[Callable[[int], int], Callable[[int], int], int]] = {
    "gauss": (lambda s: 2 * s, lambda s: s, 1),
    "radau-ia": (lambda s: 2 * s - 1, lambda s: max(s - 1, 1), 1),
    "radau-iia": (lambda s: 2 * s - 1, lambda s: s, 1),
    "lobatto-iiia": (lambda s: 2 * s - 2, lambda s: s, 2),
    "lobatto-iiib": (lambda s: 2 * s - 2, lambda s: max(s - 2, 1), 2),
    "lobatto-iiic": (lambda s: 2 * s - 2, lambda s: s - 1, 2),
    "lobatto-iiid": (lambda s: 2 * s - 2, lambda s: s - 1, 2),
}
TYPED = ["gauss2", "gauss3", "radau_iia2", "radau_iia3", "lobatto_iiia2", "lobatto_iiia3", "lobatto_iiic2",
         "lobatto_iiic3"]  # fmt: skip


def member(family: str, stages: int) -> Method:
    module = import_module(f"tableau2net.read.families.{family.replace('-', '_')}")
    document: type[SchemeDocument] = module.DOCUMENT
    return made(document, family=family, stages=stages)


def made(document: type[SchemeDocument], **arguments: str | int | Expression) -> Method:
    return document.model_validate({"name": "test", "kind": "family", **arguments}).method


@pytest.mark.parametrize("family", FAMILIES)
def test_any_number_of_stages_has_its_order(family: str) -> None:
    order, stage_order, least = FAMILIES[family]
    for s in (*range(least, 7), 9):
        certificate = prove(member(family, s))
        assert (certificate.order, certificate.stage_order) == (order(s), stage_order(s)), s
        assert not certificate.explicit


@pytest.mark.parametrize("stem", TYPED)
def test_the_entries_are_those_that_were_typed_in(stem: str) -> None:
    typed = catalogued(stem).method
    ours = member(stem[:-1].replace("_", "-"), int(stem[-1]))
    for found, wanted in ((ours.A, typed.A), (ours.B, typed.B), ((ours.c,), (typed.c,))):
        for row, other in zip(found, wanted, strict=True):
            for a, b in zip(row, other, strict=True):
                assert is_zero(a - b)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_number_field_is_of_the_same_opinion(family: str) -> None:
    method = member(family, 3)
    modulo_nodes, in_field = prove(method), prove(replace(method, collocation=None))
    assert replace(modulo_nodes, violation=None) == replace(in_field, violation=None)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_answer_is_the_same_without_flint(family: str, without_flint: Callable[[], None]) -> None:
    method = member(family, 4)
    fast = prove(method, Claims(order=20))
    without_flint()
    assert prove(method, Claims(order=20)) == fast
    assert fast.violation is not None


def test_a_map_that_is_off_is_refuted() -> None:
    method = member("gauss", 4)
    assert method.collocation is not None
    first, *rest = method.collocation.operator
    wrong = ((first[0] + Fraction(1, 10**30), *first[1:]), *rest)
    moved = replace(method, collocation=replace(method.collocation, operator=wrong))
    certificate = prove(moved, Claims(order=8))
    assert (certificate.verdict, certificate.order) == ("refuted", 1)


def holds(left: Expression, right: Expression) -> bool:
    """Whether two numbers agree to sixty digits."""
    bounds = enclosure(left - right, 400)
    assert bounds is not None
    return bounds[0] <= 0 <= bounds[1] and bounds[1] - bounds[0] < Fraction(1, 10**60)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("s", [4, 5, 8])
def test_the_entries_are_the_map_at_the_nodes(family: str, s: int) -> None:
    """Quadrature of degree s − 1 and, from the map, A·1 = c."""
    method = member(family, s)
    (b,), c = method.B, method.c
    assert list(map(to_float, c)) == sorted(map(to_float, c))
    for n in range(1, s + 1):
        moment = sum((w * x ** (n - 1) for w, x in zip(b, c, strict=True)), number(0))
        assert holds(moment, number(Fraction(1, n)))
    for row, node in zip(method.A, c, strict=True):
        assert holds(sum(row, number(0)), node)


def test_an_entry_without_radicals_is_shown_by_its_digits() -> None:
    entry = member("gauss", 4).A[0][1]
    assert isinstance(entry, RootSum)
    assert str(entry) == "-0.0266041800849987933133851304769531…"
    assert to_float(entry) == -0.026604180084998794
    assert is_zero(entry - entry)
    assert not is_zero(entry)
    assert to_float(entry.expanded) == to_float(entry)


@pytest.mark.parametrize(("base", "order"), [("euler", 1), ("midpoint", 2)])
@pytest.mark.parametrize("rows", [1, 2, 3, 5])
def test_extrapolation_gains_its_base_s_order_with_each_row(base: str, order: int, rows: int) -> None:
    certificate = prove(made(Extrapolation, family="extrapolation", base=base, rows=rows))
    assert certificate.order == order * rows
    assert certificate.explicit
    assert certificate.stages == 1 + sum(order * j - 1 for j in range(1, rows + 1))


@pytest.mark.parametrize("k", [2, 3, 4, 5, 8])
def test_methods_over_two_steps(k: int) -> None:
    nystrom = made(Nystrom, family="nystrom", steps=k)
    simpson = made(MilneSimpson, family="milne-simpson", steps=k)
    assert (prove(nystrom).order, prove(nystrom).zero_stable) == (k, True)
    assert (prove(simpson).order, prove(simpson).zero_stable) == (max(k + 1, 4), True)


@pytest.mark.parametrize("k", range(1, 9))
def test_extrapolated_backward_differentiation(k: int) -> None:
    certificate = prove(made(ExtrapolatedBdf, family="extrapolated-bdf", steps=k))
    assert (certificate.order, certificate.zero_stable, certificate.explicit) == (k, k <= 6, True)


STABILISED = [(SSPRK2, "ssprk2", 2), (SSPRK3, "ssprk3", 3), (RKC1, "rkc1", 1), (RKC2, "rkc2", 2)]


@pytest.mark.parametrize(("document", "family", "order"), STABILISED)
def test_explicit_families_of_any_number_of_stages(
    document: type[SchemeDocument], family: str, order: int
) -> None:
    for s in (4, 9, 16, 25) if family == "ssprk3" else (2, 3, 4, 7, 20):
        certificate = prove(made(document, family=family, stages=s))
        assert (certificate.order, certificate.stage_order) == (order, 1), s
        assert (certificate.explicit, certificate.stages) == (True, s)


@pytest.mark.parametrize(
    ("stem", "document", "family", "stages"),
    [("ssprk52", SSPRK2, "ssprk2", 5), ("ssprk43", SSPRK3, "ssprk3", 4), ("ssprk9_3", SSPRK3, "ssprk3", 9)],
)
def test_the_monotone_methods_are_those_that_were_typed_in(
    stem: str, document: type[SchemeDocument], family: str, stages: int
) -> None:
    typed, ours = (
        catalogued(stem).method,
        made(document, family=family, stages=stages),
    )
    assert (ours.A, ours.B) == (typed.A, typed.B)


def test_a_number_of_stages_that_is_no_square_is_refused() -> None:
    with pytest.raises(ValidationError, match="square number"):
        made(SSPRK3, family="ssprk3", stages=8)


def stability(method: Method, z: Fraction) -> Fraction:
    """1 + z b (I − z A)^{-1} 1 of an explicit method with rational coefficients."""
    rational = [[entry.rational or Fraction(0) for entry in row] for row in (*method.A, *method.B)]
    values: list[Fraction] = []
    for row in rational:
        values.append(1 + z * sum((a * y for a, y in zip(row, values, strict=False)), Fraction(0)))
    return values[-1]


@pytest.mark.parametrize("s", [2, 3, 5, 10])
@pytest.mark.parametrize("damping", ["0", "1/20", "3"])
def test_stability_functions_are_chebyshev_polynomials(s: int, damping: str) -> None:
    """R(z) = a_s + b_s T_s(w_0 + w_1 z), with a_s = 0 for order 1."""
    epsilon = Fraction(damping)
    w0 = 1 + epsilon / s**2
    value, first, second = chebyshev(s, w0)[s]
    one = made(RKC1, family="rkc1", stages=s, damping=number(epsilon))
    two = made(RKC2, family="rkc2", stages=s, damping=number(epsilon))
    for z in (Fraction(0), Fraction(-1), Fraction(-17, 3), Fraction(5, 7)):
        at = chebyshev(s, w0 + value / first * z)[s][0]
        assert stability(one, z) == at / value
        at = chebyshev(s, w0 + first / second * z)[s][0]
        assert stability(two, z) == 1 + second / first**2 * (at - value)


@pytest.mark.parametrize("damping", ["-1/20", "sqrt(2)"])
def test_a_damping_is_rational_and_not_negative(damping: str) -> None:
    with pytest.raises(ValidationError, match="damping"):
        made(RKC1, family="rkc1", stages=3, damping=parse(damping, set()))
