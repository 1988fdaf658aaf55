"""The golden files: emitted texts that a person has read. `python tests/goldens.py` writes them anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tableau2net

FOLDER = Path(__file__).parent / "golden"
DEEPER = {"periods": [{"channels": 16, "steps": 9}, {"channels": 32, "steps": 8}]}
GOLDENS: dict[str, tuple[str, dict[str, Any]]] = {
    "resnet20": ("resnet20", {}),
    "rk4_resnet": ("rk4_resnet", {"periods.*.steps": 2}),
    "lm_resnet20": ("lm_resnet20", {}),
    "rkcnn_e": ("rkcnn_e", {}),
    "rkcnn_i": ("rkcnn_i", {}),
    "gauss2_fused": ("gauss2_fused", {}),
    "gauss2_solved": (
        "gauss2_fused",
        {"name": "gauss2_solved", "title": "Gauss 2, solved", "implicit": {"mode": "solve"}, **DEEPER},
    ),
    "dopri5_by_node": (
        "rk4_resnet",
        {"name": "dopri5", "title": "Dormand–Prince", "scheme": "dopri5", "weights": "node", **DEEPER},
    ),
    "adams_bashforth": (
        "lm_resnet20",
        {"name": "adams_bashforth", "title": "AB 3", "scheme": "ab3", "starter": "kutta3"},
    ),
    "revnet": ("revnet38", {"step_size": "learned"}),
    "polynet": ("polynet", {"periods.0.steps": 2, "periods.*.repeat": 1}),
    "lm_resnet164_stochastic": (
        "lm_resnet164",
        {"stochastic_depth": {"rate": 0.5}, "scheme.parameters.k.learned": "per-channel"},
    ),
    "ic_resnet20": ("ic_resnet20", {}),
    "lean_resnet20": ("lean_resnet20", {}),
}


def text(name: str) -> str:
    """What the golden file should hold."""
    reference, overrides = GOLDENS[name]
    return tableau2net.emit(reference, **overrides)


if __name__ == "__main__":
    for golden in GOLDENS:
        (FOLDER / f"{golden}.py").write_text(text(golden), encoding="utf-8")
