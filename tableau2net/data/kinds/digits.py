"""The 8×8 digits that scikit-learn holds: 1797 grey images, ten classes.

Their values 0 to 16 are scaled to 0 to 255. A fixed fifth of every class is the test.
"""

from __future__ import annotations

import torch
from sklearn.datasets import load_digits

from tableau2net.data import split
from tableau2net.data.images import DataSet, Images, at_size
from tableau2net.errors import Position

FORM = "digits"


def read(path: str | None, size: int | None) -> DataSet:
    """The digits; they need no path."""
    digits = load_digits()
    pixels = torch.from_numpy((digits.images * 255 / 16).round()).to(torch.uint8).unsqueeze(1)
    pixels = at_size(pixels, size, Position(FORM))
    images = Images(pixels, torch.from_numpy(digits.target).to(torch.int64))
    train, test = (images.subset(indices) for indices in split.stratified(images.targets.tolist()))
    return DataSet(FORM, train, test, tuple(map(str, range(10))))
