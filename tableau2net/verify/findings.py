"""What a prover finds of a method, before it is compared with what is claimed."""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.series.known import Known
from tableau2net.verify.conditions.order import Found
from tableau2net.verify.stability.zero_stability import Stability

NOT_LOOKED_FOR = Known.undecided("nothing is found of it")


@dataclass(frozen=True)
class Findings:
    """The order; and what else is known.

    `rescaled_order` is that after the slopes are rescaled, and the order itself where they need not be. `embedded` is
    None where there are no embedded weights. `abscissae` are those that are not as they are claimed, each in words;
    None where they are not found, and `no_abscissae` says why. What a claim alone asks for (`effective_order`) is found
    where it is claimed.
    `tableau` is the first of the claimed entries that the form does not have, in words, or nothing; None where there is
    no form.
    """

    order: Found
    stability: Stability
    stage_order: Known = NOT_LOOKED_FOR
    embedded: Found | None = None
    rescaled_order: Known = NOT_LOOKED_FOR
    effective_order: Known = NOT_LOOKED_FOR
    abscissae: tuple[str, ...] | None = None
    no_abscissae: str = "nothing is found of them"
    tableau: str | None = None
