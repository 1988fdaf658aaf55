"""The span engine against the enumeration of rooted trees."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TypeAlias

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rooted_trees import BruteForce, density, parse, trees
from schemes import exact, fractions, matrix, tableau, vector
from tiers import tries

from tableau2net.exact import number
from tableau2net.methods import External, Method, runge_kutta
from tableau2net.verify import Certificate, Claims, prove

HIGHEST = 6

KNOWN: dict[str, tuple[list[list[str | int]], list[str | int]]] = {
    "heun3": ([[0, 0, 0], ["1/3", 0, 0], [0, "2/3", 0]], ["1/4", 0, "3/4"]),
    "rk4": (
        [[0, 0, 0, 0], ["1/2", 0, 0, 0], [0, "1/2", 0, 0], [0, 0, 1, 0]],
        ["1/6", "1/3", "1/3", "1/6"],
    ),
    "lobatto_iiic3": (
        [["1/6", "-1/3", "1/6"], ["1/6", "5/12", "-1/12"], ["1/6", "2/3", "1/6"]],
        ["1/6", "2/3", "1/6"],
    ),
    "radau_iia2": ([["5/12", "-1/12"], ["3/4", "1/4"]], ["3/4", "1/4"]),
}

entries = st.fractions(min_value=-2, max_value=2, max_denominator=6)


def agree(A: list[list[Fraction]], b: list[Fraction], certificate: Certificate) -> None:
    """Order, stage order and violation are those of the trees."""
    slow = BruteForce(A, [b])
    order = slow.order(HIGHEST)
    assert certificate.order is not None
    assert min(certificate.order, HIGHEST) == order
    if order < HIGHEST:
        assert certificate.stage_order == slow.stage_order(order)
        violation = certificate.violation
        assert violation is not None
        assert violation.order == order + 1
        tree = parse(violation.tree)
        assert tree in trees(order + 1)
        assert violation.density == density(tree)
        assert Fraction(violation.value) == slow.outputs(tree)[0]
        assert Fraction(violation.expected) == Fraction(1, density(tree))
        assert not slow.satisfied(tree)


def certified(A: list[list[Fraction]], b: list[Fraction]) -> Certificate:
    return prove(runge_kutta("test", exact(A), *exact([b])), Claims(order=40))


@st.composite
def random_tableaux(draw: st.DrawFn) -> tuple[list[list[Fraction]], list[Fraction]]:
    """Any entries, the weights summing to 1."""
    s = draw(st.integers(1, 4))
    A = [[draw(entries) for _ in range(s)] for _ in range(s)]
    b = [draw(entries) for _ in range(s - 1)]
    return A, [*b, 1 - sum(b, Fraction(0))]


@st.composite
def collocation(draw: st.DrawFn) -> tuple[list[list[Fraction]], list[Fraction]]:
    """Collocation at distinct nodes: order s at least, stage order s."""
    nodes = draw(st.lists(entries, min_size=1, max_size=3, unique=True))
    polynomials = []
    for i, _ in enumerate(nodes):
        poly = [Fraction(1)]
        for j, node in enumerate(nodes):
            if i != j:
                scale = nodes[i] - node
                poly = [
                    (a - node * b) / scale
                    for a, b in zip([Fraction(0), *poly], [*poly, Fraction(0)], strict=True)
                ]
        polynomials.append(poly)

    def integral(poly: list[Fraction], to: Fraction) -> Fraction:
        return sum((a * to ** (n + 1) / (n + 1) for n, a in enumerate(poly)), Fraction(0))

    A = [[integral(poly, c) for poly in polynomials] for c in nodes]
    return A, [integral(poly, Fraction(1)) for poly in polynomials]


@st.composite
def perturbed(draw: st.DrawFn) -> tuple[list[list[Fraction]], list[Fraction]]:
    """A known tableau with some entries moved a little."""
    rows, weights = KNOWN[draw(st.sampled_from(sorted(KNOWN)))]
    A = [[Fraction(a) for a in row] for row in rows]
    b = [Fraction(a) for a in weights]
    for _ in range(draw(st.integers(0, 2))):
        i, j = (draw(st.integers(0, len(b) - 1)) for _ in range(2))
        shift = draw(entries) * Fraction(1, 10) ** draw(st.sampled_from([0, 5, 40]))
        A[i][j] += shift
        if draw(st.booleans()):
            A[i][(j + 1) % len(b)] -= shift
    return A, b


@given(st.one_of(random_tableaux(), collocation(), perturbed()))
@settings(max_examples=tries(150))
def test_rational_tableaux_agree_with_the_trees(
    case: tuple[list[list[Fraction]], list[Fraction]],
) -> None:
    agree(*case, certified(*case))


@pytest.mark.usefixtures("arithmetic")
@pytest.mark.parametrize("name", KNOWN)
def test_both_rational_fields_agree(name: str) -> None:
    rows, weights = KNOWN[name]
    A, b = [[Fraction(a) for a in row] for row in rows], [Fraction(a) for a in weights]
    agree(A, b, certified(A, b))
    A[1][0] += Fraction(1, 10**30)
    agree(A, b, certified(A, b))


Number: TypeAlias = "Quadratic | Fraction | int"


class Quadratic:
    """a + b√d, by hand, so that the engine's number field is tested against something else."""

    def __init__(self, a: Fraction, b: Fraction, d: int) -> None:
        self.a, self.b, self.d = Fraction(a), Fraction(b), d

    def _lift(self, other: Number) -> Quadratic:
        if isinstance(other, Quadratic):
            return other
        return Quadratic(Fraction(other), Fraction(0), self.d)

    def __add__(self, other: Number) -> Quadratic:
        o = self._lift(other)
        return Quadratic(self.a + o.a, self.b + o.b, self.d)

    def __mul__(self, other: Number) -> Quadratic:
        o = self._lift(other)
        return Quadratic(self.a * o.a + self.d * self.b * o.b, self.a * o.b + self.b * o.a, self.d)

    def __sub__(self, other: Number) -> Quadratic:
        return self + self._lift(other) * -1

    def __rsub__(self, other: Number) -> Quadratic:
        return self._lift(other) - self

    def __pow__(self, n: int) -> Quadratic:
        return Quadratic(Fraction(1), Fraction(0), self.d) if n == 0 else self * self ** (n - 1)

    __radd__, __rmul__ = __add__, __mul__

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quadratic | Fraction | int):
            return NotImplemented
        o = self._lift(other)
        return self.a == o.a and self.b == o.b

    def __hash__(self) -> int:
        return hash((self.a, self.b))


@given(
    st.sampled_from([2, 3]),
    st.lists(entries, min_size=6, max_size=6),
    st.lists(entries, min_size=6, max_size=6),
    st.booleans(),
)
@settings(max_examples=tries(40))
def test_quadratic_irrationals_agree_with_the_trees(
    d: int, plain: list[Fraction], roots: list[Fraction], gauss: bool
) -> None:
    q = [Quadratic(a, b, d) for a, b in zip(plain, roots, strict=True)]
    if gauss:  # Gauss of two stages, b[0] and b[1] traded by a rational shift that is often zero
        quarter, sixth = Fraction(1, 4), Fraction(1, 6)
        shift = plain[0] if plain[0].denominator == 1 else Fraction(0)
        q = [
            Quadratic(quarter, Fraction(0), 3),
            Quadratic(quarter, -sixth, 3),
            Quadratic(quarter + shift, sixth, 3),
            Quadratic(quarter - shift, Fraction(0), 3),
            Quadratic(Fraction(1, 2), Fraction(0), 3),
        ]
        d = 3
    q[5:] = [1 - q[4]]
    assume(any(x.b for x in q))
    A, b = [q[0:2], q[2:4]], q[4:6]
    text = [f"{x.a}+({x.b})*sqrt({d})" for x in q]
    method = tableau(f"{text[0]} {text[1]};{text[2]} {text[3]}", f"{text[4]} {text[5]}")
    slow, certificate = BruteForce(A, [b]), prove(method)
    assert certificate.order is not None
    assert min(certificate.order, HIGHEST) == slow.order(HIGHEST)
    assert certificate.stage_order == slow.stage_order(slow.order(HIGHEST))


PARAMETRIC = {
    "two stages": ("0 0;alpha 0", "1-1/(2*alpha) 1/(2*alpha)", 2),
    "three stages": (
        "0 0 0;2/3 0 0;2/3-1/(4*alpha) 1/(4*alpha) 0",
        "1/4 3/4-alpha alpha",
        3,
    ),
    "four stages": (
        "0 0 0 0;alpha 0 0 0;1/2-1/(8*alpha) 1/(8*alpha) 0 0;1/(2*alpha)-1 -1/(2*alpha) 2 0",
        "1/6 0 2/3 1/6",
        4,
    ),
    "irrational": (
        "1/2+alpha*sqrt(2) -alpha*sqrt(2);alpha*sqrt(2) 1/2-alpha*sqrt(2)",
        "1/2 1/2",
        2,
    ),
    "moved": ("0 0;alpha+1e-30 0", "1-1/(2*alpha) 1/(2*alpha)", 1),
}


@pytest.mark.parametrize(("A", "b", "order"), PARAMETRIC.values(), ids=PARAMETRIC)
def test_a_parameter_counts_at_every_value(A: str, b: str, order: int) -> None:
    method = tableau(A, b)
    assert prove(method).order == order
    if "sqrt" in A:
        return
    for value in (Fraction(17, 31), Fraction(-13, 7)):
        at = {"alpha": number(value)}
        numbers = [[entry.substitute(at) for entry in row] for row in (*method.A, method.B[0])]
        *rows, weights = fractions(numbers)
        assert BruteForce(rows, [weights]).order(HIGHEST) == order


def test_pi_is_as_good_as_a_parameter() -> None:
    assert prove(tableau("0 0;pi 0", "1-1/(2*pi) 1/(2*pi)")).order == 2
    assert prove(tableau("0 0;1 0", "1-pi/6 pi/6")).order == 1


@st.composite
def two_step(draw: st.DrawFn) -> Method:
    """Two stages on u_n, u_{n−1} and h f_{n−1}, often of order 2 or 3."""
    c, w, x, y = (draw(entries) for _ in range(4))
    if draw(st.booleans()):  # the leapfrog predictor, with a weight that gives order 3 where it is 1/5
        c, w, x, y = (
            Fraction(1),
            draw(st.sampled_from([Fraction(1, 5), w])),
            Fraction(1),
            Fraction(0),
        )
    b2 = (1 - w) / (2 * c) if c else x
    b1 = 1 + w - b2 - y
    B = exact([[b1, b2], [0, 0], [1, 0]])
    V = exact([[1 - w, w, y], [1, 0, 0], [0, 0, 0]])
    A = exact([[0, 0], [c + x, 0]])
    U = exact([[1, 0, 0], [1 - x, x, 0]])
    external = (External("state", 0), External("state", 1), External("slope", 1))
    return Method("test", "", "general-linear", A, U, B, V, external)


@given(two_step())
@settings(max_examples=tries(80))
def test_two_step_methods_agree_with_the_trees(method: Method) -> None:
    A, U, B, V = map(fractions, (method.A, method.U, method.B, method.V))
    slow = BruteForce(A, B, U, V, [(value.kind, value.age) for value in method.external])
    certificate = prove(method)
    assert certificate.order == slow.order(HIGHEST)
    assert certificate.stage_order == slow.stage_order(slow.order(HIGHEST))


def test_the_predictor_corrector_reaches_order_three() -> None:
    method = Method(
        "test", "", "general-linear", matrix("0 0;2 0"), matrix("1 0;0 1"), matrix("4/5 2/5;0 0"),
        matrix("4/5 1/5;1 0"), (External("state", 0), External("state", 1)),
    )  # fmt: skip
    assert prove(method).order == 3
    assert prove(replace(method, B=matrix("4/5 2/5+1e-30;0 0"))).order == 0


def test_the_fourth_order_method_with_a_wrong_digit_is_refuted_at_its_tree() -> None:
    wrong = "0 0 0 0;1/2 0 0 0;0 1/2+1e-30 0 0;0 0 1 0"
    certificate = prove(tableau(wrong, "1/6 1/3 1/3 1/6"), Claims(order=4))
    assert certificate.verdict == "refuted"
    assert certificate.order == 1
    violation = certificate.violation
    assert violation is not None
    assert (violation.order, violation.tree, violation.expected) == (2, "[•]", "1/2")
    assert Fraction(violation.value) == Fraction(1, 2) + Fraction(1, 3 * 10**30)


def test_a_row_may_sum_up_and_the_order_still_be_refuted() -> None:
    wrong = "0 0 0 0;1/2 0 0 0;-1e-30 1/2+1e-30 0 0;0 0 1 0"
    certificate = prove(tableau(wrong, "1/6 1/3 1/3 1/6"), Claims(order=4, c=vector("0 1/2 1/2 1")))
    assert certificate.order == 2
    assert len(certificate.failures) == 1
    assert certificate.violation is not None
    assert certificate.violation.tree == "[[•]]"
