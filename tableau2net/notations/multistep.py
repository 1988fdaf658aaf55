"""Linear multistep methods among the names that are bound in one place: alpha and beta, or the weights of an
Adams–Bashforth method alone. Only where the numbers are those of a consistent method are they one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tableau2net.notations.roles import Dialect, Tokens, dialects
from tableau2net.read.arrays import NEAR, entries, near, rows, vector, zero
from tableau2net.read.yaml_tree import Node, Scalar

MAX_STEPS = 20
Named = tuple[frozenset[str], dict[str, Node]]


def multistep(values: Mapping[str, Node]) -> Iterator[Named]:
    """The names of each method, and its alpha and beta, the lowest index first, in whichever order they are written."""
    alphas, betas = _called(values, "alpha"), _called(values, "beta")
    for stem, (name, alpha) in alphas.items():
        other, beta = betas.get(stem, ("", []))
        if len(alpha) == len(beta):
            for ordered in ((alpha, beta), (alpha[::-1], beta[::-1])):
                if _is_consistent(*ordered):
                    yield frozenset({name, other}), _parts(*ordered)
                    break
    for name, node in values.items():
        if any(True for _ in _names().stems(name, "bashforth")):
            for weights in rows(node) or filter(None, [entries(node)]):
                yield from _adams_bashforth(name, weights)


def _names() -> Dialect:
    return next(each for each in dialects() if each.name == "multistep")


def _adams_bashforth(name: str, weights: list[Scalar]) -> Iterator[Named]:
    """The method with these weights, the newest first or last, of two steps or more."""
    if not 2 <= len(weights) <= MAX_STEPS:
        return
    place = weights[0].position
    last = [Scalar("-1", place, None), Scalar("1", place, None)]
    alpha = [*[zero(place)] * (len(weights) - 1), *last]
    for ordered in (weights, weights[::-1]):
        beta = [*ordered, zero(place)]
        if _is_consistent(alpha, beta) and _has_order_two(alpha, beta):
            yield frozenset({name}), _parts(alpha, beta)


def _called(values: Mapping[str, Node], role: str) -> dict[Tokens, tuple[str, list[Scalar]]]:
    """The vectors that may have a role, by what else is in their names; the first of each."""
    found: dict[Tokens, tuple[str, list[Scalar]]] = {}
    for name, node in values.items():
        numbers = entries(node)
        if numbers is not None and 2 <= len(numbers) <= MAX_STEPS + 1:
            for _, stem in _names().stems(name, role):
                found.setdefault(stem, (name, numbers))
    return found


def _parts(alpha: list[Scalar], beta: list[Scalar]) -> dict[str, Node]:
    return {"alpha": vector(alpha, alpha[0].position), "beta": vector(beta, beta[0].position)}


def _is_consistent(alpha: list[Scalar], beta: list[Scalar]) -> bool:
    """Whether, about, ρ(1) = 0 and ρ′(1) = σ(1), which is not 0, and the newest state is there."""
    a, b = _floats(alpha), _floats(beta)
    if a is None or b is None or not a[-1] or abs(sum(b)) < NEAR:
        return False
    first = sum(i * each for i, each in enumerate(a))
    return abs(sum(a)) < NEAR and abs(first - sum(b)) < NEAR


def _has_order_two(alpha: list[Scalar], beta: list[Scalar]) -> bool:
    """Whether, about, Σ i² α_i = 2 Σ i β_i."""
    a, b = _floats(alpha) or [], _floats(beta) or []
    squares = sum(i * i * each for i, each in enumerate(a))
    return abs(squares - 2 * sum(i * each for i, each in enumerate(b))) < NEAR


def _floats(numbers: list[Scalar]) -> list[float] | None:
    found = [near(each) for each in numbers]
    known = [each for each in found if each is not None]
    return known if len(known) == len(found) else None
