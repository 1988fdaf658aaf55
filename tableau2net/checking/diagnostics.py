"""What there is to say against something that was checked: by which rule, how bad it is, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from tableau2net.errors import Position, TableauError
from tableau2net.verify import Certificate
from tableau2net.verify.claims import KIND

Level = Literal["error", "warning", "note"]

UNREADABLE = "unreadable"
NOT_READ = "not-read"
EXPECTATION = "expectation"
EXCEPTION = "exception"
GENERATED = "generated"
OWN = {
    UNREADABLE: (
        "What cannot be read.",
        "Nothing is known about what cannot be read: the message says what was found and what is expected there.",
    ),
    NOT_READ: (
        "A tableau with entries that are computed.",
        "By its names and its shape this is a tableau, but an entry of it is known only once the code has run.",
    ),
    EXPECTATION: (
        "The order that a project expects.",
        "The order is the one that [tool.tableau2net] expects, neither less nor more.",
    ),
    GENERATED: (
        "A generated file that is not what it should be.",
        "A file that compile has written is what the call in its header gives now, and nobody has edited it.",
    ),
    EXCEPTION: (
        "An exception that is no longer needed.",
        "What [tool.tableau2net] makes an exception for holds now: the exception can be removed.",
    ),
}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """`rule` is one of `rules()`. A refuted claim is an error, one that is left open a warning, and a note changes
    nothing. `position` is None where it stands nowhere."""

    rule: str
    level: Level
    message: str
    position: Position | None

    def as_json(self) -> dict[str, Any]:
        """The parts, ready for `json.dumps`; file, line and column are None where there is none."""
        return {
            "rule": self.rule,
            "level": self.level,
            "message": self.message,
            **placed(self.position),
        }


def rules() -> dict[str, tuple[str, str]]:
    """Every rule: what it is about, and what it asks for, in a sentence. There is one for each kind of claim."""
    claims = {name: (KIND.source(name).summary, KIND.load(name).HELP) for name in KIND.names}
    return {**claims, **OWN}


def placed(position: Position | None) -> dict[str, Any]:
    """File, line and column, each None where there is none."""
    return {
        "file": position.file if position else None,
        "line": (position.line or None) if position else None,
        "column": (position.column or None) if position else None,
    }


def against(
    certificate: Certificate, name: str, place: Callable[[str], Position | None], wider: str = ""
) -> Iterator[Diagnostic]:
    """What stands against the claims of a scheme of that name; `place` tells where the claim of a key stands, and
    `wider` within what accuracy nothing would be refuted."""
    remedy = certificate.remedy or (f"nothing is refuted within {wider} of these numbers" if wider else "")
    for number, each in enumerate(certificate.refutations):
        more = f"; {remedy}" if remedy and not number else ""
        yield Diagnostic(_rule(each.claim), "error", f"{name}: {each.message}{more}", place(each.claim))
    for each in certificate.reservations:
        yield Diagnostic(
            _rule(each.claim), "warning", f"{name}: left open: {each.message}", place(each.claim)
        )


def unreadable(error: TableauError) -> Diagnostic:
    """What cannot be read, at the place of the error."""
    position = getattr(error, "position", None)
    return Diagnostic(UNREADABLE, "error", getattr(error, "without_place", str(error)), position)


def _rule(claim: str) -> str:
    return claim.replace("_", "-")
