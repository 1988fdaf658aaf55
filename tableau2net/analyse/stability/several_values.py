"""Stability of methods with several eigenvalues, from Φ(w, z) = 0 between the eigenvalues w of a step and z = λh.

A-stability, by the maximum principle: where the leading coefficient of Φ, its content divided out, has no zero with
Re z ≤ 0, max |w| is subharmonic in the left half-plane and grows there no faster than a power of |z|, so that it keeps
to its bound on the imaginary axis (Phragmén, Lindelöf). Inside, a root with |w| = 1 is the same for all z, and so is
its multiplicity.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tableau2net.algebra.domains import OrderedDomain
from tableau2net.algebra.polynomials import Polynomial, hurwitz
from tableau2net.algebra.polynomials.bivariate import primitive, trimmed
from tableau2net.algebra.polynomials.schur import Disc
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.stability.axis import AlongAxis, Axis, Stretch
from tableau2net.analyse.words.ends import end

MOST_VALUES = 14  # eigenvalues, for which the resultants of their discriminants are still quick
TOO_MANY = f"it is not computed for more than {MOST_VALUES} eigenvalues"
EMPTY = "not even z = 0 is stable"
MULTIPLE = "a multiple eigenvalue of modulus 1, which may or may not let solutions grow"


def a_stability(phi: Sequence[Polynomial], order: OrderedDomain) -> Finding:
    """Whether the root condition holds for all z with Re z ≤ 0; left open where only a multiple root on the circle
    is in its way, for then it depends on more than Φ whether solutions grow."""
    reduced = primitive(trimmed(phi))
    if not hurwitz(reduced[-1].mirrored(), order):
        return Finding("A-stable", False)
    verdict = AlongAxis.of(reduced, Axis.IMAGINARY, order).worst()
    if verdict is Disc.MULTIPLE:
        return Finding("A-stable", None, MULTIPLE)
    return Finding("A-stable", verdict is Disc.STABLE)


def intervals(
    phi: Sequence[Polynomial], order: OrderedDomain, digits: int, *, multistep: bool = False
) -> tuple[Finding, ...]:
    """The stable intervals of both axes, from 0 on; with a remark where a multiple root on the circle ends them, which
    for a multistep method alone means that solutions grow."""
    reduced = primitive(trimmed(phi))
    axes = {axis: AlongAxis.of(reduced, axis, order) for axis in Axis}
    if len(reduced) > MOST_VALUES + 1 and axes[Axis.REAL].at(Fraction(0)) is Disc.STABLE:
        return tuple(Finding(f"{axis.value} interval", None, TOO_MANY) for axis in axes)
    stretches = {axis: along.stretch() for axis, along in axes.items()}
    return tuple(_interval(axis, found, digits, multistep) for axis, found in stretches.items())


def _interval(axis: Axis, found: Stretch, digits: int, multistep: bool) -> Finding:
    text = end(found.end, digits, negative=axis is Axis.REAL, is_open=not found.closed)
    uncertain = found.verdict is Disc.MULTIPLE and not multistep
    remark = f"at least; it ends at {MULTIPLE}" if uncertain else EMPTY if text == "∅" else ""
    return Finding(f"{axis.value} interval", text, remark)
