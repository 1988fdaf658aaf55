"""Train generated networks on scikit-learn's 8×8 digits. `python train_digits.py FILE.py… [--epochs N]`

The files are imported as a downstream repository would import them: where tableau2net cannot be imported.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from pathlib import Path

import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import Tensor, nn
from torch.nn import functional

Data = tuple[Tensor, Tensor, Tensor, Tensor]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    data = digits()
    print(f"{len(data[0])} digits to train on, {len(data[1])} to test, {arguments.epochs} epochs\n")
    print(f"{'network':<16}{'parameters':>12}{'test accuracy':>16}{'seconds':>10}")
    for file in arguments.files:
        torch.manual_seed(arguments.seed)
        network = load(file)
        start = time.perf_counter()
        accuracy = train(network, data, arguments.epochs, arguments.seed)
        seconds = time.perf_counter() - start
        count = sum(parameter.numel() for parameter in network.parameters())
        print(f"{file.stem:<16}{count:>12,}{accuracy:>15.1%} {seconds:>9.1f}", flush=True)


def load(file: Path) -> nn.Module:
    """The network of a generated file: its last class, built without arguments."""
    sys.modules["tableau2net"] = None  # type: ignore[assignment]  # from here on it cannot be imported
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{file} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    classes = [value for value in vars(module).values() if isinstance(value, type)]
    network: nn.Module = classes[-1]()
    return network


def digits() -> Data:
    """Training images (N, 1, 8, 8), test images, training labels (N,), test labels; a quarter is for testing."""
    images, labels = load_digits(return_X_y=True)
    parts = train_test_split(images / 16, labels, test_size=0.25, random_state=0, stratify=labels)
    train_x, test_x, train_y, test_y = (torch.as_tensor(part) for part in parts)
    mean, deviation = train_x.mean(), train_x.std()
    train_x, test_x = (((x - mean) / deviation).float().view(-1, 1, 8, 8) for x in (train_x, test_x))
    return train_x, test_x, train_y, test_y


def train(network: nn.Module, data: Data, epochs: int, seed: int) -> float:
    """The accuracy on the test images after training."""
    train_x, test_x, train_y, test_y = data
    batch = 64
    rate = 0.1
    steps = epochs * (len(train_x) // batch)
    optimiser = torch.optim.SGD(network.parameters(), rate, 0.9, weight_decay=1e-4, nesterov=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps)
    generator = torch.Generator().manual_seed(seed)
    for _ in range(epochs):
        network.train()
        order = torch.randperm(len(train_x), generator=generator)
        for part in order[: len(order) // batch * batch].split(batch):
            loss = functional.cross_entropy(network(train_x[part]), train_y[part])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    network.eval()
    with torch.no_grad():
        return float((network(test_x).argmax(1) == test_y).double().mean())


if __name__ == "__main__":
    main()
