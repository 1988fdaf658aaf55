"""The claims that a scheme can make, one file each: how a claim is told where nothing can be proved, and what stands
against it.

`unproved` names the claim, or is empty where it is not made; `objections` compares it with what was found: each way in
which it is refuted, or why it is left open. `HELP` says in one sentence what the claim means. A file is named as the
field of `methods.Claims` that it is about.
"""

from pathlib import Path

from tableau2net.plugins import Constant, Function, Kind

KIND = Kind(
    name="claim",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Constant("HELP", r"[A-Z].*\."),
        Function("unproved", "claims: Claims", "str"),
        Function("objections", "claims: Claims, found: Findings", "Iterator[Objection]"),
    ),
)
