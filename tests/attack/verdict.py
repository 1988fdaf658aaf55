"""What is right against what is said."""

from __future__ import annotations

from dataclasses import dataclass

from attack.expected import AtLeast, Expected, Is
from attack.product import Answers, ask
from attack.scheme import Scheme
from attack.truth import Truth, truth


@dataclass(frozen=True)
class Disagreement:
    """Where they differ, what is right and what is said."""

    about: str
    right: str
    answer: str

    def __str__(self) -> str:
        return f"{self.about}: right is {self.right}, said is {self.answer}"


@dataclass(frozen=True)
class Verdict:
    """The disagreements; how many answers were compared, and which were left open."""

    disagreements: tuple[Disagreement, ...]
    compared: int
    open: tuple[str, ...]


def judge(scheme: Scheme) -> Verdict:
    """The product on a scheme's text against what is right of it."""
    return compared(truth(scheme), ask(scheme.text()))


def compared(right: Truth, answers: Answers) -> Verdict:
    if "error" in right and not answers.crash:
        met = right["error"].met(answers.error)
        found = [] if met else [Disagreement("error", str(right["error"]), answers.error or "an answer")]
        return Verdict(tuple(found), 1, ())
    if answers.crash or answers.error:
        about = "crash" if answers.crash else "refused"
        return Verdict((Disagreement(about, "an answer", answers.crash or answers.error),), 0, ())
    found, count = [], 0
    left_open: list[str] = []
    for name, expected in right.items():
        answer = answers.values.get(name)
        if answer is None and expected != Is(None):
            left_open.append(name)
            continue
        if name in answers.bounds:
            left_open.append(name)
            if not _between(expected, *answers.bounds[name]):
                found.append(Disagreement(name, str(expected), f"between {answers.bounds[name]}"))
            continue
        if name == "refuted" and isinstance(expected, Is):
            undecided = set(answers.values["left open"])
            left_open += sorted(f"claimed {key}" for key in undecided)
            expected = Is(tuple(key for key in expected.value if key not in undecided))
        count += 1
        if not expected.met(answer):
            found.append(Disagreement(name, str(expected), str(answer)))
    return Verdict(tuple(found), count, tuple(left_open))


def _between(expected: Expected, least: int, most: int | None) -> bool:
    match expected:
        case Is(value=int() as right):
            return least <= right and (most is None or right <= most)
        case AtLeast(value=right):
            return most is None or right <= most
    return True
