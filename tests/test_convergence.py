"""Every emitted step, run as an integrator, converges at the order proved, non-autonomous equations included.

`make test` runs the schemes that have every two things that any has together (cover.py), `make thorough` all.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from cover import paired_schemes, tiered
from emitted import imported
from integrate import DAMPED, DRIVEN, GENTLE, LEARNED, LIVELY, RINGING, SWINGING, slopes, source
from schemes import documents

import tableau2net
from tableau2net.exact import Expression, number, parse, to_float
from tableau2net.verify import Certificate

pytestmark = pytest.mark.slow

NAMES = documents()
# One field for one state: what has several has no equation here.
ONE_FIELD = [
    name
    for name in NAMES
    if NAMES[name].method.fields is None
    and all(value.kind in ("state", "slope") for value in NAMES[name].method.external)
]
# By what they claim, which test_verify_catalogue.py proves to be what holds.
CONVERGENT = [name for name in ONE_FIELD if NAMES[name].order]
RESCALED = [name for name in NAMES if NAMES[name].rescaled_order]


@cache
def proved(name: str) -> Certificate:
    return tableau2net.verify(NAMES[name])


def test_what_converges_is_most_of_the_catalogue() -> None:
    assert len(CONVERGENT) > 280
    assert len(RESCALED) >= 4


def converges(observed: Iterator[float], order: int | None) -> bool:
    """Whether the observed order comes within 0.1 of the one proved, as the steps get smaller."""
    assert order is not None
    return any(abs(slope - order) < 0.1 for slope in observed)


def converges_at_least(observed: Iterator[float], order: int) -> bool:
    """Whether the errors fall at least as fast as that, or at order 8 where more is proved.

    In float64 little more is to be seen of the high orders: from one step size to the next the errors fall from those
    of too large a step to those of rounding, and faster than the order where the error constant is small.
    """
    return any(slope >= min(order, 8) - 0.1 for slope in observed)


# By order: problems, and the number of steps to begin with. The others are for methods whose leading error
# term happens to be small on the first, or whose coefficients have so few digits that they are what limits the error.
SETTINGS = {
    1: [(GENTLE, 2**9)],
    2: [(GENTLE, 2**7)],
    3: [(GENTLE, 2**7)],
    4: [(GENTLE, 2**6), (LIVELY, 2**6)],
    5: [(LIVELY, 2**5), (SWINGING, 2**5), (RINGING, 2**5)],
    6: [(LIVELY, 2**5), (GENTLE, 2**3), (SWINGING, 2**5)],
    7: [(DAMPED, 2**3), (LIVELY, 2**3)],
    8: [(DAMPED, 2**3), (LIVELY, 2**3)],
}


@pytest.mark.parametrize("name", tiered(CONVERGENT, paired_schemes()))
def test_an_emitted_step_converges_at_its_order(name: str, tmp_path: Path) -> None:
    order, document = proved(name).most("order"), NAMES[name]  # the highest that is not refuted
    assert order is not None
    with imported(source(name), tmp_path) as module:
        settings = SETTINGS.get(order, [])
        if order > 4 and document.method.steps > 1:  # many steps, and so few step sizes before rounding
            settings = [*settings, (DRIVEN, 2**3)]
        for problem, first in settings:
            if converges(slopes(module, document, first, problem), order):
                return
        assert order >= 6
        assert converges_at_least(slopes(module, document, 2**3, SWINGING), order)


@pytest.mark.parametrize("name", RESCALED)
def test_a_rescaled_scheme_converges_at_its_rescaled_order(name: str, tmp_path: Path) -> None:
    certificate, document = proved(name), NAMES[name]
    assert certificate.order == 0
    names = {parameter.name for parameter in document.declared}
    factor: Expression = parse(str(certificate.rescaling), names)
    scale = to_float(factor.substitute(dict.fromkeys(names, number(str(LEARNED)))))
    with imported(source(name), tmp_path) as module:
        assert converges(slopes(module, document, 2**9, scale=scale), certificate.rescaled_order)


@pytest.mark.parametrize("name", ["rk4", "rk38", "gauss2", "ab4"])
def test_a_wrong_node_spoils_the_order(name: str, tmp_path: Path) -> None:
    """The test above sees the nodes: with one of them moved, the step converges at order 1 or so."""
    text = source(name)
    assert proved(name).order == 4
    wrong = re.sub(r"nodes = \(([^,]+),", r"nodes = (\1 + 0.125,", text)
    assert wrong != text
    with imported(wrong, tmp_path) as module:
        assert max(itertools.islice(slopes(module, NAMES[name], 2**6), 4)) < 2
