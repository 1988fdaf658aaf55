"""What is right against what is said."""

from __future__ import annotations

from dataclasses import dataclass

from attack.expected import Is
from attack.product import Said, ask
from attack.scheme import Scheme
from attack.truth import Truth, truth


@dataclass(frozen=True)
class Disagreement:
    """Where they differ, what is right and what is said."""

    about: str
    right: str
    said: str

    def __str__(self) -> str:
        return f"{self.about}: right is {self.right}, said is {self.said}"


@dataclass(frozen=True)
class Verdict:
    """The disagreements; how many answers were compared, and which were left open."""

    disagreements: tuple[Disagreement, ...]
    compared: int
    open: tuple[str, ...]


def judge(scheme: Scheme) -> Verdict:
    """The product on a scheme's text against what is right of it."""
    return compared(truth(scheme), ask(scheme.text()))


def compared(right: Truth, said: Said) -> Verdict:
    if said.crash or said.error:
        about = "crash" if said.crash else "refused"
        return Verdict((Disagreement(about, "an answer", said.crash or said.error),), 0, ())
    found, left_open, count = [], [], 0
    for name, expected in right.items():
        answer = said.values.get(name)
        if answer is None and expected != Is(None):
            left_open.append(name)
            continue
        if name == "refuted" and isinstance(expected, Is):
            undecided = set(said.values["left open"])
            left_open += sorted(f"claimed {key}" for key in undecided)
            expected = Is(tuple(key for key in expected.value if key not in undecided))
        count += 1
        if not expected.met(answer):
            found.append(Disagreement(name, str(expected), str(answer)))
    return Verdict(tuple(found), count, tuple(left_open))
