"""What a scheme is like beyond its order: stability, geometry, error, each decided exactly.

Each file of `properties/` finds one kind of property; see `docs/analysis.md`.
"""

from tableau2net.analyse.analyse import analyse, finding
from tableau2net.analyse.analysis import Analysis, Finding, Section

__all__ = ["Analysis", "Finding", "Section", "analyse", "finding"]
