"""Every emitted step, run as an integrator, converges at the order proved, non-autonomous equations included."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from emitted import imported
from integrate import GENTLE, LEARNED, LIVELY, slopes, source

import tableau2net
from tableau2net.exact import Expression, number, parse, to_float
from tableau2net.read import catalogue, load_scheme

NAMES = [entry.name for entry in catalogue() if entry.kind != "network"]


PROVED = {name: tableau2net.verify(load_scheme(name)) for name in NAMES}
CONVERGENT = [name for name in NAMES if PROVED[name].order]
RESCALED = [name for name in NAMES if PROVED[name].order == 0 and PROVED[name].rescaled_order]


def steps_for(order: int) -> list[int]:
    """Step counts that end where the error is small but far above rounding."""
    return [2**k for k in {1: (9, 10), 2: (7, 8), 3: (7, 8), 4: (6, 7, 8)}.get(order, (5, 6, 7))]


@pytest.mark.parametrize("name", CONVERGENT)
def test_an_emitted_step_converges_at_its_order(name: str, tmp_path: Path) -> None:
    order = PROVED[name].order
    assert order is not None
    with imported(source(name), tmp_path) as module:
        problem = LIVELY if order > 4 else GENTLE
        observed = slopes(module, load_scheme(name), steps_for(order), problem)
    assert observed[-1] == pytest.approx(order, abs=0.1)


@pytest.mark.parametrize("name", RESCALED)
def test_a_rescaled_scheme_converges_at_its_rescaled_order(name: str, tmp_path: Path) -> None:
    certificate = PROVED[name]
    document = load_scheme(name)
    names = {parameter.name for parameter in document.declared}
    factor: Expression = parse(str(certificate.rescaling), names)
    scale = to_float(factor.substitute(dict.fromkeys(names, number(str(LEARNED)))))
    with imported(source(name), tmp_path) as module:
        observed = slopes(module, document, [2**9, 2**10], scale=scale)
    assert observed[-1] == pytest.approx(certificate.rescaled_order, abs=0.1)


@pytest.mark.parametrize("name", ["rk4", "rk38", "gauss2", "ab4"])
def test_a_wrong_node_spoils_the_order(name: str, tmp_path: Path) -> None:
    """The test above sees the nodes: with one of them moved, the step converges at order 1 or so."""
    text = source(name)
    assert PROVED[name].order == 4
    wrong = re.sub(r"nodes = \(([^,]+),", r"nodes = (\1 + 0.125,", text)
    assert wrong != text
    with imported(wrong, tmp_path) as module:
        observed = slopes(module, load_scheme(name), steps_for(4))
    assert observed[-1] < 2
