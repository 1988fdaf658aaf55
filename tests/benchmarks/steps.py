"""One RK4 step of 32 channels of 32×32 in float32, training (forward and backward) and inference, relative to its four
field evaluations alone: as emitted, as fx module, and as it is usually written by hand (`u + h * (a * k1 + …)`)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from measure import medians, table
from torch import Tensor, nn

import tableau2net
from tableau2net.components.fields.basic import BasicField


class Evaluations(nn.Module):
    """The four field evaluations, one after the other."""

    def __init__(self, *fields: nn.Module) -> None:
        super().__init__()
        self.f1, self.f2, self.f3, self.f4 = fields

    def forward(self, u: Tensor) -> Tensor:
        k: Tensor = self.f4(self.f3(self.f2(self.f1(u))))
        return k


class ByHand(Evaluations):
    """RK4 as a formula, with a new tensor for every operation."""

    def forward(self, u: Tensor) -> Tensor:
        k1 = self.f1(u)
        k2 = self.f2(u + k1 * (1 / 2))
        k3 = self.f3(u + k2 * (1 / 2))
        k4 = self.f4(u + k3)
        total: Tensor = u + (k1 + 2 * k2 + 2 * k3 + k4) * (1 / 6)
        return total


def emitted_step() -> Callable[..., nn.Module]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rk4.py"
        path.write_text(tableau2net.emit("rk4_resnet"), encoding="utf-8")
        namespace: dict[str, Any] = {"__name__": "rk4"}
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), namespace)
    step: Callable[..., nn.Module] = namespace["Rk4Step"]
    return step


def main() -> None:
    torch.set_num_threads(1)
    torch.manual_seed(0)
    fields = [BasicField(32, 32) for _ in range(4)]
    u = torch.randn(8, 32, 32, 32)
    network = tableau2net.compile("rk4_resnet", **{"periods.*.channels": 32})
    module = network.get_submodule("period1")
    for number, field in enumerate(fields, 1):
        module.add_module(f"f{number}", field)
    models = {
        "field evaluations alone": Evaluations(*fields),
        "emitted source": emitted_step()(*fields),
        "emitted fx module": module,
        "by hand": ByHand(*fields),
    }

    def training(model: nn.Module) -> Callable[[], object]:
        def run() -> None:
            x = u.clone().requires_grad_()
            model.train()(x).sum().backward()

        return run

    def inference(model: nn.Module) -> Callable[[], object]:
        def run() -> None:
            with torch.no_grad():
                model.eval()(u)

        return run

    for title, kind in (("training", training), ("inference", inference)):
        print(f"{title}:")
        table(medians({name: kind(model) for name, model in models.items()}, 15), "field evaluations alone")
