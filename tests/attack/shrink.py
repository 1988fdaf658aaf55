"""A scheme that is disagreed on, made small: fewer stages and claims, plainer numbers, the same disagreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from attack.scheme import VECTORS, Rows, Scheme
from attack.verdict import Disagreement, judge


def shrunk(scheme: Scheme, known: Disagreement) -> tuple[Scheme, Disagreement]:
    """The smallest that is found with a disagreement about the same; the scheme itself where it does not come again."""
    about = known.about
    improved = _about(scheme, about) is not None
    while improved:
        improved = False
        for candidate in smaller(scheme):
            found = _about(candidate, about)
            if found is not None:
                scheme, known, improved = candidate, found, True
                break
    return scheme, known


def _about(scheme: Scheme, about: str) -> Disagreement | None:
    try:
        verdict = judge(scheme)
    except Exception:  # of the oracles: what is no scheme is not smaller
        return None
    return next((each for each in verdict.disagreements if each.about == about), None)


def smaller(scheme: Scheme) -> Iterator[Scheme]:
    """Schemes that are a little plainer."""
    if scheme.texts and "decimals" not in scheme.keys:
        yield replace(scheme, texts={})
        yield from (replace(scheme, texts=_without(scheme.texts, place)) for place in scheme.texts)
    for claim in (
        "order",
        "stage_order",
        "embedded_order",
        "effective_order",
        "rescaled_order",
        "zero_stable",
    ):
        if claim in scheme.keys:
            yield scheme.claiming(**{claim: None})
    for name in ("c", "b_hat"):
        if name in scheme.arrays and not (name == "c" and scheme.kind == "general-linear"):
            yield replace(scheme, arrays=_without(scheme.arrays, name)).claiming(embedded_order=None)
    if scheme.kind == "family":
        return
    yield from _fewer(scheme)
    for place, entry in scheme.places():
        for plainer in (Fraction(0), Fraction(1), Fraction(1, 2)):
            if (
                entry
                and "decimals" not in scheme.keys
                and (not isinstance(entry, Fraction) or _length(entry) > _length(plainer))
            ):
                yield scheme.with_entry(place, plainer)


def _length(x: Fraction) -> int:
    return abs(x.numerator) + x.denominator if x else 0


def _without(items: Mapping[Any, Any], key: Any) -> dict[Any, Any]:
    return {k: v for k, v in items.items() if k != key}


def _fewer(scheme: Scheme) -> Iterator[Scheme]:
    """Without a stage, or a step."""
    if scheme.kind == "linear-multistep":
        if len(scheme["alpha"][0]) > 2:
            yield replace(
                scheme, arrays={name: (rows[0][1:],) for name, rows in scheme.arrays.items()}, texts={}
            )
        return
    if scheme.stages < 2:
        return
    for k in range(scheme.stages):

        def cut(name: str, rows: Rows, k: int = k) -> Rows:
            short = name.split(".")[-1]
            if short in VECTORS:
                return (rows[0][:k] + rows[0][k + 1 :],)
            if short == "A":
                return tuple(row[:k] + row[k + 1 :] for i, row in enumerate(rows) if i != k)
            if short == "U":
                return tuple(row for i, row in enumerate(rows) if i != k)
            if short == "B":
                return tuple(row[:k] + row[k + 1 :] for row in rows)
            return rows

        yield replace(
            scheme, arrays={name: cut(name, rows) for name, rows in scheme.arrays.items()}, texts={}
        )
