"""What a document claims of its scheme."""

from __future__ import annotations

from dataclasses import dataclass

from tableau2net.exact import Expression


@dataclass(frozen=True, slots=True)
class Claims:
    """The claims, each None where nothing is claimed, in the order in which it is told which do not hold.

    Orders are claimed exactly, neither less nor more; `at_least` is what whoever asks for a certificate claims besides.
    What a claim means stands in the file of its name in `verify/claims`.
    """

    order: int | None = None
    at_least: int | None = None
    stage_order: int | None = None
    effective_order: int | None = None
    embedded_order: int | None = None
    rescaled_order: int | None = None
    c: tuple[Expression, ...] | None = None
    zero_stable: bool | None = None
