"""An implicit method whose stage equations are iterated so many times, as the explicit method that this is.

Of each strongly connected component of the stages: a predictor, which takes the slopes known so far, then sweeps
over its stages with the newest slopes (Gauss–Seidel) or with those of the sweep before (Jacobi). Every evaluation is a
stage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tableau2net.exact import ZERO, Expression
from tableau2net.methods.general_linear import Method, Vector


def unrolled(method: Method, sweeps: int, *, jacobi: bool) -> Method:
    """The explicit method; its stages follow one another as they are evaluated."""
    evaluated: list[int] = []  # the stage of the method that each stage here evaluates
    rows: list[dict[int, Expression]] = []
    newest: dict[int, int] = {}

    def evaluate(stage: int, slopes: Mapping[int, int]) -> None:
        rows.append({slopes[j]: a for j, a in enumerate(method.A[stage]) if j in slopes})
        newest[stage] = len(evaluated)
        evaluated.append(stage)

    for component in method.components:
        for stage in component:
            evaluate(stage, newest)
        if len(component) == 1 and method.A[component[0]][component[0]] == ZERO:
            continue
        for _ in range(sweeps):
            before = dict(newest)
            for stage in component:
                evaluate(stage, before if jacobi else newest)
    places = {place: stage for stage, place in newest.items()}

    def given(entries: Mapping[int, Expression]) -> Vector:
        return tuple(entries.get(place, ZERO) for place in range(len(evaluated)))

    return replace(
        method,
        A=tuple(map(given, rows)),
        U=tuple(method.U[stage] for stage in evaluated),
        B=tuple(given({place: row[stage] for place, stage in places.items()}) for row in method.B),
        b_hat=None,
        multistep=None,
        collocation=None,
        recurrence=None,
        printed=None if method.printed is None else unrolled(method.printed, sweeps, jacobi=jacobi),
        fields=None if method.fields is None else tuple(method.fields[stage] for stage in evaluated),
        abscissae=None if method.abscissae is None else tuple(method.abscissae[stage] for stage in evaluated),
    )
