"""Stochastic depth (Huang et al. 2016, arXiv 1603.09382): how often a step's slopes are dropped in training."""

from __future__ import annotations

from typing import Annotated, Literal

from tableau2net.read.leaves import Choice, Float
from tableau2net.read.model import Section


class StochasticDepth(Section):
    """The i-th of n steps (from 0) drops its slopes at the rate i/(n − 1)·`rate`; with `uniform` decay, at `rate`.

    `per` batch, all images share one draw; per sample, each has its own.
    """

    rate: Annotated[float, Float(high=1.0, open_high=True)]
    decay: Annotated[Literal["linear", "uniform"], Choice()] = "linear"
    per: Annotated[Literal["batch", "sample"], Choice()] = "batch"
