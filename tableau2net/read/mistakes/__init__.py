"""Mistakes in writing coefficients down, one file each. `corrections` yields what a document that has one was meant to
be, only where its shape and its numbers say so.

Nothing that is read and holds is looked at: they are asked where a document is refused, and then what the correction
changes has to be read; and where a claim is refuted, and then all claims have to hold of the document as it is meant.
"""

from pathlib import Path

from tableau2net.plugins import Function, Kind

ORDER = (
    "decimal-comma",
    "matlab-matrix",
    "pasted-tableau",
    "nodes-in-a",
    "weights-in-a",
    "transposed-a",
)  # of two that explain a document, the first is told

KIND = Kind(
    name="mistake",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Function("corrections", "document: Mapping", "Iterator[Correction]"),),
    order=ORDER,
)
