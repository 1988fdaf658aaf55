"""Linear multistep methods: of the highest order for given α or β by linear algebra, with roots of ρ and σ on the unit
circle, the classical ones, and noise."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import factorial

from attack.generators.coefficients import element, fraction, moved, some_field, written
from attack.numbers import SQRT2, SQRT3, Exact, Field
from attack.oracles.multistep import Multistep, chebyshev
from attack.oracles.polynomials import Poly
from attack.scheme import Scheme

Formula = tuple[list[Exact], list[Exact]]
ZERO, ONE = Fraction(0), Fraction(1)


def scheme(rng: random.Random) -> Scheme:
    while True:
        make = rng.choices(list(MAKERS), list(MAKERS.values()))[0]
        alpha, beta = make(rng)
        if alpha[-1] and any(beta) and len(alpha) > 1 and (alpha[0] or beta[0]):
            break
    made = make.__name__
    found = Scheme("linear-multistep", {"alpha": (tuple(alpha),), "beta": (tuple(beta),)})
    if rng.random() < 0.2:
        found = moved(found, rng)
        made += ", moved by 1e-30"
    method = Multistep(found["alpha"][0], found["beta"][0])
    if rng.random() < 0.4:
        found = found.claiming(order=max(0, method.order(10) + rng.choice([0, 0, 1])))
    if rng.random() < 0.3:
        found = found.claiming(zero_stable=rng.random() < 0.7)
    return written(replace(found, made=made), rng)


def noise(rng: random.Random) -> Formula:
    k, field = rng.randint(1, 4), some_field(rng, 0.2)
    alpha = [element(rng, field) for _ in range(k)] + [ONE]
    if rng.random() < 0.7:
        alpha[0] = -sum(alpha[1:], ZERO)
    beta = [element(rng, field) for _ in range(k + 1)]
    if rng.random() < 0.4:
        beta[-1] = ZERO
    if rng.random() < 0.5:
        scale = rng.choice([2, 3, -1, Fraction(1, 2)])
        alpha, beta = [scale * a for a in alpha], [scale * b for b in beta]
    return alpha, beta


def unit_factor(rng: random.Random, field: Field | None = None) -> list[Exact]:
    """A polynomial with all roots on the unit circle."""
    cosine: Exact = rng.choice(
        [ZERO, Fraction(1, 2), Fraction(-1, 2), Fraction(3, 5), Fraction(-7, 25), Fraction(1, 3)]
    )
    if field is not None:
        cosine = field.theta / 2
    return rng.choice([[-ONE, ONE], [ONE, ONE], [ONE, -2 * cosine, ONE], [ONE, -2 * cosine, ONE]])


def root_inside(rng: random.Random) -> list[Exact]:
    return rng.choice(
        [[-Fraction(rng.randint(-4, 4), 5), ONE], [Fraction(rng.randint(1, 4), 5), fraction(rng, 1) / 2, ONE]]
    )


def times(p: Sequence[Exact], q: Sequence[Exact]) -> list[Exact]:
    result: list[Exact] = [ZERO] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            result[i + j] = result[i + j] + a * b
    return result


def of_given_rho(rng: random.Random) -> Formula:
    """ρ(1) = 0, and the β of the highest order."""
    field = rng.choice([None, None, None, SQRT2, SQRT3])
    rho = [-ONE, ONE]
    while len(rho) < rng.randint(2, 4):
        rho = times(rho, rng.choice([unit_factor(rng, field), root_inside(rng)]))
    k = len(rho) - 1
    places = list(range(k + 1)) if rng.random() < 0.5 else list(range(k))
    return rho, highest_beta(rho, places[-rng.randint(1, len(places)) :])


def highest_beta(alpha: Sequence[Exact], places: Sequence[int]) -> list[Exact]:
    """β in these places, the others 0, by C_1 = C_2 = … = 0 (Vandermonde)."""
    n = len(places)
    rows = []
    for q in range(1, n + 1):
        right = sum((a * Fraction(i**q, factorial(q)) for i, a in enumerate(alpha)), ZERO)
        rows.append([Fraction(i ** (q - 1), factorial(q - 1)) for i in places] + [right])
    solution = solved(rows)
    beta: list[Exact] = [ZERO] * len(alpha)
    for place, value in zip(places, solution, strict=True):
        beta[place] = value
    return beta


def of_given_sigma(rng: random.Random) -> Formula:
    """β with roots on the circle or anywhere, and the α of order k."""
    sigma: list[Exact] = [ONE]
    while len(sigma) < rng.randint(2, 4):
        sigma = times(sigma, rng.choice([unit_factor(rng), root_inside(rng)]))
    k = len(sigma) - 1
    rows = []
    for q in range(k + 1):
        right = (
            ZERO
            if q == 0
            else sum((b * Fraction(i ** (q - 1), factorial(q - 1)) for i, b in enumerate(sigma)), ZERO)
        )
        rows.append([Fraction(i**q, factorial(q)) for i in range(k + 1)] + [right])
    return solved(rows), sigma


def given_circles(rng: random.Random) -> Formula:
    """Roots of both on the circle, of order 1 at least: the locus passes 0 and ∞."""
    rho, sigma = [-ONE, ONE], [ONE]
    while len(rho) < rng.randint(2, 4):
        rho = times(rho, rng.choice([unit_factor(rng), root_inside(rng)]))
    while len(sigma) < len(rho):
        sigma = times(sigma, rng.choice([unit_factor(rng), root_inside(rng), [ZERO, ONE]]))
    sigma = (
        sigma[: len(rho)] if len(sigma) == len(rho) else times(root_inside(rng)[:2], [ONE] * (len(rho) - 1))
    )
    total = sum(sigma, ZERO)
    slope = sum((i * a for i, a in enumerate(rho)), ZERO)
    return rho, [b * slope / total for b in sigma] if total and slope else sigma


def symmetric(rng: random.Random) -> Formula:
    """α = −α reversed, β = β reversed, all roots of ρ on the circle."""
    rho = times([-ONE, ONE], times([ONE, ONE], unit_factor(rng)) if rng.random() < 0.4 else [ONE, ONE])
    if rng.random() < 0.3:
        rho = [-ONE, ONE]
    half = [element(rng, None) for _ in range((len(rho) + 1) // 2)]
    beta = [half[min(i, len(rho) - 1 - i)] for i in range(len(rho))]
    return [(-1 if i >= len(rho) - i - 1 else 1) * a for i, a in enumerate(_antisymmetric(rho))], beta


def _antisymmetric(rho: list[Exact]) -> list[Exact]:
    n = len(rho)
    return [
        rho[i] - rho[n - 1 - i] if i < n - 1 - i else ZERO if i == n - 1 - i else rho[n - 1 - i] - rho[i]
        for i in range(n)
    ]


def backward_differentiation(rng: random.Random) -> Formula:
    return differentiation(rng.randint(1, 6))


def differentiation(k: int) -> Formula:
    """BDF of k steps, β_k = 1."""
    beta: list[Exact] = [ZERO] * k + [ONE]
    rows = []
    for q in range(k + 1):
        right = Fraction(k ** (q - 1), factorial(q - 1)) if q else ZERO
        rows.append([Fraction(i**q, factorial(q)) for i in range(k + 1)] + [right])
    return solved(rows), beta


def adams(rng: random.Random) -> Formula:
    k = rng.randint(1, 5)
    rho: list[Exact] = [ZERO] * (k - 1) + [-ONE, ONE]
    return rho, highest_beta(rho, list(range(k if rng.random() < 0.5 else k + 1)))


def damped(rng: random.Random) -> Formula:
    """A weighted mean of two: of a differentiation formula and one on the same steps."""
    alpha, beta = backward_differentiation(rng)
    k, t = len(alpha) - 1, Fraction(rng.randint(1, 9), 10)
    rho: list[Exact] = [ZERO] * (k - 1) + [-ONE, ONE]
    other = highest_beta(rho, list(range(k + 1)))
    return [t * a + (1 - t) * r for a, r in zip(alpha, rho, strict=True)], [
        t * b + (1 - t) * o for b, o in zip(beta, other, strict=True)
    ]


def nonnegative(rng: random.Random) -> Formula:
    """Like those that are strong stability preserving."""
    k = rng.randint(1, 4)
    weights = [rng.randint(0, 3) for _ in range(k)]
    weights[0] = weights[0] or 1
    alpha: list[Exact] = [-Fraction(w, sum(weights)) for w in weights] + [ONE]
    beta: list[Exact] = [
        Fraction(rng.randint(0, 4), rng.randint(1, 4)) if a or rng.random() < 0.2 else ZERO for a in alpha
    ]
    return alpha, beta


def first_kind(m: int) -> Poly:
    """T_m."""
    return chebyshev(m, second=False)


def solved(rows: Sequence[Sequence[Exact]]) -> list[Exact]:
    """The solution of a regular system, the right side last in each row."""
    rows = [list(row) for row in rows]
    n = len(rows)
    for k in range(n):
        pivot = next(i for i in range(k, n) if rows[i][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        scale = rows[k][k]
        rows[k] = [x / scale for x in rows[k]]
        for i in range(n):
            if i != k and rows[i][k]:
                factor = rows[i][k]
                rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]
    return [row[n] for row in rows]


MAKERS: dict[Callable[[random.Random], Formula], float] = {
    noise: 3,
    of_given_rho: 3,
    of_given_sigma: 2,
    given_circles: 2,
    symmetric: 1,
    backward_differentiation: 0.5,
    adams: 0.5,
    damped: 1,
    nonnegative: 1,
}
