"""A component that is not what its role asks for is told, by its file and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tableau2net.components import heads, operators, stems, transitions
from tableau2net.plugins import ContractError, Kind

STEM = '''"""A stem."""

from math import gcd

from torch import Tensor, nn


class Stem(nn.Module):
    """One convolution."""

    def __init__(self, inputs: int, channels: int, *, size: int = 3) -> None:
        super().__init__()

    def forward(self, x: Tensor) -> Tensor:
        return x
'''
OPERATOR = '''"""An operator."""

from torch import nn


def operator(inputs: int, channels: int, *, stride: int = 1) -> nn.Module:
    """One convolution."""
    return nn.Conv2d(inputs, channels, 3, stride, padding=1)
'''


def held(kind: Kind, text: str, folder: Path) -> None:
    """Hold a file with this text to the contract of a role. Raises ContractError."""
    (folder / "mine.py").write_text(text, encoding="utf-8")
    Kind(kind.name, kind.package, folder, kind.contract).checked("mine")


def test_what_keeps_the_contract_passes(tmp_path: Path) -> None:
    for kind in (stems.KIND, transitions.KIND):
        held(kind, STEM, tmp_path)
    held(operators.KIND, OPERATOR, tmp_path)
    held(heads.KIND, STEM.replace("inputs: int, channels: int", "channels: int, classes: int"), tmp_path)
    held(stems.KIND, STEM.replace("size: int = 3", "size: Literal[3, 5] = 5"), tmp_path)


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (stems.KIND, STEM + "\n\nSIZE = 3\n", "it has no class at its end"),
        (stems.KIND, OPERATOR, "it has no class at its end"),
        (operators.KIND, '"""Nothing."""\n', "it has no class or function at its end"),
        (stems.KIND, STEM.replace('"""One convolution."""', ""), "it has no docstring in Stem"),
        (operators.KIND, OPERATOR.replace('"""One convolution."""', ""), "it has no docstring in operator"),
        (stems.KIND, STEM.replace("__init__(", "build("), "it has no __init__ in Stem"),
        (stems.KIND, STEM.replace("inputs: int", "width: int"), "it has Stem(self, width: int, channels: int, *,"),
        (stems.KIND, STEM.replace("*, size: int = 3", "**sizes: int"), "it has Stem(self, inputs: int,"),
        (operators.KIND, OPERATOR.replace(", *, stride: int = 1", ""), "it has no option stride in operator"),
        (stems.KIND, STEM.replace("size: int = 3", "size: int"), "it has an option size in Stem that is not int"),
        (stems.KIND, STEM.replace("size: int = 3", "size=3"), "it has an option size in Stem that is not int"),
        (stems.KIND, STEM.replace("size: int = 3", "size: float = 3"), "it has an option size in Stem"),
        (stems.KIND, STEM.replace("size: int = 3", "size: list = []"), "it has an option size in Stem"),
        (stems.KIND, STEM.replace("size: int = 3", "size: int = SIZE"), "it has an option size in Stem"),
        (stems.KIND, STEM.replace("size: int = 3", "size: Literal[3, 5] = 4"), "it has an option size in Stem"),
        (
            stems.KIND,
            STEM.replace("from math import gcd", "import numpy as np"),
            "it imports numpy, which is neither torch nor of the standard library",
        ),
    ],
)  # fmt: skip
def test_what_differs_is_told(kind: Kind, text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ContractError) as caught:
        held(kind, text, tmp_path)
    assert told in str(caught.value)
    assert str(tmp_path / "mine.py") in str(caught.value)
