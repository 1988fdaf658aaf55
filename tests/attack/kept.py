"""The cases that are kept: schemes on which the product was once wrong, each with what is right.

A case is a YAML file in cases/:

    why:     in a sentence, what is special
    right:   answers by their names: a value, or the text that is said; `error: TEXT` where the input is refused in one
             line with TEXT in it; `refuted: [keys of claims]`
    never:   answers that must not be given
    says:    what stands in the output of `check`
    status:  the exit status of `check`, or those that it may have; `analyze` then is asked too, and shows no traceback
    awaits:  why it is still wrong
    text:    the document, of a scheme or of a network
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from attack.product import ask, run
from attack.verdict import Disagreement

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    name: str
    why: str
    text: str
    right: Mapping[str, Any]
    never: Mapping[str, Any]
    says: tuple[str, ...]
    status: tuple[int, ...] = ()
    awaits: str = ""


def cases() -> list[Case]:
    return [_read(file) for file in sorted(CASES.glob("*.yaml"))]


def _read(file: Path) -> Case:
    found = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    status = found.get("status", [])
    return Case(
        name=file.stem,
        why=found["why"],
        text=found["text"],
        right=found.get("right", {}),
        never=found.get("never", {}),
        says=tuple(found.get("says", [])),
        status=tuple(status) if isinstance(status, list) else (status,),
        awaits=found.get("awaits", ""),
    )


def disagreements(case: Case) -> list[Disagreement]:
    """Where what is said of a case is not right."""
    found = list(_asked(case)) if case.right or case.never else []
    if case.status or case.says:
        found += _run(case)
    return found


def _asked(case: Case) -> Iterator[Disagreement]:
    answers = ask(case.text)
    if answers.crash or (answers.error and "error" not in case.right):
        yield Disagreement(
            "crash" if answers.crash else "refused", "an answer", answers.crash or answers.error
        )
    for name, right in case.right.items():
        answer = answers.error if name == "error" else answers.values.get(name)
        if not _met(name, right, answer):
            yield Disagreement(name, str(right), str(answer))
    for name, wrong in case.never.items():
        if answers.values.get(name) == wrong:
            yield Disagreement(name, f"not {wrong}", str(wrong))


def _run(case: Case) -> Iterator[Disagreement]:
    check = run("check", case.text)
    if case.status and check.status not in case.status:
        yield Disagreement("status of check", str(case.status), f"{check.status}: {check.errors}")
    for text in case.says:
        if text not in check.output:
            yield Disagreement("check", text, check.output)
    done = [check, run("analyze", case.text)] if case.right or case.never else [check]
    for each in done:
        if "Traceback" in each.errors or each.errors.count("\n") > 1:
            yield Disagreement("standard error", "one line at most", each.errors)


def _met(name: str, right: Any, answer: Any) -> bool:
    if name == "error":
        return str(right) in str(answer) and "\n" not in str(answer)
    if name == "refuted":
        return bool(tuple(right) == answer)
    if isinstance(right, str) and isinstance(answer, str):
        return answer.endswith(right)
    return type(right) is type(answer) and bool(right == answer)
