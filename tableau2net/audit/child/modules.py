"""Probe fields and steps as modules of torch. It is imported by signatures that need torch, when they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import nn


class Probe(nn.Module):
    """A probe field as a module."""

    def __init__(self, evaluate: Callable[..., Any]) -> None:
        super().__init__()
        self.evaluate = evaluate

    def forward(self, u: Any) -> Any:
        return self.evaluate(u)


def states(returned: Any) -> list[Any]:
    """What a module returned: several states as a tuple, or the one."""
    return list(returned) if isinstance(returned, tuple) else [returned]
