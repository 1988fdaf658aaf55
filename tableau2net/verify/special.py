"""A value of a parameter at which a scheme is not like its neighbours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Special:
    """Where (`alpha = 2/3`), and the order there; None where a coefficient has no value. `rescaled`: the order is that
    after the slopes are rescaled."""

    where: str
    order: int | None
    rescaled: bool = False

    def __str__(self) -> str:
        if self.order is None:
            return f"it has no value for {self.where}"
        return f"order {self.order}{' after rescaling' if self.rescaled else ''} for {self.where}"
