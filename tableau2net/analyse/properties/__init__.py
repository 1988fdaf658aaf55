"""The kinds of properties, one file each: the `TITLE` of its section, and `find`, which returns its findings.

It finds none where there is nothing to say.
"""

from pathlib import Path

from tableau2net.plugins import Constant, Function, Kind

# The order of the sections.
ORDER = (
    "linear-stability",
    "multistep",
    "principal-error",
    "underlying",
    "simplifying",
    "structure",
    "algebraic-stability",
    "strong-stability",
    "phase",
    "reversibility",
    "modified-equation",
    "expansion",
)

KIND = Kind(
    name="property",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Constant("TITLE", "[A-Z].*[a-z]"),
        Function("find", "subject: Subject", "tuple[Finding, ...]"),
    ),
    order=ORDER,
)
