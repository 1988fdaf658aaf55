"""Optimise: graph → graph, by small passes. Each pass is one file here with a `PLACE` in the order and a `run`."""

from tableau2net.optimise.passes import Pass, optimise, passes

__all__ = ["Pass", "optimise", "passes"]
