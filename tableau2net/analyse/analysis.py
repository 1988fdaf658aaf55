"""What the analysis hands on: sections of findings, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import fill
from typing import Any

Answer = bool | int | str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One property: yes or no, a number, or a formula; None where it is left open, and `remark` says why."""

    name: str
    value: Answer
    remark: str = ""

    def __str__(self) -> str:
        match self.value:
            case None:
                text = "left open"
            case bool():
                text = "yes" if self.value else "no"
            case _:
                text = str(self.value)
        return f"{text} ({self.remark})" if self.remark else text


@dataclass(frozen=True, slots=True)
class Section:
    """Findings that belong together."""

    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that was found of one scheme; `note` says in which sense, `reduction` what was left out of a reducible method
    before it was analysed. `undefined` are the titles of what is not defined for such a scheme, with their reasons."""

    name: str
    title: str
    kind: str
    sections: tuple[Section, ...]
    note: str = ""
    reduction: str = ""
    undefined: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Name, kind, notes, the findings by section, and what is not defined, ready for `json.dumps`."""
        properties = {
            section.title: {
                finding.name: {"value": finding.value, "remark": finding.remark}
                for finding in section.findings
            }
            for section in self.sections
        }
        return {
            "name": self.name,
            "kind": self.kind,
            "note": self.note,
            "reduction": self.reduction,
            "properties": properties,
            "undefined": dict(self.undefined),
        }

    def describe(self) -> str:
        """The sections one below the other, the findings in two columns."""
        heading = f"{self.name}: {self.title}" if self.title else self.name
        heading = "\n".join(line for line in (heading, self.note, self.reduction) if line)
        reasons = dict.fromkeys(reason for _, reason in self.undefined)
        left_out = [_left_out(reason, self.undefined) for reason in reasons]
        return "\n\n".join([heading, *map(_table, self.sections), *left_out])

    def __getitem__(self, name: str) -> Answer:
        """The value of the finding of that name. Raises KeyError where there is none."""
        for section in self.sections:
            for finding in section.findings:
                if finding.name == name:
                    return finding.value
        raise KeyError(name)


def _table(section: Section) -> str:
    width = max(len(finding.name) for finding in section.findings)
    rows = [f"  {finding.name:<{width}}  {finding}" for finding in section.findings]
    return "\n".join([section.title, *rows])


def _left_out(reason: str, undefined: Iterable[tuple[str, str]]) -> str:
    titles = ", ".join(title for title, why in undefined if why == reason)
    return f"{reason[0].upper()}{reason[1:]}\n{fill(titles, 88, initial_indent='  ', subsequent_indent='  ')}"
