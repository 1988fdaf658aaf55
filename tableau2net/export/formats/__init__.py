"""What exported networks are written in. One file a format, named as its suffix."""

from __future__ import annotations

from pathlib import Path

from tableau2net.plugins import Function, Kind

KIND = Kind(
    name="export format",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Function("written", "network: nn.Module, images: Tensor", "bytes"),
        Function("outputs", "content: bytes, images: Tensor", "Tensor"),
    ),
)


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that can be written: .onnx, .pt2, …"""
    return tuple(f".{name}" for name in KIND.names)
