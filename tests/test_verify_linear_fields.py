"""Schemes whose claims take some of their fields to be linear: against the trees that are left, and measured."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, product
from math import cos, exp, log2, sin
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rooted_trees import density, trees
from schemes import SCHEMES, documents
from test_verify_coloured import HIGHEST, VERLET, Tableau, made, pairs, read, slopes
from tiers import tries

import tableau2net
from tableau2net.errors import ClaimError, InputError
from tableau2net.exact import to_float
from tableau2net.methods import Method
from tableau2net.pipeline import certificates
from tableau2net.read import canonical, load_network
from tableau2net.verify import Course, in_sequence, prove, verify
from tableau2net.verify.certificate import Bounds

LINEAR = {"mclachlan_atela4": (4, 3), "mclachlan_atela5": (5, 3), "calvo_sanz_serna4": (4, 3)}


def branches(tree: Any, queue: list[int], linear: set[int]) -> bool:
    """Whether a vertex of one of the linear colours has two children or more; the colours stand in preorder."""
    colour = queue.pop(0)
    found = colour in linear and len(tree) > 1
    return any([found, *(branches(child, queue, linear) for child in tree)])


def brute_order(tableaux: list[Tableau], separable: bool, linear: set[int]) -> int:
    """Every tree with every colouring of its vertices whose elementary differential does not vanish."""
    for n in range(1, HIGHEST + 1):
        for tree, paint in ((tree, paint) for tree in trees(n) for paint in product(range(2), repeat=n)):
            phi = slopes(tree, list(paint), tableaux, separable)
            if phi is None or branches(tree, list(paint), linear):
                continue
            if sum(b * p for b, p in zip(tableaux[paint[0]][1], phi, strict=True)) * density(tree) != 1:
                return n - 1
    return HIGHEST


@given(pairs(), st.booleans(), st.sets(st.sampled_from([0, 1]), min_size=1))
@settings(max_examples=tries(100))
def test_random_pairs_agree_with_the_trees_that_are_left(
    tableaux: list[Tableau], separable: bool, linear: set[int]
) -> None:
    certificate = prove(made(tableaux, separable, tuple("fg"[each] for each in sorted(linear))))
    assert certificate.order is not None
    assert min(certificate.order, HIGHEST) == brute_order(tableaux, separable, linear)
    assert certificate.general_order is not None
    assert min(certificate.general_order, HIGHEST) == brute_order(tableaux, separable, set())


def test_a_scheme_of_linear_fields_has_the_order_of_its_stability_function() -> None:
    """No tree branches, and yet the search ends."""
    method = documents()["rk4"].method
    A = [[entry.rational for entry in row] for row in method.A]
    b = [entry.rational for entry in method.B[0]]
    both: list[Any] = [(A, b), (A, b)]
    certificate = prove(made(both, False, ("f", "g")))
    assert (certificate.order, certificate.general_order) == (4, 4)
    assert "order 4 for any fields, linear or not" in certificate.describe()


@pytest.mark.parametrize("name", LINEAR)
def test_what_was_meant_for_linear_fields_has_its_order_there_alone(name: str) -> None:
    order, general = LINEAR[name]
    document = documents()[name]
    certificate = verify(document)
    assert (certificate.ok, certificate.order, certificate.general_order) == (True, order, general)
    message = f"order {order} where f is linear and {general} for any fields"
    assert certificate.describe().startswith(message)
    without = prove(document.method.for_any_fields, document.claims)
    assert without.refuted == ("order",)
    assert f"order {order} is claimed, but the order is {general}" in without.failures[0]


def test_an_order_for_any_fields_that_is_not_known_is_told_as_its_bounds() -> None:
    certificate = verify(documents()["mclachlan_atela4"])
    open_order = replace(certificate, bounds=(Bounds("general_order", 3, 4),))
    assert "where f is linear and 3 or more, and at most 4 for any fields, within" in open_order.describe()
    method = documents()["mclachlan_atela4"].method
    sequence = in_sequence(open_order, method, Course()).sequence
    assert sequence is not None
    assert (sequence.order, sequence.most) == (3, 4)


@pytest.mark.parametrize("name", LINEAR)
def test_no_number_of_it_could_be_another(name: str, tmp_path: Path) -> None:
    text = (SCHEMES / f"{name}.yaml").read_text(encoding="utf-8")
    numbers = sorted(set(re.findall(r"-?0\.\d+", text)))
    assert len(numbers) >= 8
    for each in numbers:
        moved = str(Decimal(each) + Decimal("1e-12"))
        assert verify(read(tmp_path, text.replace(each, moved))).refuted == ("order",)


Part = Callable[[float], float]


def integrated(method: Method, fields: dict[str, Part], steps: int) -> float:
    """q at time 1 of q′ = f(p), p′ = g(q) from (1, 1/2)."""
    A, U, B = (
        [[to_float(entry) for entry in row] for row in matrix] for matrix in (method.A, method.U, method.B)
    )
    order = [stage for component in method.components for stage in component]
    state, names = [1.0, 0.5], method.fields or ()
    for _ in range(steps):
        k = [0.0] * method.stages
        for i in order:
            y = sum(u * x for u, x in zip(U[i], state, strict=True))
            k[i] = fields[names[i]](y + sum(a * each for a, each in zip(A[i], k, strict=True))) / steps
        state = [
            x + sum(b * each for b, each in zip(row, k, strict=True)) for x, row in zip(state, B, strict=True)
        ]
    return state[0]


@pytest.mark.parametrize("name", LINEAR)
@pytest.mark.parametrize("linear", [True, False])
def test_the_order_is_measured(name: str, linear: bool) -> None:
    """Against 512 steps of a method of order 8 that takes no field to be linear."""
    fields: dict[str, Part] = {"f": (lambda p: p) if linear else exp, "g": lambda q: -sin(q) - q * cos(q) / 2}
    exact = integrated(documents()["kahan_li8"].method, fields, 512)
    errors = [abs(integrated(documents()[name].method, fields, steps) - exact) for steps in (16, 32, 64)]
    measured = [log2(before / after) for before, after in pairwise(errors)]
    assert measured[-1] == pytest.approx(LINEAR[name][0 if linear else 1], abs=0.3)


NETWORK = """
name: net
input: {channels: 1, size: 8}
classes: 3
scheme: mclachlan_atela4
periods: [{channels: 4, steps: 2}]
"""


def test_a_network_has_the_order_for_any_fields(tmp_path: Path) -> None:
    (tmp_path / "net.yaml").write_text(NETWORK, encoding="utf-8")
    document = load_network(str(tmp_path / "net.yaml"))
    (certificate,) = certificates(document)
    assert certificate.ok
    assert certificate.sequence is not None
    assert str(certificate.sequence) == "order 3 as a sequence whose f need not be linear"
    (proof,) = certificates(document, at_least=4)
    assert proof.failures == (
        "order 4 or more is asked for, but the sequence whose f need not be linear has order 3",
    )
    assert certificates(document, at_least=3)[0].ok
    assert "order 3 as a sequence whose f" in tableau2net.emit(str(tmp_path / "net.yaml"))


def test_a_claim_that_needs_a_linear_field_does_not_compile_without_the_word(tmp_path: Path) -> None:
    text = (SCHEMES / "mclachlan_atela4.yaml").read_text(encoding="utf-8")
    (tmp_path / "scheme.yaml").write_text(text.replace("linear: [f]\n", ""), encoding="utf-8")
    (tmp_path / "net.yaml").write_text(NETWORK.replace("mclachlan_atela4", "scheme.yaml"), encoding="utf-8")
    with pytest.raises(ClaimError, match="order 4 is claimed, but the order is 3"):
        tableau2net.compile(str(tmp_path / "net.yaml"))


@pytest.mark.parametrize(
    ("linear", "sentence"),
    [
        ("[h]", r"scheme.yaml:5:10: no tableau has this field: found 'h'; expected one of f, g"),
        ("[f, f]", "5:13: this field is named twice: found 'f'; expected each once"),
        ("f", "linear has the wrong form"),
    ],
)
def test_what_is_no_field_is_refused(linear: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=sentence):
        read(tmp_path, VERLET.replace("order: 2", f"linear: {linear}"))


ADDITIVE = """
name: additive
kind: partitioned
order: 3
linear: {linear}
tableaux:
  f: {{A: [[], [1/3], [0, 1/2]], b: [0, 0, 1]}}
  g: {{A: [[], [1/3], [0, 1/2]], b: [0, 0, 1]}}
"""


def test_fields_of_an_additive_scheme_may_be_linear(tmp_path: Path) -> None:
    """R(z) = 1 + z + z²/2 + z³/6, but Σ b c² = 1/4: of order 3 where both are linear, as else a vertex branches."""
    both = verify(read(tmp_path, ADDITIVE.format(linear="[f, g]")))
    assert (both.ok, both.order, both.general_order) == (True, 3, 2)
    assert both.describe().startswith("order 3 where f and g are linear and 2 for any fields")
    one = verify(read(tmp_path, ADDITIVE.format(linear="[f]")))
    assert (one.refuted, one.order) == (("order",), 2)
    assert one.violation is not None
    assert one.violation.differential == "g″(f, f)"


def test_a_document_without_the_key_is_what_it_was(tmp_path: Path) -> None:
    assert "linear" not in canonical(read(tmp_path, VERLET))
