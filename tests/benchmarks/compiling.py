"""Time from YAML to source, in one process: 3 steps a period beside 1,000 steps in the first."""

from __future__ import annotations

from measure import medians, table

import tableau2net


def main() -> None:
    deep = {"periods.0.steps": 1000}
    contestants = {}
    for name in ("resnet20", "lm_resnet20", "gauss2_fused"):
        contestants[name] = lambda name=name: tableau2net.emit(name)
        contestants[f"{name}, 1,000 steps"] = lambda name=name: tableau2net.emit(name, **deep)
    table(medians(contestants, 7), "resnet20")
