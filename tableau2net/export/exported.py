"""A network becomes the content of a file, which is run back before anyone else gets it."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO

import torch
from torch import nn

from tableau2net.components.mechanisms.solve import Solve
from tableau2net.errors import CompilerFault, InputError
from tableau2net.export.formats import KIND

TRACED, RUN_BACK = (
    2,
    3,
)  # images in the batch that the network is traced with, and in the one that is compared
CLOSE = 1e-4  # the largest relative difference between two orders of the same operations in single precision
SEED = 0


@dataclass(frozen=True)
class Exported:
    """The file's content, the shape of the logits of one image, and how far they are from the network's:
    max |ŷ − y| / max |y|."""

    content: bytes
    logits: tuple[int, ...]
    difference: float


def export(network: nn.Module, shape: tuple[int, int, int], suffix: str) -> Exported:
    """The network in evaluation mode, images (N, *shape) → logits, for any N, in the format of a suffix as `.onnx`.

    It is run back on random images, as many as it was not traced with. Raises InputError where its computation depends
    on its values, as that of stage equations does that are solved to a tolerance, or where a package is missing;
    CompilerFault where the file computes something else than the network; KeyError for a suffix that is none.
    """
    format_ = KIND.load(suffix.removeprefix("."))
    network = network.eval()
    draw = torch.Generator().manual_seed(SEED)
    traced, others = (torch.randn(count, *shape, generator=draw) for count in (TRACED, RUN_BACK))
    if any(isinstance(module, Solve) for module in network.modules()):
        raise _untraceable("stage equations that are solved to a tolerance")
    with torch.no_grad(), _quiet():
        expected = network(others)
        try:
            content: bytes = format_.written(network, traced)
        except InputError:
            raise
        except Exception as error:  # of what it cannot trace the exporter may raise anything
            raise _untraceable(type(error).__name__) from None
        found = format_.outputs(content, others)
    difference = float((found - expected).abs().max() / expected.abs().max())
    if not difference <= CLOSE:
        raise CompilerFault(
            f"the exported file computes something else: relative difference {difference:.1e}"
        )
    return Exported(content, tuple(expected.shape[1:]), difference)


def _untraceable(found: str) -> InputError:
    return InputError(
        "this network cannot be exported, as what it computes next depends on values",
        None,
        found,
        "a fixed number of sweeps (implicit: {mode: fused, …}), and no branches on values",
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what the exporter says of packages that no network here needs, and of how it failed."""
    with (
        warnings.catch_warnings(action="ignore"),
        redirect_stdout(StringIO()),
        redirect_stderr(StringIO()),
    ):
        before = logging.root.manager.disable
        logging.disable()
        try:
            yield
        finally:
            logging.disable(before)
