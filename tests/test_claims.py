"""Each claim is one file: read into one value, judged by one judge."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import schemes
from schemes import catalogued, matrix, tableau, vector
from test_verify_claims import AB2, HEUN, LEARNED, POLYNET, REVNET, RK4

from tableau2net.algebra.polynomials.node_polynomials import nodes_of
from tableau2net.cli import main
from tableau2net.errors import ClaimError
from tableau2net.exact import ONE, number
from tableau2net.methods import Claims, External, Method
from tableau2net.methods.claims import ClaimedEntry
from tableau2net.methods.collocation import simplifying_c
from tableau2net.methods.runge_kutta import collocated
from tableau2net.pipeline import proved
from tableau2net.read import catalogue, load_scheme
from tableau2net.read.schemes.scheme_class import every_class
from tableau2net.verify import Certificate, judge, prove, verify
from tableau2net.verify.claims import KIND

WRONG: dict[str, Any] = {
    "order": 5,
    "stage_order": 3,
    "embedded_order": 2,
    "rescaled_order": 2,
    "effective_order": 5,
    "zero_stable": False,
    "c": vector("0 1/2 1/2 0"),
    "tableau": (ClaimedEntry("b", (0,), number(7)),),
    "at_least": 6,
}


def claiming(key: str) -> tuple[Claims, int | None]:
    """A wrong claim, and what is asked for besides."""
    return (Claims(), WRONG[key]) if key == "at_least" else (Claims(**{key: WRONG[key]}), None)


def test_there_is_a_file_for_each_claim_and_a_key_of_some_document() -> None:
    names = {each.name for each in fields(Claims)}
    assert WRONG.keys() == names
    assert {name.replace("-", "_") for name in KIND.names} == names
    assert [key for key, _ in judge.every_claim()] == [each.name for each in fields(Claims)]
    keys = set().union(*(model.model_fields for model in every_class()))
    assert names - keys == {"at_least"}  # which is asked for


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_claim_is_refuted_once_and_one_of_no_numbers_is_left_open(key: str) -> None:
    claims, at_least = claiming(key)
    assert prove(RK4, claims, at_least=at_least).refuted == (key,)
    assert prove(LEARNED, claims, at_least=at_least).left_open == (key,)
    assert len(prove(RK4, claims, at_least=at_least).failures) == 1
    (doubt,) = prove(LEARNED, claims, at_least=at_least).doubts
    assert "cannot be proved: its pattern entries are learned" in doubt


FREE = Method(  # DIMSIM 2 (Butcher 2003, §53)
    "free", "", "general-linear", matrix("0 0;2 0"), matrix("1 0;0 1"), matrix("5/4 1/4;3/4 -1/4"),
    matrix("1/2 1/2;1/2 1/2"), (External("state"), External("free", 0)), abscissae=vector("0 1"),
)  # fmt: skip
ROUNDED_GENERAL = (
    "name: g\nkind: general-linear\ndecimals: rounded\nA: [[0]]\nU: [[1]]\nB: [[1.000000000001]]\nV: [[1]]\n"
)
PROVED: dict[str, tuple[str, Method]] = {  # by which prover
    "runge-kutta": ("prove_exactly", RK4),
    "embedded": ("prove_exactly", HEUN),
    "multistep": ("prove_exactly", AB2),
    "not pre-consistent": ("prove_exactly", POLYNET),
    "collocation": ("prove_exactly", collocated("gauss2", simplifying_c(nodes_of(2, 0, 0)))),
    "parts": ("prove_coloured", REVNET),
    "additive": ("prove_coloured", catalogued("imex_euler").method),
    "separable": ("prove_coloured", catalogued("verlet").method),
    "free": ("prove_relative", FREE),
    "free, with no underlying method": (
        "prove_relative",
        replace(FREE, V=matrix("1 0;0 1")),
    ),
    "rounded": ("prove_within_digits", catalogued("billington23").method),
    "rounded, of several fields": ("prove_within_digits", catalogued("ark324l2sa").method),
    "rounded multistep": (
        "prove_multistep_within_digits",
        load_scheme(
            "ab3", ["decimals=rounded", "beta=[0.4166666667, -1.3333333333, 1.9166666667, 0]"]
        ).method,
    ),
    "learned": ("undecided", LEARNED),
    "mixed parts": ("undecided", replace(REVNET, V=matrix("0 1;1 0"))),
}


@pytest.mark.parametrize("key", WRONG)
@pytest.mark.parametrize("case", PROVED)
def test_every_claim_is_judged_or_left_open_by_every_prover(case: str, key: str) -> None:
    """A wrong claim of any method is not proved, whatever its prover makes of it."""
    method = PROVED[case][1]
    wrong: dict[str, Any] = {name: 13 if type(value) is int else value for name, value in WRONG.items()}
    wrong["c"] = (*method.c[:-1], method.c[-1] + ONE)
    claims = Claims() if key == "at_least" else Claims(**{key: wrong[key]})
    found = prove(method, claims, at_least=wrong[key] if key == "at_least" else None)
    assert not found.ok
    (message,) = (*found.failures, *found.doubts)
    assert "there is none" not in message
    assert (found.refuted or found.left_open) == (key,)


@pytest.mark.parametrize("case", PROVED)
def test_abscissae_are_counted_and_where_they_are_as_claimed_nothing_fails(case: str) -> None:
    prover, method = PROVED[case]
    if (
        prover in ("undecided", "prove_multistep_within_digits")
        or "no underlying" in case
        or "fields" in case
    ):
        assert prove(method, Claims(c=method.c)).left_open == ("c",)
        return
    assert prove(method, Claims(c=method.c)).ok
    assert not prove(method, Claims(c=(*method.c[:-1], number(7)))).ok
    (failure,) = prove(method, Claims(c=(*method.c, ONE))).failures
    assert failure == f"{method.stages + 1} abscissae are claimed, but there are {method.stages} stages"


@pytest.mark.parametrize("case", PROVED)
def test_an_order_is_one_after_rescaling_and_of_several_fields_neither_that_nor_another_is_defined(
    case: str,
) -> None:
    """With θ = 1; what is claimed of a scheme is refused with a reason that is true of it."""
    prover, method = PROVED[case]
    order = prove(method).order
    rescaled = prove(method, Claims(rescaled_order=order or 1))
    if (method.printed or method).several_fields and prover != "undecided":
        for claims in (Claims(rescaled_order=order), Claims(stage_order=1), Claims(effective_order=order)):
            (failure,) = prove(method, claims).failures
            assert failure.endswith("it is defined for one field, and there are several")
    else:
        assert rescaled.ok == (order is not None)


def test_what_is_not_decided_is_not_said_to_be_otherwise() -> None:
    """The order is told within digits as a bound of the effective one."""
    rounded = PROVED["rounded"][1]
    order = prove(rounded).order
    assert prove(rounded, Claims(effective_order=1)).failures == (
        f"effective order 1 is claimed, but it is {order} or more: no more is decided within digits",
    )
    for claimed in (order, 9):
        assert prove(rounded, Claims(effective_order=claimed)).doubts == (
            f"effective order {claimed} is claimed, but it is {order} or more: no more is decided within digits",
        )
    external = (External("state"), External("slope", 1))
    slopes = replace(
        RK4, A=matrix("0"), U=matrix("1 0"), B=matrix("1;1"), V=matrix("1 1;0 0"), external=external
    )
    assert prove(slopes).order == 0
    assert prove(slopes, Claims(rescaled_order=1)).doubts == (
        "order after rescaling 1 is claimed, but it is not determined where past slopes are given and the "
        "order is 0",
    )
    off = replace(FREE, B=matrix("2 1;1 1"))
    assert prove(off).order == 0
    (doubt,) = prove(off, Claims(rescaled_order=1)).doubts
    assert doubt.endswith("it is not determined relative to a starting method where the order is 0")


def test_every_prover_has_its_method(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    module = sys.modules["tableau2net.verify.prove"]
    ran: list[str] = []

    def recorded(name: str) -> Callable[..., Certificate]:
        proper = getattr(module, name)

        def prover(*arguments: Any) -> Certificate:
            ran.append(name)
            found: Certificate = proper(*arguments)
            return found

        return prover

    names = [name for name in vars(module) if name.startswith("prove_")] + ["undecided"]
    for name in names:
        monkeypatch.setattr(module, name, recorded(name))
    for _, method in PROVED.values():
        prove(method)
    assert ran == [prover for prover, _ in PROVED.values()]
    path = tmp_path / "general.yaml"
    path.write_text(ROUNDED_GENERAL, encoding="utf-8")
    prove(load_scheme(str(path)).method)
    assert set(ran) == set(names)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("effective_order: 3", "effective_order"),
        ("effective_order: 2\nc: [0, 2]", "c"),
        ("stage_order: 1", "stage_order"),
    ],
)
def test_a_refuted_claim_of_a_scheme_is_told_with_its_place(given: str, key: str, tmp_path: Path) -> None:
    """Not with that of a claim which holds."""
    path = tmp_path / "claimed.yaml"
    text = next(each for each in catalogue(("schemes",)) if each.name == "dimsim2").path.read_text("utf-8")
    replaced = [line.partition(":")[0] for line in given.splitlines()]
    kept = [line for line in text.splitlines() if line.partition(":")[0] not in replaced]
    path.write_text("\n".join([*kept, given]) + "\n", encoding="utf-8")
    document = load_scheme(str(path))
    with pytest.raises(ClaimError) as error:
        proved(document)
    assert str(error.value).startswith(f"{document.place(key)}: ")


def test_the_abscissae_of_a_split_document_are_judged(tmp_path: Path) -> None:
    path = tmp_path / "split.yaml"
    given = next(each for each in catalogue(("schemes",)) if each.name == "revnet").path.read_text("utf-8")
    path.write_text(given + "\nc: [0, 2]\n", encoding="utf-8")
    assert verify(load_scheme(str(path))).failures == ("c[2] = 2 is claimed, but row 2 of A sums to 1",)
    path.write_text(given + "\nc: [0, 1]\n", encoding="utf-8")
    assert verify(load_scheme(str(path))).ok


def test_a_claim_that_is_not_made_is_not_judged() -> None:
    for method in (RK4, LEARNED):
        assert prove(method, Claims()).failures == prove(method, Claims()).doubts == ()


@pytest.mark.parametrize(
    "name", ["rk4", "bdf3", "revnet", "imex_euler", "gauss2", "dopri5", "butcher_effective5"]
)
def test_a_document_makes_its_claims_when_it_is_read(name: str) -> None:
    document = catalogued(name)
    assert document.claims == Claims(
        **{each.name: getattr(document, each.name, None) for each in fields(Claims)}
    )
    assert document.claims.order == document.order


MADE_UP = '''"""An order that is even."""

from __future__ import annotations

HELP = "The order is even."

def unproved(claims: Claims) -> str:
    """The claim."""
    return "an even order"

def objections(claims: Claims, found: Findings) -> Iterator[Objection]:
    """Where it is odd."""
    from tableau2net.verify.objections import Refuted

    if found.order.order is not None and found.order.order % 2:
        yield Refuted(f"an even order is claimed, but it is {found.order.order}")
'''


def test_a_new_claim_is_judged_told_and_in_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schemes, "is_catalogued", lambda document: False)  # nothing is known before
    for path in KIND.folder.glob("*.py"):
        shutil.copy(path, tmp_path)
    (tmp_path / "even_order.py").write_text(MADE_UP, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path.parent)
    monkeypatch.setattr(judge, "KIND", replace(KIND, folder=tmp_path, package=tmp_path.name))
    failure = "an even order is claimed, but it is 1"
    assert prove(RK4).ok
    assert prove(tableau("0", "1")).failures == (failure,)
    assert prove(LEARNED).doubts[0].startswith("an even order cannot be proved: ")
    assert main(["check", "euler"]) == 1
    assert f"refuted: {failure}" in capsys.readouterr().out
    assert main(["check", "euler", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["failures"] == [failure]
