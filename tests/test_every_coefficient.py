"""None of the catalogue's numbers could be another: each of them moved by 10⁻³⁰ breaks a claim.

A number whose move breaks none is listed here, with the reason: the scheme is then one of a family that its claims do
not tell apart.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from cover import covering_schemes, tiered
from perturbed import Claimed, Place, perturbations
from schemes import documents

from tableau2net.algebra.domains import choose
from tableau2net.algebra.domains.rational import FlintRationals
from tableau2net.read import SchemeDocument
from tableau2net.verify import verify

EXPLAINED: dict[str, tuple[set[Place], str]] = {
    "revnet": ({("A", 0, 1), ("A", 1, 0)}, "order 1 asks nothing of A"),
    "symplectic_euler": ({("A", 0, 1), ("A", 1, 0)}, "order 1 asks nothing of A"),
    "symplectic_euler_position": ({("A", 0, 1), ("A", 1, 0)}, "order 1 asks nothing of A"),
    "imex_euler": ({("A", i, j) for i in range(2) for j in range(4)}, "order 1 asks nothing of A"),
    "way2": ({("A", 0, 0), ("A", 0, 1)}, "order 1 asks nothing of A"),
    "lm3": ({("beta", 0, j) for j in range(4)}, "order 1 after rescaling asks nothing of beta"),
    "lm4": ({("beta", 0, j) for j in range(5)}, "order 1 after rescaling asks nothing of beta"),
    "lm5": ({("beta", 0, j) for j in range(6)}, "order 1 after rescaling asks nothing of beta"),
    "ars121": ({("A", i, j) for i in range(2) for j in range(4)}, "order 1 asks nothing of A"),
    "ars122": ({("A", 0, j) for j in range(4)}, "order 2 asks nothing of a stage of weight 0"),
    "ars232": ({("A", 0, j) for j in range(6)}, "order 2 asks nothing of a stage of weight 0"),
    "imex_ssp2_322": ({("A", 0, j) for j in range(6)}, "order 2 asks nothing of a stage of weight 0"),
    "imexrkcb2": ({("A", 0, j) for j in range(6)}, "order 2 asks nothing of a stage of weight 0"),
}
for columns in (3, 4):
    outside: set[Place] = {("V", 0, 0)}
    for stage in range(2**columns - 1):
        outside |= {("U", stage, 0), ("B", 0, stage)}
    EXPLAINED[f"fractal{columns}"] = outside, "not pre-consistent: nothing but the row sums of A is claimed"
UNCLAIMED = {"polynet2", "polynet3"}  # not pre-consistent, so that there is nothing to claim of it


def document(stem: str) -> SchemeDocument:
    return documents()[stem]


def exact(stem: str) -> bool:
    method = document(stem).method
    return not method.has_pattern and method.printed is None


STEMS = [name for name in sorted(documents()) if exact(name)]
FEW = covering_schemes({name: documents()[name] for name in STEMS})
MANY = 60  # coefficients; of a scheme with more, about so many are moved before all of them are


@pytest.mark.slow
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("stem", STEMS)
def test_every_coefficient_counts(stem: str, every: bool) -> None:
    scheme = document(stem)
    moves = list(perturbations(scheme.method))
    assert moves
    if not every:
        moves = moves[:: -(-len(moves) // MANY)]
    places = {place for place, _ in moves}
    kept = {place for place, moved in moves if verify(Claimed(scheme, moved)).ok}
    explained, _ = EXPLAINED.get(stem, (set(), ""))
    assert kept == (places if stem in UNCLAIMED else explained & places)


def test_the_rationals_in_use_are_those_of_flint() -> None:
    pytest.importorskip("flint")
    assert isinstance(choose([]), FlintRationals)


@pytest.mark.slow
@pytest.mark.parametrize("stem", tiered(STEMS, FEW))
def test_certificates_are_the_same_without_flint(stem: str, without_flint: Callable[[], None]) -> None:
    """The scheme as it is, and a few of its moves."""
    scheme = document(stem)
    moves = [moved for _, moved in perturbations(scheme.method)]
    some = (
        1 if len(scheme.declared) > 2 else 5
    )  # functions of three parameters take a second each without flint
    few = [scheme.method, *moves[:: max(1, len(moves) // some)]]
    with_flint = [verify(Claimed(scheme, method)) for method in few]
    without_flint()
    assert not isinstance(choose([]), FlintRationals)
    assert [verify(Claimed(scheme, method)) for method in few] == with_flint


@pytest.mark.slow
def test_the_whole_catalogue_is_proved_where_flint_is_not_installed() -> None:
    """In a process of its own, sympy without it too."""
    program = f"""
import sys
sys.modules["flint"] = None
from tableau2net.cli import main
raise SystemExit(main(["check", "--json", *{STEMS!r}]))
"""
    environment = {**os.environ, "SYMPY_GROUND_TYPES": "python"}
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    ours = [verify(document(stem)) for stem in STEMS]
    found = {each["name"]: each for each in json.loads(ran.stdout)}
    assert {stem: found[stem]["order"] for stem in STEMS} == {each.name: each.order for each in ours}
    assert {stem: found[stem]["verdict"] for stem in STEMS} == {each.name: each.verdict for each in ours}
