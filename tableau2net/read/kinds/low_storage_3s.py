"""Low-storage documents of Ketcheson's forms, 2S, 2S* and 3S*: registers s1, s2 and the state u before the step.

    s1 ← u,   s2 ← 0
    s2 ← s2 + δ_i s1,   s1 ← γ1_i s1 + γ2_i s2 + γ3_i u + h β_i f(s1),   i = 1…s        u_next = s1

The embedded result, where δ has an entry or two more, is (s2 + δ_{s+1} s1 + δ_{s+2} u)/Σ_i δ_i. Without γ3 the form is
2S, and with δ = (1, 0, …, 0) besides, 2S*. (D. I. Ketcheson, J. Comput. Phys. 229 (2010) 1763–1773, algorithms 1–4.)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from tableau2net.exact import ONE, ZERO, Expression, as_printed, is_zero
from tableau2net.methods import Line, Method, Recurrence
from tableau2net.methods.recurrence import Terms
from tableau2net.read.leaves import Choice, check_length, entries
from tableau2net.read.model import fault
from tableau2net.read.schemes.embedded import EmbeddedDocument
from tableau2net.read.schemes.form import FormDocument
from tableau2net.read.schemes.matrix import MAX_STAGES, Matrix, Vector


class LowStorage3SDocument(FormDocument, EmbeddedDocument):
    """`gamma1`, `gamma2`, `beta` (s each), `delta` (s, or with the weights of an embedded method one or two more), and
    `gamma3` (s) where the state before the step is kept."""

    kind: Annotated[Literal["low-storage-3s"], Choice()]
    gamma1: Vector
    """The factors of the register s1, one for each stage. Example: `[0, 1/2]`"""
    gamma2: Vector
    """The factors of the register s2, one for each stage. Example: `[1, 1/2]`"""
    gamma3: Vector | None = None
    """The factors of the state before the step, one for each stage, where that is kept. Example: `[0, 0]`"""
    beta: Vector
    """The factors of h f(s1), one for each stage. Example: `[1/2, 1]`"""
    delta: Vector
    """The multiples of s1 added to s2, one for each stage; one or two more are the weights of an embedded method.
    Example: `[1, 0]`"""

    def matrices(self) -> Mapping[str, Matrix]:
        return {}

    def vectors(self) -> Mapping[str, Vector | None]:
        return {name: getattr(self, name) for name in ("gamma1", "gamma2", "gamma3", "beta", "delta")}

    @property
    def stages(self) -> int:
        return len(self.beta)

    def build(self) -> Method:
        return self.formed(self.recurrence())

    def recurrence(self) -> Recurrence:
        """A register that holds what another does is the same value."""
        beta, delta, gamma3 = self.vector("beta") or (), self.vector("delta") or (), self.vector("gamma3")
        gammas = zip(self.vector("gamma1") or (), self.vector("gamma2") or (), strict=True)
        lines: list[Line] = []
        s1, reads = 0, []
        s2: int | None = None
        for i, (gamma1, gamma2) in enumerate(gammas):
            if s2 is None and delta[i] == ONE:
                s2 = s1
            elif delta[i] != ZERO:
                lines.append(Line("s2", _gathered((s2, ONE), (s1, delta[i]))))
                s2 = len(lines)
            reads.append(s1)
            third = ZERO if gamma3 is None else gamma3[i]
            values = _gathered((s1, gamma1), (s2, gamma2), (0, third))
            lines.append(Line("u" if i == len(beta) - 1 else "s1", values, ((i, beta[i]),)))
            s1 = len(lines)
        embedded = None
        if self._pair:
            total = sum(delta, ZERO)
            weights = zip((s2, s1, 0), (ONE, *delta[len(beta) :]), strict=False)
            embedded = Line("u_hat", _gathered(*((at, weight / total) for at, weight in weights)))
        return Recurrence(tuple(lines), tuple(reads), embedded, registers=2 if gamma3 is None else 3)

    @property
    def _pair(self) -> bool:
        return len(self.delta) > self.stages

    def check_form(self) -> None:
        s = self.stages
        if not 1 <= s <= MAX_STAGES:
            expected = f"one for each stage, from 1 to {MAX_STAGES}"
            raise fault("beta has the wrong length", entries(s), expected, path=("beta",))
        for name in ("gamma1", "gamma2", "gamma3"):
            values = getattr(self, name)
            if values is not None:
                check_length(name, values, s, "as many as beta")
        most = s + (1 if self.gamma3 is None else 2)
        if not s <= len(self.delta) <= most:
            expected = f"{s}, as many as beta, or with the weights of an embedded method up to {most}"
            raise fault("delta has the wrong length", entries(len(self.delta)), expected, path=("delta",))
        self.check_embedded(self._pair, f"delta of more than {s} entries, the weights of the embedded method")
        if self._pair and is_zero(as_printed(sum(self.delta, ZERO))):
            message, expected = "the weights of the embedded method sum to 0", "a sum to divide by"
            raise fault(message, "delta", expected, path=("delta",))


def _gathered(*terms: tuple[int | None, Expression]) -> Terms:
    """The terms with those of one value added up, without those that are 0, and those of a register that is empty."""
    found: dict[int, Expression] = {}
    for at, entry in terms:
        if at is not None:
            found[at] = found.get(at, ZERO) + entry
    return tuple((at, entry) for at, entry in found.items() if entry != ZERO)


DOCUMENT = LowStorage3SDocument
