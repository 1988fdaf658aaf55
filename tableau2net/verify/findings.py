"""What a prover finds of a method, before it is compared with what is claimed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tableau2net.verify.conditions.order import Found
from tableau2net.verify.stability.zero_stability import Stability


@dataclass(frozen=True)
class Findings:
    """The order; and what else there is, None where nothing was found, so that a claim of it is refused.

    `rescaled_order` is that after the slopes are rescaled, and the order itself where they need not be. `abscissae` are
    those that are not as they are claimed, each in words. What a claim alone asks for (`effective_order`) is found
    where it is claimed. `reasons` say why something was not found, by the name of the claim.
    """

    order: Found
    stability: Stability
    stage_order: int | None = None
    embedded: Found | None = None
    rescaled_order: int | None = None
    effective_order: int | None = None
    abscissae: tuple[str, ...] | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)

    def reason(self, claim: str) -> str:
        """Why nothing was found that the claim could be compared with."""
        return self.reasons.get(claim, "")
