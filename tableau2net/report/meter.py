"""Reads torch's operators as they run: their multiply–adds, and what their results depend on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import prod
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from tableau2net.report.reach import PIXEL, WHOLE, Reach, union

# Operators other than the pointwise ones that leave every value where it is in the image.
_LOCAL = frozenset(
    (
        *(
            "alias",
            "cat",
            "channel_shuffle",
            "clone",
            "copy_",
            "detach",
            "expand",
            "select",
            "slice",
            "split",
        ),
        *(
            "split_with_sizes",
            "squeeze",
            "stack",
            "_to_copy",
            "unbind",
            "unsqueeze",
            "view",
            "native_dropout",
        ),
        *("native_batch_norm", "cudnn_batch_norm", "_native_batch_norm_legit_no_training"),
    )
)


class Meter(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """While it is entered: adds up `macs`, and knows the reach of every value that depends on `image`."""

    def __init__(self, image: Tensor) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.size = int(image.shape[-1])
        self.macs = 0
        self._reached: dict[int, tuple[Tensor, Reach]] = {}  # with the tensor, so that it keeps its id
        self._reaches(image, PIXEL)

    def reach(self, value: Tensor) -> Reach | None:
        """What a value depends on; None where it is no pixel, as for weights."""
        return self._reached.get(id(value), (None, None))[1]

    def whole(self, value: Tensor) -> Tensor:
        """The value, from now on known to depend on the whole image."""
        self._reaches(value, WHOLE)
        return value

    def __torch_dispatch__(
        self,
        func: Any,
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        name = func.overloadpacket.__name__
        if name in _MACS:
            self.macs += _MACS[name](args, result)
        inputs = [
            value for value in _tensors((*args, *(kwargs or {}).values())) if self.reach(value) is not None
        ]
        if inputs:
            reach = self._result(func, name, args, inputs, _tensors((result,)))
            for value in _tensors((result,)):
                self._reaches(value, reach)
        return result

    def _result(
        self, func: Any, name: str, args: tuple[Any, ...], inputs: list[Tensor], results: list[Tensor]
    ) -> Reach:
        reach = union(filter(None, map(self.reach, inputs))) or WHOLE
        if reach.spans is None:
            return WHOLE
        if name in _WINDOWS and args[0].ndim == 4 and args[0] is inputs[0]:
            window = _WINDOWS[name](args)
            if window is None:
                return WHOLE
            spans = zip(reach.spans, zip(*window, strict=True), strict=True)
            down, across = (span.window(*numbers).clipped(self.size) for span, numbers in spans)
            return Reach((down, across))
        if torch.Tag.pointwise in func.tags or name in _LOCAL or _over_channels(name, args):
            filled = [
                value for value in results if value.numel()
            ]  # an evaluated batch norm returns empty statistics
            if len({tuple(value.shape[-2:]) for value in (*inputs, *filled) if value.ndim > 2}) == 1:
                return reach
        return WHOLE  # an operator that may mix places

    def _reaches(self, value: Tensor, reach: Reach) -> None:
        self._reached[id(value)] = (value, reach)


def _over_channels(name: str, args: tuple[Any, ...]) -> bool:
    """Whether this is a sum or the like over other axes than the two of the image."""
    if name not in ("sum", "mean", "amax") or _given(args, 1) in (None, [], ()):
        return False
    return all(axis % args[0].ndim < args[0].ndim - 2 for axis in args[1])


def _tensors(values: Iterable[Any]) -> list[Tensor]:
    """The tensors in arguments or results, also those in lists."""
    found: list[Tensor] = []
    for value in values:
        if isinstance(value, Tensor):
            found.append(value)
        elif isinstance(value, list | tuple):
            found += _tensors(value)
    return found


# --- multiply–adds -----------------------------------------------------------------------------------------------


def _convolution(args: tuple[Any, ...], result: Tensor) -> int:
    """Every output value sums over its group's channels and the kernel; transposed: every input value is spread."""
    values, weight, transposed = args[0], args[1], args[6]
    return int((values if transposed else result).numel() * prod(weight.shape[1:]))


def _product(args: tuple[Any, ...], result: Tensor) -> int:
    """(… n k)(… k m): every value of the result sums over k."""
    return int(result.numel() * args[-2].shape[-1])


_MACS: Mapping[str, Callable[[tuple[Any, ...], Tensor], int]] = {
    "convolution": _convolution,
    "mm": lambda args, result: _product(args[:2], result),
    "bmm": lambda args, result: _product(args[:2], result),
    "addmm": lambda args, result: _product(args[1:3], result),
    "baddbmm": lambda args, result: _product(args[1:3], result),
}

# --- windows: kernel, stride, padding, dilation, a number for each axis ---------------------------------------------

_Pair = tuple[int, int]
_Window = tuple[_Pair, _Pair, _Pair, _Pair]


def _convolved(args: tuple[Any, ...]) -> _Window | None:
    kernel, stride, padding, dilation = map(_pair, (args[1].shape[2:], *args[3:6]))
    if args[6]:  # transposed: with stride 1 a convolution again, its kernel turned round
        if stride != (1, 1):
            return None
        widths = ((k - 1) * d - p for k, d, p in zip(kernel, dilation, padding, strict=True))
        padding = _pair(tuple(widths))
    return kernel, stride, padding, dilation


def _averaged(args: tuple[Any, ...]) -> _Window:
    kernel = _pair(args[1])
    return kernel, _pair(_given(args, 2) or kernel), _pair(_given(args, 3) or 0), (1, 1)


def _maximum(args: tuple[Any, ...]) -> _Window:
    return *_averaged(args)[:3], _pair(_given(args, 4) or 1)


_WINDOWS: Mapping[str, Callable[[tuple[Any, ...]], _Window | None]] = {
    "convolution": _convolved,
    "avg_pool2d": _averaged,
    "max_pool2d_with_indices": _maximum,
}


def _given(args: tuple[Any, ...], index: int) -> Any:
    return args[index] if len(args) > index else None


def _pair(numbers: Any) -> _Pair:
    """Two numbers from two, one, or a list of one."""
    if isinstance(numbers, int):
        return numbers, numbers
    return int(numbers[0]), int(numbers[-1])
