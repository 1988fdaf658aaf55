"""States as vectors of numpy, torch or jax, of which each coordinate stands for an input or for a slope."""

from __future__ import annotations

from importlib import import_module
from typing import Any

Numbers = list[float]


class Arrays:
    """Vectors of numpy, (size,). Lists of as many numbers are read as well."""

    name = "numpy"

    def __init__(self) -> None:
        self.library: Any = import_module(self.name)

    def make(self, numbers: Numbers) -> Any:
        """A new vector, in double precision."""
        return self.library.array(numbers, dtype="float64")

    def plain(self, value: Any) -> Any:
        """A copy of a value as an array of numpy, in double precision; None where it is no array of numbers."""
        numpy: Any = import_module("numpy")
        try:
            found = numpy.array(value, dtype="float64")
        except (TypeError, ValueError, OverflowError):
            return None
        return found

    def blocks(self, value: Any, size: int) -> list[Numbers] | None:
        """The states that stand side by side in a value; None where it is no state."""
        found = self.plain(value)
        if found is None or found.ndim == 0:
            return None
        if found.size == size:
            return [found.reshape(size).tolist()]
        rows: list[Numbers] | None = found.tolist() if found.ndim == 2 and found.shape[1] == size else None
        return rows

    def scalar(self, value: Any) -> float | None:
        """A number, or the one entry of an array; None of all else."""
        if isinstance(value, bool | str | bytes) or value is None:
            return None
        found = self.plain(value)
        return float(found.reshape(1)[0]) if found is not None and found.size == 1 else None


class Tensors(Arrays):
    """Vectors of torch, (size,)."""

    name = "torch"

    def make(self, numbers: Numbers) -> Any:
        return self.library.tensor(numbers, dtype=self.library.float64)

    def plain(self, value: Any) -> Any:
        if isinstance(value, self.library.Tensor):
            value = value.detach().cpu().to(self.library.float64).numpy()
        elif isinstance(value, list | tuple) and any(isinstance(each, self.library.Tensor) for each in value):
            return None
        return super().plain(value)


class Images(Tensors):
    """Images of torch, (size, 1, 1, 1): what is concatenated stands in further channels."""

    def make(self, numbers: Numbers) -> Any:
        return super().make(numbers).reshape(-1, 1, 1, 1)

    def blocks(self, value: Any, size: int) -> list[Numbers] | None:
        found = self.plain(value)
        if found is None or found.ndim == 0 or found.shape[0] != size:
            return None
        rows: list[Numbers] = found.reshape(size, -1).T.tolist()
        return rows


class Traced(Arrays):
    """Vectors of jax, (size,)."""

    name = "jax"

    def make(self, numbers: Numbers) -> Any:
        return self.library.numpy.array(numbers, dtype="float64")


LIBRARIES = {"numpy": Arrays, "torch": Tensors, "jax": Traced}
