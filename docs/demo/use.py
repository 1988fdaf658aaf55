"""Use trained networks as a downstream repository would: where tableau2net cannot be imported. `python use.py FOLDER…`

A folder is what `tableau2net train` leaves: network.py, weights.pt, and in result.json how pixels are normalised.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import torch
from sklearn.datasets import load_digits
from torch import Tensor, nn

SHOWN = 5
SHADES = " ·+#"


def main() -> None:
    sys.modules["tableau2net"] = None  # type: ignore[assignment]  # from here on it cannot be imported
    digits = load_digits()
    pixels = torch.tensor(digits.images).mul(255 / 16).round()[:, None].float()
    drawn = [[_shaded(row) for row in image] for image in digits.images[-SHOWN:]]
    print("\n".join("   ".join(rows) for rows in zip(*drawn, strict=True)))
    for folder in map(Path, sys.argv[1:]):
        network, mean, deviation = load(folder)
        with torch.no_grad():
            seen = network((pixels[-SHOWN:] - mean) / deviation).argmax(1)
        print("   ".join(f"{digit:^8}" for digit in seen.tolist()), f" says {folder.name}")


def load(folder: Path) -> tuple[nn.Module, Tensor, Tensor]:
    """The network of a folder with its weights, and the mean and the deviation of the pixels that it was trained on."""
    file = folder / "network.py"
    spec = importlib.util.spec_from_file_location(folder.name, file)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{file} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    network: nn.Module = [value for value in vars(module).values() if isinstance(value, type)][-1]()
    network.load_state_dict(torch.load(folder / "weights.pt", weights_only=True))
    normalisation = json.loads((folder / "result.json").read_text(encoding="utf-8"))["normalisation"]
    shape = (1, -1, 1, 1)
    return (
        network.eval(),
        torch.tensor(normalisation["mean"]).view(shape),
        torch.tensor(normalisation["deviation"]).view(shape),
    )


def _shaded(row: list[float]) -> str:
    return "".join(SHADES[min(int(value) // 4, len(SHADES) - 1)] for value in row)


if __name__ == "__main__":
    main()
