"""The claims that a scheme can make, one file each: how a claim is told where nothing can be proved, and how it fails.

`unproved` names the claim, or is empty where it is not made; `failures` compares it with what was found, one line for
each way in which it does not hold. A file is named as the field of `methods.Claims` that it is about.
"""

from pathlib import Path

from tableau2net.plugins import Function, Kind

KIND = Kind(
    name="claim",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Function("unproved", "claims: Claims", "str"),
        Function("failures", "claims: Claims, found: Findings", "Iterator[str]"),
    ),
)
