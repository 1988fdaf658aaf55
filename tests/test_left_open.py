"""A claim that is neither proved nor refuted is left open, and told in one way wherever a claim is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableau2net.cli import main
from tableau2net.errors import ClaimError, OpenClaimError
from tableau2net.pipeline import proved
from tableau2net.read import load_scheme
from tableau2net.series.known import NONE, Known
from tableau2net.verify import assert_verified, require, verify

OPEN = """
name: touching
kind: linear-multistep
parameters:
  k: {learned: per-step, init: "uniform(0, 0.1)", range: "[-1/2, 1/2]"}
  l: {learned: per-step, init: "uniform(0, 0.1)", range: "[-1/2, 1/2]"}
alpha: [k**2 + l**2 - 1, -k**2 - l**2, 1]
beta: [0, 1, 0]
starter: euler
"""
UNDECIDED = (
    "zero-stability is not decided for several parameters at once (k, l)"  # −1 is a root where both are 0
)
REASON = f"zero-stability is claimed, but {UNDECIDED}"
NETWORK = """
name: network
input: {channels: 1, size: 8}
classes: 2
scheme: scheme.yaml
periods: [{channels: 4, steps: 2}]
"""
Written = Callable[[str], str]


@pytest.fixture
def scheme(tmp_path: Path) -> Written:
    """Writes the scheme with keys besides, and a network of it; returns the scheme's path."""

    def written(besides: str) -> str:
        path = tmp_path / "scheme.yaml"
        path.write_text(OPEN + besides, encoding="utf-8")
        (tmp_path / "network.yaml").write_text(NETWORK, encoding="utf-8")
        return str(path)

    return written


def test_a_certificate_with_a_claim_left_open_is_neither_true_nor_refuted(scheme: Written) -> None:
    certificate = verify(load_scheme(scheme("zero_stable: true")))
    assert certificate.verdict == "open"
    assert (certificate.left_open, certificate.refuted) == (("zero_stable",), ())
    assert (certificate.doubts, certificate.failures) == ((REASON,), ())
    assert certificate.zero_stable is None
    assert f"left open: {REASON}" in certificate.describe().splitlines()
    assert "refuted" not in certificate.describe()
    assert not certificate.ok
    assert not certificate
    assert certificate.remedy == ""
    with pytest.raises(OpenClaimError, match=re.escape(f"touching: left open: {REASON}")):
        require(certificate)
    with pytest.raises(AssertionError, match="left open"):
        assert_verified(certificate)


def test_a_claim_and_its_contrary_are_left_open_alike(scheme: Written) -> None:
    for claimed in ("true", "false"):
        assert verify(load_scheme(scheme(f"zero_stable: {claimed}"))).left_open == ("zero_stable",)


def test_what_is_refuted_weighs_more_than_what_is_left_open(scheme: Written) -> None:
    certificate = verify(load_scheme(scheme("zero_stable: true\norder: 2")))
    assert certificate.verdict == "refuted"
    assert (certificate.refuted, certificate.left_open) == (("order",), ("zero_stable",))
    with pytest.raises(ClaimError, match=r"order 2 is claimed.*; left open: zero-stability") as error:
        require(certificate)
    assert error.value.status == 1


def test_what_is_not_claimed_is_not_left_open(scheme: Written) -> None:
    certificate = verify(load_scheme(scheme("")))
    assert certificate.ok
    assert certificate.left_open == certificate.doubts == ()
    assert UNDECIDED in certificate.notes


def test_check_exits_with_the_worst_of_its_verdicts(
    scheme: Written, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = scheme("zero_stable: true")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: wrong\nkind: runge-kutta\nA: [[]]\nb: [1]\norder: 2\n", encoding="utf-8")
    assert main(["check", "rk4", path, "euler"]) == 3
    assert f"  left open: {REASON}\n" in capsys.readouterr().out
    assert main(["check", path, str(wrong)]) == main(["check", str(wrong), path]) == 1
    assert main(["check", path, "none.yaml", str(wrong)]) == 2
    capsys.readouterr()
    assert main(["check", path, "--json"]) == 3
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["verdict"], row["left_open"], row["doubts"]) == ("open", ["zero_stable"], [REASON])
    assert (row["refuted"], row["failures"]) == ([], [])


@pytest.mark.slow
def test_a_network_of_such_a_scheme_is_made_and_its_header_says_what_is_left_open(
    scheme: Written, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = load_scheme(scheme("zero_stable: true"))
    assert proved(document).left_open == ("zero_stable",)
    network = str(tmp_path / "network.yaml")
    for command in ("compile", "show"):
        assert main([command, network]) == 0
        assert f"left open: {REASON}" in " ".join(capsys.readouterr().out.replace("#", " ").split())
    assert main(["summary", network]) == 0
    assert main(["graph", network, "-o", str(tmp_path / "network.dot")]) == 0
    assert main(["check", network]) == 3
    scheme("zero_stable: true\norder: 2")
    assert main(["compile", network]) == main(["summary", network]) == main(["check", network]) == 1


numbers = st.integers(-1, 6)


@given(numbers, st.none() | numbers, numbers)
def test_what_is_said_of_a_number_holds_wherever_it_lies(least: int, most: int | None, claimed: int) -> None:
    """Between its bounds: yes and no are so for every number there, and else there are two that differ."""
    if most is not None and most < least:
        least, most = most, least
    known = Known(least, most)
    there = range(least, (most if most is not None else 8) + 1)
    for answer, so in (
        (known.equals(claimed), {number == claimed for number in there}),
        (known.reaches(claimed), {number >= claimed for number in there}),
    ):
        assert so == ({answer} if answer is not None else {True, False})


def test_of_a_number_that_is_not_there_nothing_holds() -> None:
    assert Known.nothing("").equals(0) is Known.nothing("").reaches(0) is False
    assert Known.undecided("").equals(0) is Known.undecided("").reaches(0) is None
    assert Known.nothing("").proved is Known.undecided("").proved is None
    assert Known.exactly(3).equals(3) is Known.exactly(3).reaches(2) is True
    assert (NONE, str(Known.or_more(3, "")), str(Known(3, 5))) == (
        -1,
        "3 or more",
        "3 or more, and at most 5",
    )
