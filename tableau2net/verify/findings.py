"""What a prover finds of a method, before it is compared with what is claimed."""

from __future__ import annotations

from dataclasses import dataclass, field

from tableau2net.series.relative import Relative
from tableau2net.verify.conditions.order import Found
from tableau2net.verify.stability.zero_stability import Stability


@dataclass(frozen=True)
class Findings:
    """The order; and what else there is, None or empty where it is not defined for such a method.

    `no_stage_order` says why there is none. `rescaled_order` is that after the slopes are rescaled, and the order
    itself where they need not be. `abscissae` are those that are not as they are claimed, each in words. What a
    claim alone asks for (`effective`) is found where it is claimed.
    """

    order: Found
    stability: Stability
    stage_order: int | None = None
    no_stage_order: str = ""
    embedded: Found | None = None
    rescaled_order: int | None = None
    effective: Relative = field(default_factory=lambda: Relative(None))
    abscissae: tuple[str, ...] = ()
