"""The standard deviation of a network's state after each of its steps, freshly initialised."""

from __future__ import annotations

import torch
from torch import Tensor, fx

import tableau2net
from tableau2net.pipeline import Override

IMAGES = 8
WIDTHS = (16, 32, 64)


def spreads(name: str, **overrides: Override) -> list[tuple[str, float]]:
    """(module, standard deviation of the state that it returns) for the stem, every step and every transition, in
    training mode, on random images."""
    torch.manual_seed(0)
    document = tableau2net.load(name, **overrides)
    network = tableau2net.compile(name, **overrides)
    run = _Spread(network)
    size = document.input.size
    with torch.no_grad():
        run.run(torch.randn(IMAGES, document.input.channels, size, size))
    return list(run.found.items())


def deep(name: str) -> dict[str, Override]:
    """The overrides that make a network as deep as ResNet-110, and as narrow; without stochastic depth. Where steps
    widen the state, each adds two slopes of four channels; where periods have parts, these are taken as often as it
    takes."""
    document = tableau2net.load(name)
    given = [{} if period.channels is None else {"channels": 16} for period in document.periods]
    periods: dict[str, Override] = {"periods": [{"channels": width, "steps": 18} for width in WIDTHS]}
    if document.growth:
        widened: dict[str, Override] = {"growth": 4, "scheme.stages": 2}
        return {"input.size": 16, "periods": [{**each, "steps": 18} for each in given], **widened}
    if any(period.parts for period in document.periods):
        periods = {f"periods.{i}.channels": width for i, width in enumerate(WIDTHS)}
        for i, period in enumerate(document.periods):
            once = period.count // period.repeat
            periods |= {f"periods.{i}.repeat": 18 // once} if period.parts else {f"periods.{i}.steps": 18}
    operator = document.field.operator
    many = operator is not None and int(operator.options.get("groups", 1)) > 4
    groups: dict[str, Override] = {"field.operator.groups": 4} if many else {}
    return {"input.size": 16, **periods, "stochastic_depth": None, **groups}


class _Spread(fx.Interpreter):
    """Takes note of the first value of every submodule but the head: the state; its past goes before it."""

    def __init__(self, network: fx.GraphModule) -> None:
        super().__init__(network)
        self.found: dict[str, float] = {}

    def run_node(self, n: fx.Node) -> object:
        value = super().run_node(n)
        name = str(n.target)
        if n.op == "call_module" and name.startswith(("stem", "start", "period", "transition")):
            parts = (value,) if isinstance(value, Tensor) else value
            self.found[name] = float(parts[0].std())
        return value
