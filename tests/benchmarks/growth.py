"""How the time to prove an order grows: with the order, and with the stages at order 4. The span engine beside the
enumeration of every rooted tree on the same tableaux, which stops where one run takes over ten seconds.

`python tests/benchmarks growth --plot FILE` draws it (extra `plot`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from tableau2net.exact import number
from tableau2net.methods import Method, runge_kutta
from tableau2net.read import load_scheme
from tableau2net.read.families.extrapolation import Extrapolation
from tableau2net.read.families.gauss import Gauss
from tableau2net.verify import prove
from tableau2net.verify.conditions.residuals import every_tree
from tableau2net.verify.conditions.setting import setting

TOO_LONG = 10.0  # seconds
ROWS, GAUSS, COPIES = range(1, 9), range(1, 17), (1, 2, 4, 8, 16, 32, 64)


@dataclass(frozen=True)
class Curve:
    """The seconds against the order or the stages."""

    name: str
    points: tuple[tuple[int, float], ...]


def main(plot: Path | None = None) -> None:
    against_order, against_stages = list(curves_of_order()), list(curves_of_stages())
    for title, curves in (("order", against_order), ("stages, order 4", against_stages)):
        for curve in curves:
            print(f"{curve.name}, ms against {title}:")
            print("  " + "  ".join(f"{x}: {1000 * seconds:.3g}" for x, seconds in curve.points))
    if plot is not None:
        draw(plot, against_order, against_stages)


def curves_of_order() -> Iterator[Curve]:
    extrapolated = [(2 * rows, member(Extrapolation, base="midpoint", rows=rows)) for rows in ROWS]
    yield curve("extrapolated midpoint rule, span", extrapolated, prove)
    yield curve("extrapolated midpoint rule, every tree", extrapolated, enumerated)
    yield curve("Gauss, modulo its nodes", [(2 * s, member(Gauss, stages=s)) for s in GAUSS], prove)


def curves_of_stages() -> Iterator[Curve]:
    repeated = [(4 * copies, composed(load_scheme("rk4").method, copies)) for copies in COPIES]
    yield curve("RK4 repeated, span", repeated, prove)
    yield curve("RK4 repeated, every tree", repeated, enumerated)


def curve(name: str, methods: list[tuple[int, Method]], run: Callable[[Method], object]) -> Curve:
    """The best of three runs of each, until one takes too long."""
    points: list[tuple[int, float]] = []
    for x, method in methods:
        seconds = min(timed(run, method) for _ in range(1 if points and points[-1][1] > 1 else 3))
        points.append((x, seconds))
        if seconds > TOO_LONG / 5:
            break
    return Curve(name, tuple(points))


def timed(run: Callable[[Method], object], method: Method) -> float:
    start = time.perf_counter()
    run(method)
    return time.perf_counter() - start


def enumerated(method: Method) -> int:
    """The order, tree by tree, as far as the span engine looks: up to order p + 1."""
    context, n = setting(method), 0
    b = [context.domain.number(entry.rational or Fraction(0)) for entry in method.B[0]]
    while True:
        n += 1
        for tree in every_tree(context.span).of_order(n):
            value = sum((x * y for x, y in zip(b, tree.stages, strict=True)), context.domain.zero)
            if value - context.span.share(tree):
                return n - 1


def composed(method: Method, copies: int) -> Method:
    """So many steps of a Runge–Kutta method in one, each a part of its length."""
    share, s = Fraction(1, copies), method.stages
    weights = [number(share) * b for b in method.B[0]]
    A = []
    for copy in range(copies):
        for row in method.A:
            after = [number(0)] * (s * (copies - copy - 1))
            A.append((*weights * copy, *(number(share) * a for a in row), *after))
    return runge_kutta(f"{method.name} {copies} times", tuple(A), tuple(weights * copies))


def member(document: type[Any], **arguments: int | str) -> Method:
    family = document.model_fields["family"].annotation.__args__[0]
    keys = {"name": "member", "kind": "family", "family": family, **arguments}
    method: Method = document.model_validate(keys).method
    return method


def draw(target: Path, against_order: list[Curve], against_stages: list[Curve]) -> None:
    """Both pictures side by side, with logarithmic axes: a polynomial is a line."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"svg.hashsalt": "tableau2net", "font.size": 10}):
        figure = Figure(figsize=(11, 4.6), layout="constrained")
        for axes, curves, label in zip(
            figure.subplots(1, 2), (against_order, against_stages), ("order", "stages, order 4"), strict=True
        ):
            for each in curves:
                style = "--" if "every tree" in each.name else "-"
                x, seconds = zip(*each.points, strict=True)
                axes.loglog(x, [1000 * value for value in seconds], style, marker="o", label=each.name)
            ticks = sorted({x for each in curves for x, _ in each.points})
            shown = [x for x in ticks if x in (1, 2, 4, 8, 16, 32, 64, 128, 256)]
            axes.set_xticks(shown, [str(x) for x in shown])
            axes.minorticks_off()
            axes.set(xlabel=label, ylabel="milliseconds to prove the order")
            axes.grid(alpha=0.3)
            axes.legend(frameon=False)
        figure.savefig(target, dpi=120)
