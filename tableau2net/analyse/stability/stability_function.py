"""What a method makes of Dahlquist's equation u' = λu with z = λh (Hairer, Wanner II, IV.3 and V.9)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from tableau2net.algebra.domains import Domain, Element, convert
from tableau2net.algebra.domains.within_digits import WithinDigits
from tableau2net.algebra.linear.matrix import determinant, product, reversed_characteristic, solved
from tableau2net.algebra.polynomials import Polynomial
from tableau2net.algebra.polynomials.polynomial import alike, as_fraction, through
from tableau2net.methods import Method

TELLING = Fraction(1, 10**9)  # how small a number is that counts as 0 beside others


@dataclass(frozen=True, slots=True)
class StabilityFunction:
    """R(z) = P(z)/Q(z) in lowest terms, with Q(0) = 1: u_{n+1} = R(z) u_n."""

    P: Polynomial
    Q: Polynomial

    @property
    def damping(self) -> Polynomial:
        """Q(z)Q(−z) − P(z)P(−z), which is 0 where R(z)R(−z) = 1: nothing is damped on the imaginary axis."""
        return self.Q * self.Q.mirrored() - self.P * self.P.mirrored()

    def text(self) -> str:
        """As one fraction with integer coefficients where they are rational; a polynomial as it is."""
        if self.Q.degree == 0:
            return self.P.text("z")
        fractions = [as_fraction(a) for a in (*self.P.coefficients, *self.Q.coefficients)]
        P, Q = self.P, self.Q
        if all(value is not None for value in fractions):
            scale = Fraction(_common_denominator([value or Fraction(0) for value in fractions]))
            P, Q = (each.scaled(each.domain.number(scale)) for each in (P, Q))
        return f"{_wrapped(P.text('z'))}/{_wrapped(Q.text('z'))}"


def one_step(method: Method, domain: Domain) -> StabilityFunction:
    """R(z) = V + z B (I − zA)^{-1} U of a method with one external value.

    Q(z) = det(I − zA) is the product over the strongly connected components of the stage graph. For
    large n the moments m_n = B A^n U obey Q's recurrence, so P = Q · (V + Σ m_n z^{n+1}) ends at z^s.
    """
    s, one = method.stages, domain.one
    A, U, B = ([[convert(a, domain) for a in row] for row in M] for M in (method.A, method.U, method.B))
    Q = Polynomial((one,), domain)
    for component in method.components:
        block = [[A[i][j] for j in component] for i in component]
        Q = Q * reversed_characteristic(block, domain)
    series, vector = [convert(method.V[0][0], domain)], U
    for _ in range(s):
        series.append(product(B, vector, domain)[0][0])
        vector = product(A, vector, domain)
    full = Q * Polynomial.of(series, domain)
    P = Polynomial.of(full.coefficients[: s + 1], domain)
    if isinstance(domain, WithinDigits):
        return _without_poles(P, Q, [A[i][i] for i, *more in method.components if not more])
    return _lowest_terms(P, Q)


def stability_polynomial(method: Method, domain: Domain) -> tuple[Polynomial, ...]:
    """Φ(w, z) = det(I − zA) det(wI − M(z)) with M(z) = V + zB(I − zA)^{-1}U, by rising powers of w.

    Its degree in z is at most s, so s + 1 values at integers z determine it (Lagrange).
    """
    A, U, B, V = (
        [[convert(a, domain) for a in row] for row in M] for M in (method.A, method.U, method.B, method.V)
    )
    s, r = method.stages, len(V)
    nodes: list[Element] = []
    values: list[list[Element]] = []
    for point in count():
        if len(nodes) > s:
            break
        z = domain.integer(point)
        resolvent = [[domain.integer(int(i == j)) - z * a for j, a in enumerate(row)]
                     for i, row in enumerate(A)]  # fmt: skip
        stages = solved(resolvent, U)
        if stages is None:
            continue
        slopes = product(B, stages, domain) if s else [[domain.zero] * r] * r
        M = [
            [v + z * x for v, x in zip(row, moved, strict=True)] for row, moved in zip(V, slopes, strict=True)
        ]
        falling = reversed_characteristic(M, domain).coefficients
        padded = [*falling, *[domain.zero] * (r + 1 - len(falling))]
        factor = determinant(resolvent, domain)
        nodes.append(z)
        values.append([factor * a for a in reversed(padded)])
    return tuple(through(nodes, [row[i] for row in values], domain) for i in range(r + 1))


def _lowest_terms(P: Polynomial, Q: Polynomial) -> StabilityFunction:
    if P and Q.degree > 0:
        common = P.gcd(Q)
        P, Q = P.divided(common)[0], Q.divided(common)[0]
        unit = P.domain.one / Q.coefficients[0]
        P, Q = P.scaled(unit), Q.scaled(unit)
    return StabilityFunction(*alike(P, Q))


def _without_poles(P: Polynomial, Q: Polynomial, diagonal: list[Element]) -> StabilityFunction:
    """P/Q with every 1 − az divided out, a of the diagonal, where it divides P within the digits. Euclid's algorithm
    would lose too many of them."""
    for a in diagonal:
        if a and (quotient := _over_pole(P, a)) is not None:
            P, Q = quotient, _over_pole(Q, a) or Q
    return StabilityFunction(P, Q)


def _over_pole(p: Polynomial, a: Element) -> Polynomial | None:
    """p/(1 − az) = Σ c_k z^k with c_k = p_k + a c_{k−1}, where that ends: where c_n = a^n p(1/a), n = deg p, may be 0,
    and is known to TELLING of the sum of its terms' sizes. None where not."""
    domain = p.domain
    found, size = [domain.zero], Fraction(0)
    for b in p.coefficients:
        found.append(b + a * found[-1])
        size = abs(domain.near(b)) + abs(domain.near(a)) * size  # type: ignore[attr-defined]
    low, high = domain.within(found[-1], Fraction(0))  # type: ignore[attr-defined]
    if found[-1] or high - low > size * TELLING:
        return None
    return Polynomial.of(found[1:-1], domain)


def _common_denominator(values: list[Fraction]) -> int:
    from math import lcm

    return lcm(*(value.denominator for value in values))


def _wrapped(text: str) -> str:
    return f"({text})" if " " in text else text
