"""Optimise: graph → graph, by small passes. Each pass is a file in `passes/`."""

from tableau2net.optimise.optimise import Pass, every_pass, optimise

__all__ = ["Pass", "every_pass", "optimise"]
