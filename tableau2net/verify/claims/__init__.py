"""The claims that a scheme can make, one file each: how a claim is told where nothing can be proved, and how it fails.

`unproved` names the claim, or is empty where it is not made; `failures` compares it with what was found, one line for
each way in which it does not hold. What is claimed stands in `methods.Claims`.
"""

from pathlib import Path

from tableau2net.plugins import Function, Kind

# The order in which failures are told.
ORDER = (
    "order",
    "at-least",
    "stage-order",
    "effective-order",
    "embedded-order",
    "rescaled-order",
    "c",
    "zero-stable",
)

KIND = Kind(
    name="claim",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Function("unproved", "claims: Claims", "str"),
        Function("failures", "claims: Claims, found: Findings", "Iterator[str]"),
    ),
    order=ORDER,
)
