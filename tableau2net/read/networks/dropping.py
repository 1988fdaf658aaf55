"""What is random in training: slopes are dropped (stochastic depth) or disturbed (noise), paths dropped (drop-path)."""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.components import Component, find
from tableau2net.components.registry import OptionValue
from tableau2net.read.leaves import Choice, Float
from tableau2net.read.model import Later, Section


class StochasticDepth(Section):
    """Stochastic depth (Huang et al. 2016, arXiv 1603.09382).

    The i-th of n steps (from 0) drops its slopes at the rate i/(n − 1)·`rate`; with `uniform` decay, at `rate`. `per`
    batch, all images share one draw; per sample, each has its own.
    """

    rate: Annotated[float, Float(high=1.0, open_high=True)]
    """The rate at which the last step's slopes are dropped in training. Example: `0.5`"""
    decay: Annotated[Literal["linear", "uniform"], Choice()] = "linear"
    """Whether the rate grows from 0 to that of the last step, or is the same in all."""
    per: Annotated[Literal["batch", "sample"], Choice()] = "batch"
    """Whether a whole batch is dropped at once, or each of its images by itself."""

    @property
    def component(self) -> Component:
        """What drops the slopes."""
        return find("mechanisms", "stochastic-depth")

    @property
    def options(self) -> tuple[tuple[str, OptionValue], ...]:
        """What it is constructed with besides the rate."""
        return (("per_sample", True),) if self.per == "sample" else ()


class Noise(Section):
    """Noise injection (Lu et al. 2018, arXiv 1710.10121): what a step adds to its state, and noise.

    Every value has noise of its own: uniform between 0 and `level`, as in the released code, or normal, with mean 0 and
    deviation `level`.
    """

    level: Annotated[float, Float(open_low=True)]
    """The size of the noise: its upper bound, or its standard deviation. Example: `0.001`"""
    distribution: Annotated[Literal["uniform", "normal"], Choice()] = "uniform"
    """How the noise is distributed: uniform between 0 and the level, or normal with mean 0."""

    @property
    def component(self) -> Component:
        """What adds the noise."""
        return find("mechanisms", "noise")

    @property
    def options(self) -> tuple[tuple[str, OptionValue], ...]:
        """What it is constructed with besides the level."""
        return (("normal", True),) if self.distribution == "normal" else ()


class DropPath(Section):
    """Drop-path (Larsson et al. 2017, arXiv 1605.07648).

    Every path into a join is dropped at this rate in training, but never all. In so many of the batches as `one_column`
    says, one column of a step is left alone instead: the n-th path of every join that has one.
    """

    rate: Annotated[float, Float(high=1.0, open_high=True)]
    """The rate at which a path is dropped in training; at least one is always kept. Example: `0.15`"""
    one_column: Annotated[float, Float(high=1.0), Later()] = 0.0
    """The fraction of the batches in which a single column is kept. Example: `0.5`"""

    @property
    def component(self) -> Component:
        """What drops the paths."""
        return find("mechanisms", "drop-columns" if self.one_column else "drop-path")
