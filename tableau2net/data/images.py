"""What a data set is: two splits of pixels and targets, held as bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

    from tableau2net.errors import Position

NOT_COUNTED = -100  # the target of a pixel that belongs to no class: what torch's losses ignore


@dataclass(frozen=True, eq=False)
class Images:
    """One split.

    pixels: uint8 (N, channels, height, width). targets: int64 (N), class indices; or int64 (N, height, width), masks of
    them, where NOT_COUNTED is a pixel that does not count.
    """

    pixels: torch.Tensor
    targets: torch.Tensor

    def __len__(self) -> int:
        return self.pixels.shape[0]

    def subset(self, indices: Sequence[int] | torch.Tensor) -> Images:
        """A copy of the images of these indices, in their order."""
        import torch

        chosen = torch.as_tensor(indices, dtype=torch.int64)
        return Images(self.pixels[chosen], self.targets[chosen])

    @property
    def channels(self) -> int:
        return self.pixels.shape[1]

    @property
    def height(self) -> int:
        return self.pixels.shape[2]

    @property
    def width(self) -> int:
        return self.pixels.shape[3]


@dataclass(frozen=True, eq=False)
class DataSet:
    """Both splits. name: as the user referred to it; classes: their names in the order of their indices.

    Images are square. `per_pixel` is true of masks.
    """

    name: str
    train: Images
    test: Images
    classes: tuple[str, ...]
    per_pixel: bool = False

    @property
    def channels(self) -> int:
        return self.train.channels

    @property
    def size(self) -> int:
        return self.train.height

    @cached_property
    def checksum(self) -> str:
        """SHA-256, in hexadecimal, of the shapes, types and bytes of the four tensors."""
        digest = hashlib.sha256()
        for images in (self.train, self.test):
            for tensor in (images.pixels, images.targets):
                digest.update(f"{tensor.dtype} {tuple(tensor.shape)}\n".encode())
                digest.update(tensor.contiguous().numpy().data)
        return digest.hexdigest()


def at_size(pixels: torch.Tensor, size: int | None, position: Position) -> torch.Tensor:
    """Pixels (N, channels, height, width) as they are, or made squares of this side. Raises InputError if they do not
    fit into memory."""
    if size is None:
        return pixels
    from tableau2net.data.decode import resized  # Pillow is loaded only where it is needed

    return resized(pixels, size, position)
