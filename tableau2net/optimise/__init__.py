"""Optimise: graph → graph, by small passes. Each pass is a file in `passes/`."""

from tableau2net.optimise.inspection import Inspection, faults_of
from tableau2net.optimise.optimise import Pass, every_pass, optimise

__all__ = ["Inspection", "Pass", "every_pass", "faults_of", "optimise"]
