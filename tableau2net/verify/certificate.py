"""What the verifier hands on: the certificate of a scheme."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from tableau2net.errors import ClaimError, OpenClaimError
from tableau2net.series.known import NONE, Known
from tableau2net.series.rooted_tree import Tree
from tableau2net.shown import counted, preformatted

Verdict = Literal["exact", "digits", "open", "refuted"]


ONE_STEP = ("runge-kutta", "partitioned")  # kinds of schemes that have no past


@dataclass(frozen=True, slots=True)
class Violation:
    """An order condition that does not hold: its tree in brackets, the tree's density γ(t), what
    the scheme gives and what it should give, as exact numbers. The empty tree ∅ is the condition of
    order 0, that the state itself is carried on. `differential` is the elementary differential of the tree, `drawing`
    a picture of it in a few lines."""

    order: int
    tree: str
    density: int
    value: str
    expected: str
    differential: str = "u"
    drawing: str = "∅"

    @staticmethod
    def at(tree: Tree, value: str, expected: str) -> Violation:
        """The violation at a tree."""
        return Violation(
            tree.order, str(tree), tree.density, value, expected, tree.differential, tree.drawing
        )

    def __str__(self) -> str:
        return (
            f"the condition of order {self.order} at the tree {self.tree} (density {self.density}) "
            f"gives {self.value}, not {self.expected}"
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which bounds a number of the certificate lies that is not known: `least`, which the certificate gives
    for the number, and `most`, None where no bound is known."""

    number: str
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Special:
    """A value of a parameter at which a scheme is not like its neighbours: where (`alpha = 2/3`), and the order there;
    None where a coefficient has no value. `rescaled`: the order is that after the slopes are rescaled."""

    point: str
    order: int | None
    rescaled: bool = False

    def __str__(self) -> str:
        if self.order is None:
            return f"undefined at {self.point} (a coefficient divides by zero)"
        return f"order {self.order}{' after rescaling' if self.rescaled else ''} for {self.point}"


@dataclass(frozen=True, slots=True)
class SequenceOrder:
    """The order of the steps as a sequence, from first values that are only near the exact ones; None where none is
    proved, and `reason` says why. `most` is what it is at most, the order itself where that is known; None where no
    bound is known, -1 where there is no order. `start` says in words how the sequence starts; `rescaled_order` is the
    order after the slopes are rescaled."""

    order: int | None
    most: int | None
    start: str
    rescaled_order: int | None = None
    reason: str = ""

    @property
    def known(self) -> Known:
        """The order, as far as it is known."""
        return Known(NONE if self.order is None else self.order, self.most, self.reason)

    @property
    def truth(self) -> str:
        """Which order it has, or why none is proved, as a clause."""
        sequence = f"the sequence {self.start}".rstrip()
        if self.order is None:
            return f"no order is proved of {sequence}: {self.reason}"
        return f"{sequence} has order {self.known}"

    def __str__(self) -> str:
        if self.order is None:
            return self.truth
        after = (
            "" if self.rescaled_order is None else f"; order {self.rescaled_order} after the multiplication"
        )
        return f"order {self.known} as a sequence {self.start}{after}"


@dataclass(frozen=True, slots=True)
class Against:
    """What stands against a claim of the scheme: the claim's key, and that in words."""

    claim: str
    message: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was proved of a scheme, and which of its claims were refuted or left open.

    `order` is None where no order can be proved; `notes` then says why. `rescaled_order` is the
    order after h f is multiplied by `rescaling`, for schemes whose Σb is not 1 as it stands; `effective_order` that
    between a starting method and its inverse, where it is claimed.
    Where some fields are taken to be `linear`, all that is so where they are, and `general_order` is the order for any
    fields.
    `within_digits`: what was found holds within the printed digits, not exactly; `widest` is the radius of the
    coefficient that is known worst, and `wide` says that the digits are so few that this means little. `remedy` says
    what to write in the document so that what is refuted exactly is proved within the digits.
    `sequence` is the order of a network's steps, one after the other, where that is not the same as the formula's.
    `error_constant` is C_{p+1}/σ(1) of a linear multistep method. `special` are the values of its parameters where a
    coefficient has none, or the order is higher than `order`, which holds everywhere else. `bounds` are of the numbers
    that are not known, only that they are what stands here or more. `refutations` tell each way in which a claim does
    not hold, `reservations` why a claim is neither proved nor refuted. The verdict is `refuted` where a claim is, or
    else `open` where one is left open.
    """

    name: str
    kind: str
    stages: int
    explicit: bool
    order: int | None
    claimed: int | None
    verdict: Verdict
    stage_order: int | None = None
    violation: Violation | None = None
    embedded_order: int | None = None
    rescaled_order: int | None = None
    rescaling: str | None = None
    effective_order: int | None = None
    zero_stable: bool | None = None
    linear: tuple[str, ...] = ()
    general_order: int | None = None
    within_digits: bool = False
    widest: str | None = None
    wide: bool = False
    remedy: str = ""
    sequence: SequenceOrder | None = None
    error_constant: str | None = None
    special: tuple[Special, ...] = ()
    bounds: tuple[Bounds, ...] = ()
    refutations: tuple[Against, ...] = ()
    reservations: tuple[Against, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[str, ...]:
        """Each way in which a claim does not hold, in words."""
        return tuple(each.message for each in self.refutations)

    @property
    def refuted(self) -> tuple[str, ...]:
        """The keys of the claims that do not hold."""
        return tuple(dict.fromkeys(each.claim for each in self.refutations))

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why a claim is neither proved nor refuted, in words."""
        return tuple(each.message for each in self.reservations)

    @property
    def left_open(self) -> tuple[str, ...]:
        """The keys of the claims that are left open."""
        return tuple(dict.fromkeys(each.claim for each in self.reservations))

    @property
    def ok(self) -> bool:
        """Whether every claim is proved: none is refuted, and none left open."""
        return self.verdict in ("exact", "digits")

    def __bool__(self) -> bool:
        """As `ok`: a certificate that leaves a claim unproved is false, so that `assert verify(scheme)` tests what it
        says."""
        return self.ok

    def __str__(self) -> str:
        """The name and the lines for people."""
        return f"{self.name}: {self.describe()}".replace("\n", "\n  ")

    def _repr_html_(self) -> str:
        """The same, for notebooks."""
        return preformatted(str(self))

    def most(self, number: str) -> int | None:
        """The number of the certificate of that name, or its upper bound where it is not known; None where there is
        neither."""
        found: int | None = getattr(self, number)
        return next((each.most for each in self.bounds if each.number == number), found)

    def known(self, number: str) -> Known:
        """The number of the certificate of that name, as far as it is known."""
        found: int | None = getattr(self, number)
        return Known(NONE if found is None else found, self.most(number))

    def as_json(self) -> dict[str, Any]:
        """The fields by name, ready for `json.dumps`; what stands against claims as the texts, and as their keys."""
        fields = asdict(self)
        notes = fields.pop("notes")
        del fields["refutations"], fields["reservations"]
        failed = {"failures": self.failures, "refuted": self.refuted}
        doubted = {"doubts": self.doubts, "left_open": self.left_open}
        return {**fields, **failed, **doubted, "notes": notes}

    def describe(self) -> str:
        """A few lines for people."""
        stages = counted(self.stages, "stage")
        lines = ["; ".join(self._orders())] if self.order is not None else []
        lines.append(f"{'explicit' if self.explicit else 'implicit'}, {stages}")
        if self.rescaled_order is not None:
            lines.append(f"order {self.rescaled_order} after h f is multiplied by {self.rescaling}")
        stability = {True: ["zero-stable"], False: ["not zero-stable"], None: []}[self.zero_stable]
        constant = [f"error constant {self.error_constant}"] if self.error_constant else []
        # A one-step method is zero-stable by its form: not worth a line.
        if self.kind not in ONE_STEP and stability + constant:
            lines.append("; ".join(stability + constant))
        lines += [str(self.sequence)] if self.sequence else []
        lines += [str(special) for special in self.special]
        lines += [f"refuted: {failure}" for failure in self.failures]
        lines += [f"left open: {doubt}" for doubt in self.doubts]
        if self.violation is not None:
            lines += [
                f"the tree of the elementary differential {self.violation.differential}:",
                *self.violation.drawing.splitlines(),
            ]
        lines += [self.remedy] if self.remedy else []
        reasons = [*self.failures, *self.doubts]  # a note that one of them ends in is told
        lines += [f"note: {note}" for note in self.notes if not any(each.endswith(note) for each in reasons)]
        return "\n".join(lines)

    def _orders(self) -> list[str]:
        proved = f"within the printed digits, ±{self.widest}" if self.within_digits else "proved exactly"
        parts = [f"order {self.known('order')}{self._where()}, {proved}"]
        for name in ("embedded_order", "effective_order", "stage_order"):
            if getattr(self, name) is not None:
                parts.append(f"{name.replace('_', ' ')} {self.known(name)}")
        return parts

    def _where(self) -> str:
        """For which fields it has the order; empty where for all."""
        if not self.linear:
            return ""
        known = self.known("general_order")
        if known == self.known("order"):
            return " for any fields, linear or not"
        general = "" if known.proved is None else f" and {known} for any fields"
        return (
            f" where {' and '.join(self.linear)} {'is' if len(self.linear) == 1 else 'are'} linear{general}"
        )


def require(certificate: Certificate) -> Certificate:
    """The certificate itself. Raises ClaimError, naming each failure, where a claim is refuted; OpenClaimError where
    none is, but one is left open."""
    if certificate.ok:
        return certificate
    doubts = [f"left open: {doubt}" for doubt in certificate.doubts]
    messages = [*certificate.failures, *doubts, *([certificate.remedy] if certificate.remedy else [])]
    kind = ClaimError if certificate.failures else OpenClaimError
    raise kind(f"{certificate.name}: {'; '.join(messages)}")


def assert_verified(certificate: Certificate) -> None:
    """For tests of schemes. Raises AssertionError, with all that the certificate tells, where a claim is not
    proved."""
    if not certificate.ok:
        raise AssertionError(f"{certificate.name}: {certificate.describe()}")
