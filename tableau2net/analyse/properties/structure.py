"""What is read off a Runge–Kutta tableau by a line of algebra each (Hairer, Lubich, Wanner, ch. V and VI)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tableau2net.algebra.domains import Element
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.scope import ONE_FIELD, RUNGE_KUTTA
from tableau2net.analyse.subject import Rows, Subject

MAY_BE_EQUAL = "within the digits some stages may be equal"
TITLE = "Structure"
DEFINED_FOR = (ONE_FIELD, RUNGE_KUTTA)


def find(subject: Subject) -> tuple[Finding, ...]:
    """Stiffly accurate, first-same-as-last, symmetric, symplectic; for every value of a parameter. The first
    holds of the tableau as it is given, whose last stage may be there for that alone, or of the irreducible one; the
    second of the one that is given."""
    given = _Tableau(subject.rows(subject.given.A), subject.vector(subject.given.B[0]))
    return (
        Finding("stiffly accurate", given.ends_in_result or _Tableau(subject.A, subject.b).ends_in_result),
        Finding("first same as last", given.ends_in_result and not any(given.A[0])),
        _certain("symmetric", symmetric(subject), subject),
        _certain("symplectic", symplectic(subject), subject),
    )


def _certain(name: str, holds: bool, subject: Subject) -> Finding:
    """Within the digits, stages that are equal for some choice of coefficients are not found to be. So a property of
    the irreducible method is denied only where the method certainly is that, or where R(z) R(−z) = 1, which follows
    from the property, is denied."""
    if holds or not subject.within_digits or subject.certainly_irreducible:
        return Finding(name, holds)
    if subject.R is not None and subject.R.damping:
        return Finding(name, False)
    return Finding(name, None, MAY_BE_EQUAL)


@dataclass(frozen=True, slots=True)
class _Tableau:
    """A and b."""

    A: Rows
    b: tuple[Element, ...]

    @property
    def ends_in_result(self) -> bool:
        """a_sj = b_j: the last stage is the result."""
        return bool(self.A) and all(not a - b for a, b in zip(self.A[-1], self.b, strict=True))


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
