"""The kinds of properties, one file each: the `TITLE` of its section, `find`, which returns its findings, and in
`DEFINED_FOR` the conditions on its methods (see `scope`).

It finds none where there is nothing to say.
"""

from pathlib import Path

from tableau2net.plugins import Constant, Function, Kind, Tuple

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
        Tuple("DEFINED_FOR"),
        Function("find", "subject: Subject", "tuple[Finding, ...]"),
    ),
    order=ORDER,
)
