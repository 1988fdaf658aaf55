"""A comparison as a table: one row a network, each against a baseline over the seeds that both have."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from tableau2net.compare.records import Record, networks
from tableau2net.compare.statistics import Interval, deviation, differences, holm, interval, mean, p_value
from tableau2net.errors import InputError

HEADS = (
    "network",
    "n",
    "error, % (95 %)",
    "difference (95 %)",
    "p",
    "p (Holm)",
    "parameters",
    "MACs",
    "evaluations",
    "step time",
)
NOTHING = "—"
Cell = str | int


@dataclass(frozen=True, slots=True)
class Row:
    """A network over its n seeds; None where there is nothing to say: of the baseline against itself, or too few pairs.

    `difference` is of the errors, network − baseline, and `step_time` the median ratio network / baseline. Of the mean
    error, `deviation` tells how far the seeds scatter, and `within` where the mean is.
    """

    network: str
    n: int
    error: float
    deviation: float | None
    within: Interval | None
    difference: Interval | None
    p: float | None
    adjusted: float | None
    parameters: int
    macs: int
    evaluations: int
    step_time: float | None


def rows(records: Iterable[Record], baseline: str) -> list[Row]:
    """One row a network, in the order of first appearance; the p-values are adjusted for all rows together.

    Raises InputError where the records cannot be compared (see `networks`), and where none is of the baseline.
    """
    found = networks(records)
    if baseline not in found:
        names = ", ".join(found) or "no records"
        raise InputError("there is no record of the baseline", None, names, baseline)
    plain = [_row(name, own, found[baseline]) for name, own in found.items()]
    adjusted = iter(holm([row.p for row in plain if row.p is not None]))
    return [row if row.p is None else replace(row, adjusted=next(adjusted)) for row in plain]


def _row(name: str, own: Sequence[Record], baseline: Sequence[Record]) -> Row:
    errors = {record.seed: record.error for record in own}
    apart: list[float] = []
    ratios: list[float] = []
    if own is not baseline:
        apart = differences({record.seed: record.error for record in baseline}, errors)
        times = {record.seed: record.step_time for record in baseline}
        ratios = [record.step_time / times[record.seed] for record in own if times.get(record.seed)]
    return Row(
        network=name,
        n=len(own),
        error=mean(list(errors.values())),
        deviation=deviation(list(errors.values())) if len(own) > 1 else None,
        within=interval(list(errors.values())) if len(own) > 1 else None,
        difference=interval(apart) if apart else None,
        p=p_value(apart) if len(apart) > 1 else None,
        adjusted=None,
        parameters=own[0].parameters,
        macs=own[0].macs,
        evaluations=own[0].evaluations,
        step_time=1.0 if own is baseline else median(ratios) if ratios else None,
    )


def text(rows: Iterable[Row]) -> list[list[Cell]]:
    """The cells under `HEADS`, for a terminal: counts as integers, all else as text with the numbers to the right."""
    cells = [_cells(row) for row in rows]
    for column in range(1, len(HEADS)):
        texts = [line[column] for line in cells]
        width = max((len(cell) for cell in texts if isinstance(cell, str)), default=0)
        for line, cell in zip(cells, texts, strict=True):
            line[column] = cell.rjust(width) if isinstance(cell, str) else cell
    return cells


def markdown(rows: Iterable[Row], verdicts: Sequence[str] = ()) -> str:
    """The table in Markdown, its columns aligned in the source too, with a newline at the end.

    With `verdicts`, one a row, it has a column of them.
    """
    lines = [[f"{cell:,}" if isinstance(cell, int) else cell for cell in _cells(row)] for row in rows]
    heads: tuple[str, ...] = HEADS
    if verdicts:
        heads = (*HEADS, "verdict")
        lines = [[*line, verdict] for line, verdict in zip(lines, verdicts, strict=True)]
    widths = [max(3, *map(len, column)) for column in zip(heads, *lines, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "".join(
        "| " + " | ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]) + " |\n"
        for line in (list(heads), rule, *lines)
    )


def _cells(row: Row) -> list[Cell]:
    difference = row.difference
    return [
        row.network,
        row.n,
        _spread(_number(row.error), row.within.half_width if row.within else None),
        _spread(_number(difference.mean, "+"), difference.half_width) if difference else NOTHING,
        _chance(row.p),
        _chance(row.adjusted),
        row.parameters,
        row.macs,
        row.evaluations,
        f"{_number(row.step_time)}×" if row.step_time is not None else NOTHING,
    ]


def _spread(centre: str, width: float | None) -> str:
    if width is None:
        return centre
    return f"{centre} ± {'∞' if math.isinf(width) else _number(width)}"


def _chance(p: float | None) -> str:
    if p is None:
        return NOTHING
    return "< 0.01" if p < 0.005 else _number(p)


def _number(value: float, sign: str = "-") -> str:
    """Two decimals, thousands apart, with a minus sign that is one; no sign at a 0.00."""
    shown = f"{value:{sign},.2f}"
    return "0.00" if float(shown.replace(",", "")) == 0 else shown.replace("-", "−")
