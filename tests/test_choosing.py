"""`list` finds what is asked for: by words, and schemes by order, stages and stability, as `analyze` has it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cover import tiered
from schemes import analysis

import tableau2net
from tableau2net.catalogue import CatalogueEntry
from tableau2net.catalogue.index import known
from tableau2net.choosing import Count, found
from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.read import SchemeDocument, catalogue, load, load_scheme

FEW = [entry for entry in catalogue() if entry.name in ("rk4", "dopri5", "gauss2", "bdf2", "ars222", "lm2")]
SCHEMES = [entry.name for entry in catalogue() if entry.kind != "network"]


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert main(["list", *arguments, "--json"]) == 0
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return rows


def names(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    return [row["name"] for row in listed(capsys, *arguments)]


def test_all_words_stand_in_what_is_listed_in_any_case(capsys: pytest.CaptureFixture[str]) -> None:
    found = names(capsys, "BUTCHER", "fifth-order")
    assert "butcher65" in found
    assert set(found) < set(names(capsys, "butcher"))
    assert "rkcnn_e" in names(capsys, "1802.08831")  # its reference
    assert "gauss4" in names(capsys, "gauss", "four")
    assert names(capsys, "order: 4") == []  # a key and its value are no words


@pytest.mark.slow
@pytest.mark.parametrize(
    "criteria",
    [
        {"order": 4, "explicit": True, "embedded": True},
        {"order": "8+", "explicit": True},
        {"stages": 3, "explicit": False},
        {"stages": "20+", "embedded": False},
        {"kind": "linear-multistep", "order": 3},
        {"explicit": False, "order": "1+", "kind": "family"},
    ],
    ids=str,
)
def test_schemes_are_found_by_what_they_are(criteria: dict[str, Any]) -> None:
    """Against the documents, read one by one."""
    found = [entry.name for entry in tableau2net.list(**criteria)]

    def met(scheme: SchemeDocument) -> bool:
        method = scheme.method
        is_so: dict[str, Any] = {
            "order": scheme.claims.order,
            "stages": method.stages,
            "explicit": method.explicit,
            "embedded": method.b_hat is not None,
            "kind": scheme.kind,
        }
        return all(
            (is_so[key] or 0) >= int(value[:-1]) if str(value).endswith("+") else is_so[key] == value
            for key, value in criteria.items()
        )

    assert found == [name for name in SCHEMES if met(load_scheme(name))]
    assert found


@pytest.mark.slow
@pytest.mark.parametrize("stability", ["a_stable", "l_stable"])
def test_schemes_are_found_by_their_stability(stability: str) -> None:
    """Of order 4, against all that `analyze` finds of each."""
    name = {"a_stable": "A-stable", "l_stable": "L-stable"}[stability]
    every = [entry.name for entry in tableau2net.list(order=4, explicit=False)]
    so, not_so = (
        {entry.name for entry in tableau2net.list(order=4, explicit=False, **{stability: value})}  # type: ignore[arg-type]
        for value in (True, False)
    )
    for each in every:
        if load_scheme(each).method.has_pattern:
            continue
        answers = [
            found.value
            for section in analysis(each).sections
            for found in section.findings
            if found.name == name
        ]
        assert (each in so) == (answers[:1] == [True])
        assert (each in not_so) == (answers[:1] == [False])
    assert so
    assert not so & not_so


def test_what_is_chosen_by_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "dormand", "--order", "5", "--stages", "7"]) == 0
    head, first, *_ = capsys.readouterr().out.splitlines()
    assert head.split() == ["scheme", "order", "stages", "type", "stability", "title", "kind"]
    assert first.split() == ["dopri5", "5(4)", "7", "explicit", "Dormand–Prince", "5(4)", "runge-kutta"]
    assert listed(capsys, "dopri5", "--explicit") == [
        {
            "name": "dopri5",
            "kind": "runge-kutta",
            "title": load("dopri5").title,
            "order": 5,
            "stages": 7,
            "type": "explicit",
            "explicit": True,
            "embedded": True,
            "embedded_order": 4,
            "a_stable": False,
            "l_stable": False,
        }
    ]


def test_a_list_of_all_has_a_table_of_schemes_and_one_of_networks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    schemes, networks = capsys.readouterr().out.split("\n\n")
    assert [line.split()[0] for line in schemes.splitlines()] == ["scheme", *SCHEMES]
    assert networks.split()[:6] == ["network", "scheme", "images", "classes", "parameters", "title"]
    (resnet,) = (line for line in networks.splitlines() if line.startswith("resnet20 "))
    assert resnet.split()[1:5] == ["euler", "3×32×32", "10", "272,378"]


# --- the index --------------------------------------------------------------------------------------------------------


def test_the_index_knows_every_document_of_the_catalogue() -> None:
    """`make index` writes it anew."""
    assert [entry.name for entry in catalogue() if known(entry) is None] == []


@pytest.mark.parametrize("entry", tiered(catalogue(), FEW), ids=lambda entry: entry.name)
def test_the_index_says_what_is_found(entry: CatalogueEntry) -> None:
    assert known(entry) == found(entry)


def test_of_a_document_that_was_changed_since_the_index_knows_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (entry,) = (entry for entry in catalogue() if entry.name == "heun2")
    path = tmp_path / "heun2.yaml"
    path.write_text(entry.path.read_text("utf-8").replace("order: 2", "order: 1"), "utf-8")
    assert known(entry) is not None
    assert known(replace(entry, path=path)) is None
    assert found(entry) == known(entry)


def test_where_nothing_is_like_that_it_is_said_beside_the_result(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "no such words"]) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "nothing in the catalogue matches\n")
    assert listed(capsys, "no such words") == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--order", "four"], "Invalid value for '--order': found 'four', expected a whole number"),
        (["--stages", "-1"], "Invalid value for '--stages': found '-1', expected a whole number"),
        (
            ["--kind", "network", "--order", "4"],
            "only schemes have an order, stages and stability: found network",
        ),
        (
            ["--kind", "runge"],
            "there is nothing of this kind in the catalogue: found 'runge'; expected 'runge-kutta'",
        ),
    ],
)
def test_what_cannot_be_asked_for_is_refused(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_count_may_be_a_least_one() -> None:
    assert Count.of("4").met(4)
    assert not Count.of("4").met(5)
    assert Count.of("4+").met(5)
    assert not Count.of("4+").met(3)
    assert not Count.of("0+").met(None)
    with pytest.raises(InputError, match="expected a whole number"):
        tableau2net.list(order="++")
