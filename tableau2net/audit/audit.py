"""The audit of code: what its steps compute, and whether that is what they are said to be."""

from __future__ import annotations

import inspect
import os
from dataclasses import dataclass, field
from typing import Any

from tableau2net import files
from tableau2net.audit.comparison import Comparison, compared, reduced
from tableau2net.audit.expected import of_method
from tableau2net.audit.periodic import formula
from tableau2net.audit.process import answered
from tableau2net.audit.recording import Recording
from tableau2net.audit.recovered import Recovered, faults, recovered, renamed
from tableau2net.audit.separable import is_separable
from tableau2net.audit.sequence import SequenceAudit, of_sequence
from tableau2net.audit.signatures import KIND
from tableau2net.audit.trajectory import Trajectory
from tableau2net.audit.translation import origin, validated
from tableau2net.errors import ClaimError, InputError, OpenClaimError, Position
from tableau2net.notations.found import identifier
from tableau2net.read import NetworkDocument, SchemeDocument, suggest

SECONDS, GIB = 60.0, 4.0
NO_COMPOSITION = "it is not a composition of steps of position and momentum"


@dataclass(frozen=True)
class Settings:
    """How code is audited: by which family of signatures, as which call of a function, with which method of a package;
    within how many seconds and GiB of address space."""

    family: str = ""
    call: str = ""
    method: str = ""
    branches: tuple[str, ...] = ()
    seconds: float = SECONDS
    memory: float = GIB

    @property
    def options(self) -> dict[str, Any]:
        return {"call": self.call, "method": self.method, "branches": list(self.branches)}


@dataclass(frozen=True)
class StepAudit:
    """One step: its recording; the scheme that it is, where it carries the state alone; what is wrong with it whatever
    it is meant to be; the name of the scheme that it should be, and how it differs; why it was not compared."""

    recording: Recording
    found: Recovered | None = None
    faults: tuple[str, ...] = ()
    expected: str = ""
    comparison: Comparison = field(default_factory=Comparison)
    reason: str = ""

    @property
    def refuted(self) -> bool:
        """Whether it is not what it is said to be."""
        claimed = self.found is not None and not self.expected and bool(self.found.certificate.refuted)
        return not self.comparison.agrees or bool(self.faults and not self.expected) or claimed

    @property
    def ok(self) -> bool:
        return not self.refuted and not self.reason


@dataclass(frozen=True)
class Audit:
    """What was found of the steps of one object."""

    reference: str
    steps: tuple[StepAudit | SequenceAudit, ...]

    @property
    def ok(self) -> bool:
        """Whether every step was audited, and is what it is said to be."""
        return all(step.ok for step in self.steps)

    def __bool__(self) -> bool:
        return self.ok

    @property
    def status(self) -> int:
        """The exit status of the command."""
        if any(step.refuted for step in self.steps):
            return ClaimError.status
        return 0 if self.ok else OpenClaimError.status

    def __str__(self) -> str:
        from tableau2net.audit.report import text

        return text(self)

    def as_json(self) -> dict[str, Any]:
        """The same, ready for `json.dumps`."""
        from tableau2net.audit.report import as_json

        return as_json(self)


@dataclass(frozen=True)
class Code:
    """Where code stands: in a file, or else in a module that Python imports; and the name of the object in it, with
    dots, empty for all of it."""

    reference: str
    file: str
    module: str
    name: str

    @staticmethod
    def of(reference: str) -> Code:
        """The code of FILE.py, FILE.py:NAME or package.module:object. Raises InputError where there is no such file."""
        file, module, name = _parted(reference)
        if file:
            _text(file)
        return Code(reference, file, module, name)

    @staticmethod
    def at(value: object) -> Code:
        """The code of a function or class, where it stands. Raises InputError where another process would not find
        it."""
        name = str(getattr(value, "__qualname__", ""))
        module = str(getattr(value, "__module__", None) or "")
        try:
            file = inspect.getsourcefile(value) or ""  # type: ignore[arg-type]
        except TypeError:
            file = ""
        if not name or "<" in name or not (os.path.isfile(file) or "." in module):
            expected = "a function or class at the top level of a file, or FILE.py:NAME"
            raise InputError("another process cannot find this", None, name or type(value).__name__, expected)
        if "." in module:
            return Code(f"{module}:{name}", "", module, name)
        return Code(f"{file}:{name}", file, "", name)

    @property
    def request(self) -> dict[str, str]:
        """What the child process is told of it."""
        file = os.path.abspath(self.file) if self.file else ""
        return {"file": file, "module": self.module, "object": self.name, "folder": os.getcwd()}


def audit(code: Code, expect: SchemeDocument | None = None, settings: Settings | None = None) -> Audit:
    """Run the steps of some code with probe fields, in a process of its own, and tell which methods they are. `expect`
    is what they should be; of a file that tableau2net emitted, that is what it was made from.

    Raises InputError for what cannot be run or understood.
    """
    settings = settings or Settings()
    if settings.family and settings.family not in KIND.names:
        expected = suggest.expected(settings.family, KIND.names)
        raise InputError("there is no such family of signatures", None, repr(settings.family), expected)
    network = origin(_text(code.file), code.file) if code.file and expect is None else None
    answers = _answers(code.request, code.reference, settings)
    if network is not None:
        return Audit(code.reference, _of_network(answers, network))
    return Audit(code.reference, tuple(of_answer(answer, expect) for answer in answers))


def audit_emitted(text: str, document: NetworkDocument) -> Audit:
    """As `audit`, of the text that was emitted for a network."""
    code = Code(document.name, "", "", "")
    answers = _answers(code.request, document.name, Settings(family="emitted"), text)
    return Audit(document.name, _of_network(answers, document))


def _answers(code: dict[str, str], place: str, settings: Settings, source: str | None = None) -> list[Any]:
    """What the child process recorded of each step."""
    request = {**code, "family": settings.family, "options": settings.options}
    recordings: list[Any] = answered(
        request, place, settings.seconds, int(settings.memory * (1 << 30)), source
    )["recordings"]
    return recordings


def _of_network(answers: list[Any], network: NetworkDocument) -> tuple[StepAudit, ...]:
    recordings = tuple(map(Recording.of, answers))
    return tuple(
        StepAudit(each.recording, expected=each.scheme, comparison=each.comparison, reason=each.reason)
        for each in validated(recordings, network)
    )


def of_answer(answer: Any, expect: SchemeDocument | None) -> StepAudit | SequenceAudit:
    """The audit of what was recorded: of a step, or of a sequence, which is that of one step where nothing but the
    state goes from one to the next."""
    if "states" not in answer:
        return of_step(Recording.of(answer), expect)
    trajectory = Trajectory.of(answer)
    closing = trajectory.counted(-1)  # a last evaluation, at the end of a step, is the first of the next one
    for each in (closing, trajectory):
        found = formula(each)
        if found is not None and found.is_one_step:
            return of_step(each.until(1), expect)
    for each in (trajectory, closing):
        found = formula(each)
        if found is not None:
            return of_sequence(each, found, expect)
    reason = f"its {trajectory.steps} steps do not settle on one formula"
    return StepAudit(trajectory.until(1), reason=reason)


def of_step(recording: Recording, expect: SchemeDocument | None) -> StepAudit:
    """The audit of a step that was recorded, and should be a scheme where one is told."""
    if recording.iterated:  # what is evaluated for a Jacobian, or as a guess, reaches no result
        recording = reduced(recording, merges=False)
    fields = tuple(dict.fromkeys(each.field for each in recording.evaluations))
    if expect is not None and expect.method.fields is not None:
        wanted = tuple(dict.fromkeys(expect.method.fields))
        if set(fields) != set(wanted) and len(fields) == len(wanted):
            recording = renamed(recording, dict(zip(fields, wanted, strict=True)))
            fields = wanted
    found = recovered(recording, identifier(recording.name), fields)
    wrong = faults(recording)
    if is_separable(recording):
        return _of_parts(recording, found, wrong, expect)
    if expect is None:
        return StepAudit(recording, found, wrong)
    comparison = compared(recording, of_method(expect.taken))
    return StepAudit(recording, found, wrong, expect.name, comparison)


def _of_parts(
    recording: Recording, found: Recovered | None, wrong: tuple[str, ...], expect: SchemeDocument | None
) -> StepAudit:
    """The audit of a step on position and momentum."""
    if found is None and expect is None:
        return StepAudit(recording, reason=NO_COMPOSITION)
    if expect is None:
        return StepAudit(recording, found, wrong)
    if expect.taken.fields is None:
        raise InputError("this is not a scheme for position and momentum", None, expect.name, "one as verlet")
    if found is None:
        return StepAudit(recording, expected=expect.name, comparison=Comparison((), (NO_COMPOSITION,)))
    comparison = compared(of_method(found.document.taken), of_method(expect.taken))
    return StepAudit(recording, found, wrong, expect.name, comparison)


def _parted(reference: str) -> tuple[str, str, str]:
    """The file, or else the module, and the name of the object in it. Raises InputError."""
    place, colon, name = reference.partition(":")
    if os.path.isfile(reference):
        return reference, "", ""
    if place.endswith(".py") or os.sep in place or os.path.isfile(place):
        return place, "", name
    if colon and all(part.isidentifier() for part in place.split(".")):
        return "", place, name
    raise InputError(
        "this does not name any code",
        Position(reference),
        repr(reference),
        "FILE.py:NAME, FILE.py or package.module:object",
    )


def _text(file: str) -> str:
    try:
        return files.content_of(file, "a Python file").decode("utf-8")
    except UnicodeDecodeError:
        raise InputError("this is not text in UTF-8", Position(file), "", "a Python file") from None
