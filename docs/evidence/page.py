"""Write ../evidence.md and its pictures from the results. `python page.py`"""

from __future__ import annotations

import math
import shlex
from dataclasses import dataclass

from comparisons import HERE, Comparison, Plan, read_plan

from tableau2net.compare import records
from tableau2net.compare.forest_plot import Branch
from tableau2net.compare.picture import draw_differences, draw_errors
from tableau2net.compare.records import Record
from tableau2net.compare.statistics import deviation, differences, pairs_needed
from tableau2net.compare.table import Row, markdown, rows

PAGE = HERE.parent / "evidence.md"
ALPHA = 0.05
NONE = "—"
UNDONE = "not all pairs yet"


@dataclass(frozen=True)
class Measured:
    """A comparison with what the results have of it; without rows where its baseline was not trained yet."""

    comparison: Comparison
    records: list[Record]
    rows: list[Row]
    verdicts: list[str]


def page() -> str:
    """The page as the results have it now."""
    plan = read_plan()
    intro = (HERE / "intro.md").read_text(encoding="utf-8").rstrip()
    all_measured = [measured(comparison, plan) for comparison in plan.comparisons]
    tables = [_section(number, each, plan) for number, each in enumerate(all_measured, start=1)]
    parts = [intro, _overview(all_measured), _history(all_measured), *tables]
    return "\n\n".join(part for part in parts if part) + "\n"


def measured(comparison: Comparison, plan: Plan) -> Measured:
    """A comparison's records, rows and verdicts."""
    found, baseline = chosen(comparison), comparison.networks[0]
    if baseline not in {record.network for record in found}:
        return Measured(comparison, found, [], [])
    table = rows(found, baseline)
    return Measured(comparison, found, table, verdicts(comparison, table, plan.margin))


def chosen(comparison: Comparison) -> list[Record]:
    """The records that belong to a comparison: of its networks, and of the seeds that were planned."""
    if not comparison.results.exists():
        return []
    found = [
        record
        for record in records.read(comparison.results)
        if record.network in comparison.networks and record.seed < comparison.pairs
    ]
    return sorted(found, key=lambda record: (comparison.networks.index(record.network), record.seed))


def verdicts(comparison: Comparison, table: list[Row], margin: float) -> list[str]:
    """A verdict for every row that the claim is about, by the rules of plan.md."""
    return [_verdict(comparison, row, margin) for row in table]


def _verdict(comparison: Comparison, row: Row, margin: float) -> str:
    if row.network in (comparison.networks[0], *comparison.unclaimed):
        return NONE
    if row.difference is None or row.difference.n < comparison.pairs:
        return UNDONE
    # The claim that the others are worse is the claim that the first is better.
    sign = -1 if comparison.kind == "worse" else 1
    low, high = sorted((sign * row.difference.low, sign * row.difference.high))
    if comparison.kind == "no-worse":
        reproduced, excluded = high < margin, low > margin
    else:
        reproduced, excluded = high < 0 and (row.adjusted or 0.0) < ALPHA, low > -margin
    if reproduced:
        return "reproduced"
    return "not reproduced" if excluded else "not resolvable at this scale"


def _overview(all_measured: list[Measured]) -> str:
    lines = ["| | claim | verdict |", "| --- | --- | --- |"]
    for number, each in enumerate(all_measured, start=1):
        if each.comparison.superseded:
            continue
        claim = each.comparison.claim + (" *Not planned.*" if each.comparison.afterwards else "")
        given = zip(each.rows, each.verdicts, strict=True)
        told_each = "; ".join(f"`{row.network}` {verdict}" for row, verdict in given if verdict != NONE)
        lines.append(f"| {number} | {claim} | {told_each or UNDONE} |")
    return "\n".join(lines)


def _history(all_measured: list[Measured]) -> str:
    """Those that count no more, and why; nothing where all count."""
    lines = [
        f"- {number}, {each.comparison.title}: {each.comparison.superseded}"
        for number, each in enumerate(all_measured, start=1)
        if each.comparison.superseded
    ]
    return "\n".join(["Superseded, and kept as history:", "", *lines]) if lines else ""


def _section(number: int, each: Measured, plan: Plan) -> str:
    comparison = each.comparison
    data = plan.data[comparison.data]
    parts = [
        f"## {number}. {comparison.title}",
        comparison.claim,
        comparison.superseded and f"*Superseded.* {comparison.superseded}",
        comparison.afterwards and f"*Not planned.* {comparison.afterwards}",
        f"{data['title']}; seeds 0 to {comparison.pairs - 1}; in `docs/evidence`:",
        f"```sh\n{_folded(comparison.command(plan))}\n```",
    ]
    if each.rows:
        parts += [markdown(each.rows, each.verdicts).rstrip(), _spread(comparison, each.records, plan)]
    else:
        parts.append("Not yet measured.")
    return "\n\n".join(part for part in parts if part)


def _spread(comparison: Comparison, found: list[Record], plan: Plan) -> str:
    """How far the pairs scattered, against the pilot by which their number was fixed."""
    errors = {
        name: {record.seed: record.error for record in found if record.network == name}
        for name in comparison.networks
    }
    baseline, *others = comparison.networks
    scatters, unpaired = [], []
    for name in others:
        apart = differences(errors[baseline], errors[name])
        if len(apart) >= comparison.pairs:
            scatters.append(deviation(apart))
            unpaired.append(
                math.hypot(*(deviation(list(errors[each].values())) for each in (baseline, name)))
            )
    if not scatters:
        return ""
    needed = pairs_needed(max(scatters), plan.margin)
    parts = [scatter / alone for scatter, alone in zip(scatters, unpaired, strict=True)]
    return (
        f"The differences' deviation is {_range(scatters, '.2f')} points, {_range(parts, '.0%')} of what it would be "
        f"without pairs; by the largest, {needed} pairs would find {plan.margin:g} points with a power of 0.8."
    )


def _range(values: list[float], form: str) -> str:
    low, high = (format(value, form) for value in (min(values), max(values)))
    return low if low == high else f"{low} to {high}"


def _folded(call: list[str], width: int = 110) -> str:
    lines = [""]
    for word in map(shlex.quote, call):
        if len(lines[-1]) + len(word) > width:
            lines[-1] += " \\"
            lines.append("   ")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines)


def pictures() -> None:
    """For each data set error against parameters; and the differences of all comparisons that count."""
    plan = read_plan()
    for name, data in plan.data.items():
        found = {
            record.key: record for each in plan.comparisons if each.data == name for record in chosen(each)
        }
        if found:
            title = f"{data['title']}, {data['images']:,} training images, ten epochs"
            draw_errors(list(found.values()), HERE / f"{name}.svg", title)
    title = f"Every comparison that counts, and the margin of {plan.margin:g} points"
    draw_differences(branches(plan), HERE / "differences.svg", title, plan.margin)


def branches(plan: Plan) -> list[Branch]:
    """The rows of the picture of differences: a comparison's number and baseline, and below it its networks."""
    grown: list[Branch] = []
    for number, comparison in enumerate(plan.comparisons, start=1):
        found = [row for row in measured(comparison, plan).rows if row.difference is not None]
        if found and not comparison.superseded:
            grown.append(Branch(f"{number}. against {comparison.networks[0]}"))
            grown += [Branch(row.network, row.difference) for row in found]
    return grown


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    pictures()
