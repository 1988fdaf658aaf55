"""Scheme documents: what is read is exactly what is written, as one general linear method."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field
from schemes import catalogued, documents

from tableau2net.algebra.polynomials.interpolation import integral, lagrange, slope
from tableau2net.errors import InputError
from tableau2net.exact import PATTERN, Expression, is_zero, number, parse
from tableau2net.methods import External, Method
from tableau2net.read import SchemeDocument, canonical, catalogue, load_scheme
from tableau2net.read.model import Later, Section

ENTRIES = {entry.name: entry for entry in catalogue() if entry.kind != "network"}
SCHEMES = list(ENTRIES)


def read(folder: Path, text: str, name: str = "doc.yaml") -> SchemeDocument:
    (folder / name).write_text(text, encoding="utf-8")
    return load_scheme(str(folder / name))


@pytest.mark.parametrize("name", SCHEMES)
def test_the_catalogue_can_be_read_and_is_told_apart_without_reading(name: str) -> None:
    entry = ENTRIES[name]
    document = catalogued(name)
    assert (document.name, document.kind) == (name, entry.kind)
    assert document.title == entry.title
    assert document.reference
    assert document.source.kind == "catalogue"
    assert document.method.name == name


@pytest.mark.parametrize("name", [name for name in SCHEMES if documents()[name].starter is not None])
def test_starters_of_the_catalogue_are_one_step_schemes(name: str) -> None:
    starter = documents()[name].starter
    assert starter is not None
    assert documents()[starter].method.external == (External("state"),)


def test_a_decimal_is_exactly_what_is_printed(tmp_path: Path) -> None:
    document = read(tmp_path, "name: x\nkind: runge-kutta\nA: [[], [0.1]]\nb: [1e-3, .5]\n")
    assert document.method.A[1][0].rational == Fraction(1, 10)
    assert [b.rational for b in document.method.B[0]] == [Fraction(1, 1000), Fraction(1, 2)]


@given(st.fractions(), st.integers(-(10**30), 10**30))
def test_every_rational_survives_reading(value: Fraction, whole: int) -> None:
    assert parse(str(value)).rational == value
    assert parse(f"{whole}/7").rational == Fraction(whole, 7)


@pytest.mark.parametrize(
    "rows",
    [
        "[[], [1/2], [0, 1]]",
        "[[0], [1/2, 0], [0, 1, 0]]",
        "[[0, 0, 0], [1/2, 0, 0], [0, 1, 0]]",
    ],
    ids=["strictly-lower", "lower", "full"],
)
def test_the_ways_to_write_a_matrix_agree(rows: str, tmp_path: Path) -> None:
    document = read(tmp_path, f"name: x\nkind: runge-kutta\nA: {rows}\nb: [0, 0, 1]\n")
    expected = [["0", "0", "0"], ["1/2", "0", "0"], ["0", "1", "0"]]
    assert [[str(entry) for entry in row] for row in document.method.A] == expected
    assert document.method.explicit


def test_quotes_and_block_style_change_nothing(tmp_path: Path) -> None:
    plain = read(tmp_path, "name: x\nkind: runge-kutta\nA: [[0]]\nb: [1]\norder: 1\n")
    quoted = read(
        tmp_path,
        '"name": "x"\nkind: \'runge-kutta\'\nb:\n- "1"\nA:\n-\n  - "0"\norder: "1"\ntitle: null\n',
    )
    assert plain == quoted
    assert hash(plain) == hash(quoted)
    assert canonical(plain) == canonical(quoted)


def test_documents_that_say_other_things_differ(tmp_path: Path) -> None:
    one = read(tmp_path, "name: x\nkind: runge-kutta\nA: [[0]]\nb: [1]\n")
    other = read(tmp_path, "name: x\nkind: runge-kutta\nA: [[0]]\nb: [2]\n")
    assert one != other
    assert canonical(one) != canonical(other)


def test_aliases_repeat_what_they_name(tmp_path: Path) -> None:
    document = read(tmp_path, "name: x\nkind: runge-kutta\nA: [[], [1]]\nb: &b [1/2, 1/2]\nc: *b\n")
    assert document.claims.c == (number("1/2"), number("1/2"))


def test_pattern_entries_are_learned_coefficients(tmp_path: Path) -> None:
    text = 'name: x\nkind: runge-kutta\nA: [[], ["*"]]\nb: ["*", 1]\n'
    method = read(tmp_path, text).method
    assert method.A[1][0] == PATTERN
    assert method.has_pattern


def test_parameters_are_carried_to_the_method(tmp_path: Path) -> None:
    text = (
        "name: x\nkind: linear-multistep\nalpha: [-k, k - 1, 1]\nbeta: [0, 1, 0]\nstarter: euler\n"
        'parameters: {k: {learned: per-step, init: "uniform(-0.1, 0)", range: "(-1, 1]"}}\n'
    )
    method = read(tmp_path, text).method
    (parameter,) = method.parameters
    assert parameter.learned
    assert parameter.initial == (number("-1/10"), number(0))
    assert str(parameter.range) == "(-1, 1]"
    assert method.starter == "euler"
    fixed = load_scheme(str(tmp_path / "doc.yaml"), ["parameters.k.value=0"])
    (parameter,) = fixed.method.parameters
    assert not parameter.learned
    assert parameter.value == number(0)
    with pytest.raises(InputError, match="either learned or fixed at a value"):
        load_scheme(str(tmp_path / "doc.yaml"), ["parameters.k={value: 0, learned: per-step, init: 0}"])


@pytest.mark.parametrize("start", ["split", "copy", "history"])
def test_general_linear_starts(start: str, tmp_path: Path) -> None:
    text = "name: x\nkind: general-linear\nA: [[0]]\nU: [[1, 0]]\nB: [[1], [0]]\nV: [[1, 0], [1, 0]]\n"
    external = read(tmp_path, f"{text}start: {start}\n").method.external
    expected = {
        "split": (External("part", 0), External("part", 1)),
        "copy": (External("state"), External("copy")),
        "history": (External("state", 0), External("state", 1)),
    }
    assert external == expected[start]


def family(name: str, key: str, count: int, folder: Path) -> Method:
    text = f"name: x\nkind: family\nfamily: {name}\n{key}: {count}\n"
    return read(folder, text).method


def rationals(values: tuple[Expression, ...]) -> list[Fraction]:
    return [Fraction(str(value)) for value in values]


@pytest.mark.parametrize("steps", range(1, 9))
@pytest.mark.parametrize(("name", "gain"), [("adams-bashforth", 0), ("adams-moulton", 1), ("bdf", 0)])
def test_multistep_families_have_their_order(name: str, gain: int, steps: int, tmp_path: Path) -> None:
    """Σ α_i i^q = q Σ β_i i^{q−1} for q = 0…p, not for p + 1 (Hairer, Nørsett, Wanner I, III.2)."""
    order = steps + gain
    multistep = family(name, "steps", steps, tmp_path).multistep
    assert multistep is not None
    alpha, beta = (rationals(values) for values in multistep)

    def holds(q: int) -> bool:
        left = sum(a * i**q for i, a in enumerate(alpha))
        right = sum(b * q * i ** (q - 1) for i, b in enumerate(beta)) if q else Fraction(0)
        return bool(left == right)

    assert [holds(q) for q in range(order + 2)] == [True] * (order + 1) + [False]


@pytest.mark.parametrize("name", ["ab2", "ab3", "ab4", "am2", "am3", "bdf2", "bdf3", "bdf4"])
def test_families_agree_with_the_catalogue(name: str, tmp_path: Path) -> None:
    families = {"ab": "adams-bashforth", "am": "adams-moulton", "bdf": "bdf"}
    computed = family(families[name[:-1]], "steps", int(name[-1]), tmp_path)
    assert computed.multistep == load_scheme(name).method.multistep


@pytest.mark.parametrize("stages", [1, 2, 5])
def test_pattern_families(stages: int, tmp_path: Path) -> None:
    explicit = family("explicit", "stages", stages, tmp_path)
    implicit = family("implicit", "stages", stages, tmp_path)
    for i in range(stages):
        assert [entry == PATTERN for entry in explicit.A[i]] == [j < i for j in range(stages)]
        assert [entry == PATTERN for entry in implicit.A[i]] == [j != i for j in range(stages)]
    assert set(explicit.B[0]) == set(implicit.B[0]) == {PATTERN}
    assert explicit.explicit


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=6, unique=True), st.data())
def test_interpolation_reproduces_polynomials(nodes: list[int], data: st.DataObject) -> None:
    """Σ p(x_i) ℓ_i = p, so the integrals and the slopes agree too."""
    coefficients = data.draw(
        st.lists(st.fractions(-3, 3, max_denominator=5), min_size=len(nodes), max_size=len(nodes))
    )
    values = [sum(c * Fraction(x) ** n for n, c in enumerate(coefficients)) for x in nodes]
    basis = [lagrange(nodes, i) for i in range(len(nodes))]
    assert sum(v * integral(p, -2, 3) for v, p in zip(values, basis, strict=True)) == integral(
        tuple(coefficients), -2, 3
    )
    assert sum(v * slope(p, 2) for v, p in zip(values, basis, strict=True)) == slope(tuple(coefficients), 2)


def test_algebraic_entries_stay_exact() -> None:
    c = load_scheme("gauss2").method.c
    assert is_zero(c[0] + c[1] - number(1))
    assert is_zero((c[0] - c[1]) ** 2 - number("1/3"))


def test_an_override_of_a_scheme_is_part_of_what_it_says() -> None:
    assert load_scheme("rk4", ["order=null"]).order is None
    assert load_scheme("rk4", ["b.0=1/3"]).method.B[0][0] == number("1/3")
    assert load_scheme("rk4", ["title=Another"]) != load_scheme("rk4")


class Before(Section):
    """A model as it was when documents were digested."""

    a: int = 1


class After(Before):
    """The same with keys that came later."""

    b: Annotated[int | None, Later()] = None
    c: Annotated[dict[str, int], Later()] = Field(default_factory=dict)


class Outer(Section):
    part: Any


@dataclass(frozen=True)
class Old:
    a: int = 1


@dataclass(frozen=True)
class New(Old):
    b: Annotated[int | None, Later()] = None


@pytest.mark.parametrize(("before", "after"), [(Before, After), (Old, New)])
def test_a_key_that_came_later_leaves_the_digests_as_they_were(before: Any, after: Any) -> None:
    assert canonical(Outer(part=before())) == canonical(Outer(part=after())) == '{"part": {"a": 1}}'
    assert json.loads(canonical(Outer(part=after(b=2))))["part"]["b"] == 2
