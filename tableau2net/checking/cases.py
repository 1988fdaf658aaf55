"""What holds of one thing that was checked: the schemes of a document, a tableau of a source, or what is not read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Self

from tableau2net.checking.diagnostics import EXCEPTION, EXPECTATION, UNREADABLE, Diagnostic, Level
from tableau2net.errors import ClaimError, InputError, OpenClaimError, Position, TableauError, worst
from tableau2net.notations import Found, Judgement
from tableau2net.verify import Certificate

_TAKEN = {
    "exact": "proved exactly",
    "rounded": "within the digits",
    "double": "within the digits, as doubles",
}


@dataclass(frozen=True, kw_only=True)
class Case(ABC):
    """`name` is what it is called where it stands, `claim` what is claimed of it, in a few words. `excepted` is the
    reason that a project gives for leaving it as it is; empty where it gives none."""

    name: str
    position: Position | None
    diagnostics: tuple[Diagnostic, ...] = ()
    claim: str = ""
    excepted: str = ""

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        """What was proved; empty where nothing is read."""
        return ()

    @property
    @abstractmethod
    def holds(self) -> str:
        """What holds, in one line."""

    @property
    def details(self) -> str:
        """What holds, in as many lines as there is to say."""
        return self.holds

    @property
    def faulty(self) -> bool:
        """Whether there is more to say than notes."""
        return any(each.level != "note" for each in self.diagnostics)

    @property
    def status(self) -> int:
        """The exit status: 0 too where there is an exception for what is at fault."""
        if self.excepted:
            return 0
        return worst(
            InputError.status
            if each.rule == UNREADABLE
            else {"error": ClaimError.status, "warning": OpenClaimError.status, "note": 0}[each.level]
            for each in self.diagnostics
        )

    def expected(self, order: int, file: str) -> Self:
        """The same, of which a project expects just this order. That it has less is told by the certificate, of which
        it was asked."""
        known = self.certificates[0].known("order") if self.certificates else None
        if known is None or not known.reaches(order) or known.equals(order) is not False:
            return self
        message = f"{self.name}: order {order} is expected in {file}, but the order is {known}"
        return self._also(Diagnostic(EXPECTATION, "error", message, self.position))

    def expected_embedded(self, order: int, file: str) -> Self:
        """The same, of which a project expects that the embedded weights have just this order."""
        if not self.certificates:
            return self
        certificate = self.certificates[0]
        expected = f"{self.name}: embedded order {order} is expected in {file}, but"
        if certificate.embedded_order is None:
            return self._also(
                Diagnostic(EXPECTATION, "error", f"{expected} it has no embedded weights", self.position)
            )
        known = certificate.known("embedded_order")
        equal = known.equals(order)
        if equal is True:
            return self
        level: Level = "error" if equal is False else "warning"
        return self._also(
            Diagnostic(EXPECTATION, level, f"{expected} the embedded order is {known}", self.position)
        )

    def but(self, reason: str, place: Position) -> Self:
        """The same, for which a project makes an exception, at this place: where nothing is at fault, that is one."""
        if self.faulty or not self.certificates:
            return replace(self, excepted=reason)
        message = f"{self.name}: the exception is not needed, because all claims hold: {self.holds}"
        return self._also(Diagnostic(EXCEPTION, "error", message, place))

    def _also(self, diagnostic: Diagnostic) -> Self:
        return replace(self, diagnostics=(*self.diagnostics, diagnostic))


@dataclass(frozen=True, kw_only=True)
class DocumentCase(Case):
    """A document of ours: for each way in which steps are taken, the certificates of the scheme and of its starter."""

    proofs: tuple[tuple[Certificate, ...], ...]

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        return tuple(each for proof in self.proofs for each in proof)

    @property
    def holds(self) -> str:
        first = self.certificates[0]
        shown = next((each for each in self.certificates if not each.ok), first)
        named = "" if shown is first else f"{shown.name}: "
        return f"{named}{held(shown, 'rounded' if shown.within_digits else 'exact')}"

    @property
    def details(self) -> str:
        return "\n".join(map(str, self.certificates))


@dataclass(frozen=True, kw_only=True)
class TableauCase(Case):
    """A tableau of a source."""

    judgement: Judgement

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        return (self.judgement.certificate,)

    @property
    def found(self) -> Found:
        return self.judgement.found

    @property
    def holds(self) -> str:
        return held(self.judgement.certificate, self.judgement.taken, self.judgement.wider)

    @property
    def details(self) -> str:
        return str(self.judgement.certificate)


@dataclass(frozen=True, kw_only=True)
class UnreadCase(Case):
    """What is a tableau by its names and its shape, and is not known before the code runs."""

    error: InputError

    @property
    def holds(self) -> str:
        return f"not read: {self.error.without_place}"


@dataclass(frozen=True, kw_only=True)
class FaultyCase(Case):
    """What cannot be understood."""

    error: TableauError

    @property
    def holds(self) -> str:
        return f"error: {getattr(self.error, 'without_place', self.error)}"


@dataclass(frozen=True, kw_only=True)
class GeneratedCase(Case):
    """A generated file: its `state` in words, what was `done` to it, if anything was, how it differs from what belongs
    into it, and the exit status that it asks for."""

    state: str
    done: str = ""
    difference: str = ""
    ended: int = 0

    @property
    def holds(self) -> str:
        return "; ".join(filter(None, [self.state, self.done]))

    @property
    def status(self) -> int:
        return self.ended


def held(certificate: Certificate, taken: str, wider: str = "") -> str:
    """What holds of a scheme whose numbers were taken so, in one line."""
    orders = f"order {certificate.known('order')}"
    if certificate.embedded_order is not None:
        orders += f", embedded order {certificate.known('embedded_order')}"
    parts = [f"{orders}, {_TAKEN[taken]}"]
    if certificate.refuted:
        parts = [f"refuted: {certificate.failures[0]}"]
        if certificate.remedy:
            parts.append(certificate.remedy)
        elif wider:
            parts.append(f"nothing is refuted within {wider} of these numbers")
    parts += [f"left open: {doubt}" for doubt in certificate.doubts[:1]]
    return "; ".join(parts)
