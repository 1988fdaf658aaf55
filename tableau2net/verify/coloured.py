"""Methods with more than one vector field: partitioned and additive schemes, and those that split the state.

    u_q′ = Σ_p f_qp(u_p)          each part of the state by fields of the parts;  f_1(u) + f_2(u) + … of one state

Each stage evaluates one field, its colour, and the order conditions belong to trees with coloured vertices. The same
recursion as for one field spans their weights, once for each colour of the root: φ(•) is 1 at the stages of the
colour and 0 elsewhere, and

    φ_i(u∘v) = φ_i(u) Σ_j A_ij φ_j(v),   e(u∘v) = e(u) e(v)/|v|

for those v whose field drives the part that the field of u's root depends on. (Hairer, Nørsett, Wanner, Solving
Ordinary Differential Equations I, II.15; A. L. Araújo, A. Murua, J. M. Sanz-Serna, SIAM J. Numer. Anal. 34 (1997)
1926–1947.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

from tableau2net.exact import ONE, ZERO
from tableau2net.methods import Method
from tableau2net.verify.certificate import Violation
from tableau2net.verify.conditions import Found
from tableau2net.verify.domains import Domain, Element, convert
from tableau2net.verify.sieve import sieve
from tableau2net.verify.tree import Tree


@dataclass(frozen=True, slots=True, order=True)
class Colour:
    """A field of the parts: it drives the part `drives` and depends on the part `of`; `name` tells the fields of
    one part apart."""

    name: str
    drives: int
    of: int


@dataclass(frozen=True, slots=True)
class _Weights:
    tree: Tree
    phi: tuple[Element, ...]
    exact: Element


def colours(method: Method) -> tuple[Colour, ...] | str:
    """The colour of each stage; or, where the stages are not fields of the parts, why not."""
    r = len(method.external)
    if method.fields is not None and r == 1:
        return tuple(Colour(name, 0, 0) for name in method.fields)
    if any(method.V[i][j] != (ONE if i == j else ZERO) for i in range(r) for j in range(r)):
        return "it mixes the parts of its state without a field, which no step of size 0 does"
    of = [[p for p in range(r) if row[p] != ZERO] for row in method.U]
    for i, row in enumerate(method.U):
        if len(of[i]) != 1 or row[of[i][0]] != ONE:
            return f"stage {i + 1} is not built from one part of its state"
    names = method.fields or tuple(map(str, range(method.stages)))
    driven: dict[str, set[int]] = {name: set() for name in names}  # by the slopes of each field
    for j, name in enumerate(names):
        driven[name] |= {q for q in range(r) if method.B[q][j] != ZERO}
        driven[name] |= {of[i][0] for i in range(method.stages) if method.A[i][j] != ZERO}
    found = []
    for j, name in enumerate(names):
        if len(driven[name]) != 1:
            return f"the slope of stage {j + 1} does not go to one part of its state"
        (part,) = driven[name]
        found.append(Colour(name if method.fields else f"f{part + 1}", part, of[j][0]))
    idle = set(range(r)) - {colour.drives for colour in found}
    return f"no field drives part {min(idle) + 1} of its state" if idle else tuple(found)


def coloured_order(method: Method, painted: Sequence[Colour], domain: Domain) -> Found:
    """The largest p such that Σ_j B_qj φ_j(t) = 1/γ(t) for every tree t of orders 1 … p, with q the part that the
    field of its root drives. The search ends: with leaves of one colour on the root these are the conditions of a
    quadrature rule of at most s nodes."""
    A = [[(j, convert(a, domain)) for j, a in enumerate(row) if a != ZERO] for row in method.A]
    B = [[convert(b, domain) for b in row] for row in method.B]
    number, palette = domain.number, sorted(set(painted))
    one, zero = number(Fraction(1)), number(Fraction(0))

    def image(phi: tuple[Element, ...]) -> tuple[Element, ...]:
        return tuple(sum((a * phi[j] for j, a in row), zero) for row in A)

    leaf = {
        c: [_Weights(Tree(field=c.name), tuple(one if p == c else zero for p in painted), one)]
        for c in palette
    }
    bases = [leaf]
    etas: list[dict[Colour, list[tuple[Element, ...]]]] = []
    for n in count(1):
        if n > 1:
            etas.append({c: [image(w.phi) for w in kept] for c, kept in bases[-1].items()})
            bases.append({c: _next(bases, etas, c, n, domain) for c in palette})
        for colour in palette:
            for w in bases[-1][colour]:
                value = sum((b * a for b, a in zip(B[colour.drives], w.phi, strict=True)), zero)
                expected = w.exact / number(Fraction(n))
                if value - expected:
                    text = domain.text
                    return Found(n - 1, Violation.at(w.tree, text(value), text(expected)))
    raise AssertionError("no method has every order")


def _next(
    bases: Sequence[dict[Colour, list[_Weights]]],
    etas: Sequence[dict[Colour, list[tuple[Element, ...]]]],
    root: Colour,
    n: int,
    domain: Domain,
) -> list[_Weights]:
    """A basis of the weights of order n whose root has this colour."""
    independent, kept = sieve(domain), list[_Weights]()
    for size in range(1, n):
        for colour, smaller in bases[size - 1].items():
            if colour.drives != root.of:
                continue
            products = [
                _Weights(
                    u.tree.product(v.tree),
                    tuple(a * b for a, b in zip(u.phi, eta, strict=True)),
                    u.exact * v.exact / domain.number(Fraction(size)),
                )
                for v, eta in zip(smaller, etas[size - 1][colour], strict=True)
                for u in bases[n - size - 1][root]
            ]
            kept += [products[i] for i in independent.kept([(*w.phi, w.exact) for w in products])]
    return kept
