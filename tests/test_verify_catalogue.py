"""Every claim that the catalogue makes is proved. (None of its numbers could be another: test_every_coefficient.)"""

from __future__ import annotations

import pytest
from schemes import NOT_REFUTED, SCHEMES, catalogued, certificate, documents

from tableau2net.read import SchemeDocument
from tableau2net.verify import require

FILES = sorted(SCHEMES.glob("*.yaml"))
UNPROVED = {
    "explicit-5",
    "implicit-5",
    "polynet2",
    "polynet3",
    "fractal3",
    "fractal4",
}  # no numbers, or no order to claim
RESCALED = {"lm2", "lm3", "lm4", "lm5"}
UNRANGED = {"lm3", "lm4", "lm5"}  # not zero-stable for every value of their parameters, which have no range


def document(stem: str) -> SchemeDocument:
    return catalogued(stem)


@pytest.mark.parametrize("stem", [path.stem for path in FILES])
def test_every_claim_is_proved(stem: str) -> None:
    scheme = document(stem)
    assert scheme.name == stem
    assert scheme.title
    assert scheme.reference
    found = certificate(stem)
    if stem in NOT_REFUTED:
        assert found.verdict == "open"
        assert set(found.left_open) <= {"order", "embedded_order"}
        assert found.most("order") == found.claimed
        return
    proved = require(found)
    if stem in UNPROVED:
        assert proved.order is None
        assert proved.notes
    elif stem not in RESCALED:
        assert proved.claimed == proved.order is not None
    if scheme.kind == "runge-kutta":
        assert scheme.claims.c is not None
        assert scheme.stage_order is not None
        assert (scheme.claims.embedded_order is None) is (scheme.method.b_hat is None)
    if scheme.kind == "linear-multistep" and stem not in UNRANGED:
        assert scheme.claims.zero_stable
        assert proved.zero_stable


def test_exactly_the_schemes_with_a_past_name_what_starts_them() -> None:
    started = [name for name, scheme in documents().items() if scheme.starter is not None]
    assert started == [name for name, scheme in documents().items() if scheme.method.steps > 1]
    assert len(started) > 50


@pytest.mark.parametrize("name", [name for name, scheme in documents().items() if scheme.starter is not None])
def test_a_starter_is_at_most_one_order_below(name: str) -> None:
    scheme = documents()[name]
    assert scheme.starter is not None
    proved, starter = certificate(name), certificate(scheme.starter)
    order = proved.rescaled_order or proved.order
    assert starter.explicit
    assert starter.order is not None
    assert order is not None
    assert starter.order >= order - 1


def test_the_catalogue_is_large_enough() -> None:
    kinds = [document(path.stem).kind for path in FILES]
    assert len(FILES) > 350  # as README.md says
    assert {"runge-kutta", "linear-multistep", "general-linear", "family"} <= set(kinds)
