"""The SSP coefficient: Kraaijevanger's radius of absolute monotonicity (BIT 31 (1991) 482–528).

With K = [[A, 0], [bᵀ, 0]] it is the largest r for which I + rK is regular and

    K (I + rK)^{-1} ≥ 0,    r K (I + rK)^{-1} e ≤ e    (entry by entry),

and these hold on all of [0, r]. Times D(r) = det(I + rA) every entry is a polynomial in r of degree
at most s, so that r is the least number at which one of them begins to be negative or D vanishes.

Of a linear multistep method with α_k = 1, explicit or implicit, it is the largest r with β ≥ 0 and −α_i − rβ_i ≥ 0 for
all i < k (H. W. J. Lenferink, Numer. Math. 55 (1989) 213–223; Math. Comp. 56 (1991) 177–199).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import chain, zip_longest

from tableau2net.algebra.domains import Element, OrderedDomain
from tableau2net.algebra.domains.domain import ordering
from tableau2net.algebra.domains.function_field import settled
from tableau2net.algebra.domains.within_digits import WithinDigits
from tableau2net.algebra.linear.matrix import reversed_characteristic
from tableau2net.algebra.polynomials import Polynomial, Root, first_negative
from tableau2net.algebra.polynomials.polynomial import alike
from tableau2net.algebra.polynomials.real_root import real_roots
from tableau2net.analyse.analysis import Finding
from tableau2net.analyse.scope import MULTISTEP, ONE_FIELD, RUNGE_KUTTA, either
from tableau2net.analyse.subject import Subject
from tableau2net.analyse.within_digits import UNDECIDED, Bracket, End
from tableau2net.analyse.words.ends import value

Rows = Sequence[Sequence[Element]]
TITLE = "Strong stability"
DEFINED_FOR = (
    ONE_FIELD,
    either(RUNGE_KUTTA, MULTISTEP, otherwise="defined for Runge–Kutta and linear multistep methods only"),
)


def find(subject: Subject) -> tuple[Finding, ...]:
    """The SSP coefficient, exactly and in decimals; 0 where there is none, ∞ where there is no end."""
    if subject.too_long:
        return (Finding("SSP coefficient", None, subject.too_long),)
    if subject.multistep is not None:
        rho, sigma = alike(*subject.multistep)
        order = ordering(rho.domain)
        if order is None:
            return (LEFT_OPEN,)
        return (Finding("SSP coefficient", _of_multistep(rho, sigma, order, subject.digits)),)
    domain, elements = settled([*chain.from_iterable(subject.A), *subject.b], subject.domain)
    order, s = ordering(domain), subject.method.stages
    if order is None:
        return (LEFT_OPEN,)
    K = [elements[i : i + s] for i in range(0, len(elements), s)] if s else [[]]
    return (_of_one_step(K, order, subject.digits),)


LEFT_OPEN = Finding("SSP coefficient", None, "its coefficients have an open parameter")


def _of_one_step(K: Rows, order: OrderedDomain, digits: int) -> Finding:
    """Of the rows of A, and of b below them."""
    if not _possible(K, order):
        return Finding("SSP coefficient", "0")
    D, conditions = _conditions(K, order)
    if any(order.sign(next(a for a in p.coefficients if a)) < 0 for p in conditions if p):
        return Finding("SSP coefficient", "0")
    if isinstance(order, WithinDigits):
        return _within_digits(D, conditions, digits)
    ends = [first_negative(p, order) for p in dict.fromkeys(conditions)]
    ends.append(next(real_roots(D, order, low=Fraction(0)), None))
    return Finding("SSP coefficient", value(_least(ends), digits))


def _within_digits(D: Polynomial, conditions: list[Polynomial], digits: int) -> Finding:
    """The least end of all of them; that of D is where it is no longer positive. Near a multiple root the digits tell
    little: then how large it is at most."""
    ends = [Bracket.of(p).first_negative() for p in dict.fromkeys([D, *conditions]) if p]
    finite = any(each.finite for each in ends)
    least = End(_least([each.low for each in ends]), _least([each.high for each in ends]), finite)
    known = least.text(digits)
    if known is None and least.high is not None:
        return Finding(
            "SSP coefficient", End(least.high, least.high, True).text(digits), f"at most; {UNDECIDED}"
        )
    return Finding("SSP coefficient", known, UNDECIDED if known is None else "")


def _of_multistep(rho: Polynomial, sigma: Polynomial, order: OrderedDomain, digits: int) -> str:
    """The least −α_i/β_i over i < k with β_i > 0, where no −α_i and no β_i is negative, β_k among them."""
    *alpha, _ = rho.coefficients
    pairs = list(zip_longest(alpha, sigma.coefficients, fillvalue=order.zero))
    if any(order.sign(a) > 0 or order.sign(b) < 0 for a, b in pairs):
        return "0"
    rays = [Polynomial.of((-a, -b), order) for a, b in pairs[: rho.degree] if b]
    return value(_least([first_negative(ray, order) for ray in rays]), digits)


def _possible(K: Rows, order: OrderedDomain) -> bool:
    """Whether K ≥ 0, and K² is 0 where K is: else K (I + rK)^{-1} = K − rK² + … is negative for the least r > 0
    (Kraaijevanger, theorem 4.2)."""
    if any(order.sign(a) < 0 for row in K for a in row):
        return False
    reached = [{j for j, a in enumerate(row) if a} for row in K]
    return all(reached[i] >= reached[j] for i in range(len(K)) for j in reached[i])


def _conditions(rows: Rows, domain: OrderedDomain) -> tuple[Polynomial, list[Polynomial]]:
    """D, and the polynomials in r that must not be negative: the entries of N = D K (I + rK)^{-1}, and
    D − r Σ_j N_ij for every row i."""
    zero, s = domain.zero, len(rows) - 1
    D = reversed_characteristic(rows[:s], domain).mirrored()
    K = [[*row, zero] for row in rows]
    powers, power = [], domain.backend.matrix(K)
    minus = domain.backend.matrix([[-a for a in row] for row in K])
    for _ in range(s + 1):  # K (I + rK)^{-1} = K − r K² + r² K³ − …
        powers.append(power.tolist())
        power = power * minus

    def entry(i: int, j: int) -> Polynomial:
        series = Polynomial.of((term[i][j] for term in powers), domain)
        return Polynomial.of((D * series).coefficients[: s + 1], domain)

    N = [[entry(i, j) for j in range(s)] for i in range(s + 1)]
    r = Polynomial((zero, domain.one), domain)
    rests = [D - r * sum(row, Polynomial((), domain)) for row in N]
    return D, [*(p for row in N for p in row), *rests]


def _least(ends: list[Root | None]) -> Root | None:
    least: Root | None = None
    for root in ends:
        if root is not None and (least is None or root.below(least)):
            least = root
    return least
