"""What is read off a Runge–Kutta tableau by a line of algebra each (Hairer, Lubich, Wanner, ch. V and VI)."""

from __future__ import annotations

from collections.abc import Iterator

from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.scope import ONE_FIELD, RUNGE_KUTTA
from tableau2net.analyse.subject import Subject

TITLE = "Structure"
DEFINED_FOR = (ONE_FIELD, RUNGE_KUTTA)


def find(subject: Subject) -> tuple[Finding, ...]:
    """Stiffly accurate, first-same-as-last, symmetric, symplectic; for every value of a parameter."""
    return (
        Finding("stiffly accurate", stiffly_accurate(subject)),
        Finding("first same as last", stiffly_accurate(subject) and not any(subject.A[0])),
        Finding("symmetric", symmetric(subject)),
        Finding("symplectic", symplectic(subject)),
    )


def stiffly_accurate(subject: Subject) -> bool:
    """a_sj = b_j: the last stage is the result."""
    return all(not a - b for a, b in zip(subject.A[-1], subject.b, strict=True))


def symplectic(subject: Subject) -> bool:
    """b_i a_ij + b_j a_ji = b_i b_j for all i and j (Sanz-Serna; Lasagni; Suris 1988)."""
    A, b, stages = subject.A, subject.b, range(subject.method.stages)
    return all(not b[i] * A[i][j] + b[j] * A[j][i] - b[i] * b[j] for i in stages for j in stages if j <= i)


def symmetric(subject: Subject) -> bool:
    """The adjoint method is the method itself: some permutation π of the stages has b_π(j) = b_j and
    a_π(i)π(j) + a_ij = b_j (Hairer, Lubich, Wanner, theorem V.2.3)."""
    return next(_reflections(subject, []), None) is not None


def _reflections(subject: Subject, chosen: list[int]) -> Iterator[list[int]]:
    """All ways to complete π, of which the first values are chosen."""
    A, b, s, i = subject.A, subject.b, subject.method.stages, len(chosen)
    if i == s:
        yield chosen
        return
    for candidate in range(s - 1, -1, -1):
        if candidate in chosen or b[candidate] - b[i]:
            continue
        images = [*chosen, candidate]
        if all(
            not A[candidate][images[j]] + A[i][j] - b[j] and not A[images[j]][candidate] + A[j][i] - b[i]
            for j in range(i + 1)
        ):
            yield from _reflections(subject, images)
