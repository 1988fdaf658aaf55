"""What is right of a scheme that claims an order for rescaled slopes, besides what is right of it as it is."""

from __future__ import annotations

from attack.expected import Is
from attack.oracles.rescaled import HIGHEST, rescaled
from attack.scheme import Scheme
from attack.truth.common import Truth, of_order


def with_rescaled(scheme: Scheme, found: Truth) -> Truth:
    after = rescaled(scheme)
    refuted = found["refuted"]
    assert isinstance(refuted, Is)
    wrong = ["rescaled_order"] if scheme.keys["rescaled_order"] != str(after.order) else []
    expected = of_order(after.order, HIGHEST) if after.needed and after.order is not None else Is(None)
    return {**found, "rescaled order": expected, "refuted": Is(tuple(sorted((*refuted.value, *wrong))))}
