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
from functools import partial
from itertools import count

from tableau2net.algebra.domains import Domain, Element, convert
from tableau2net.exact import ZERO
from tableau2net.methods import Matrix, Method
from tableau2net.series.tree import Tree
from tableau2net.verify.certificate import Violation
from tableau2net.verify.conditions.colours import Colour
from tableau2net.verify.conditions.order import Found


@dataclass(frozen=True, slots=True)
class _Weights:
    tree: Tree
    phi: tuple[Element, ...]
    exact: Element


def coloured_order(method: Method, weights: Matrix, painted: Sequence[Colour], domain: Domain) -> Found:
    """The largest p such that Σ_j B_qj φ_j(t) = 1/γ(t) for every tree t of orders 1 … p, with q the part that the
    field of its root drives and B the `weights`: the method's own, or its embedded ones. The search
    ends: with leaves of one colour on the root these are the conditions of a quadrature rule of at most s nodes."""
    A = [[(j, convert(a, domain)) for j, a in enumerate(row) if a != ZERO] for row in method.A]
    B = [[convert(b, domain) for b in row] for row in weights]
    palette, one, zero = sorted(set(painted)), domain.one, domain.zero

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
                expected = w.exact / domain.integer(n)
                if value - expected:
                    text = domain.text
                    return Found(n - 1, partial(Violation.at, w.tree, text(value), text(expected)))
    raise AssertionError("no method has every order")


def _next(
    bases: Sequence[dict[Colour, list[_Weights]]],
    etas: Sequence[dict[Colour, list[tuple[Element, ...]]]],
    root: Colour,
    n: int,
    domain: Domain,
) -> list[_Weights]:
    """A basis of the weights of order n whose root has this colour."""
    independent, kept = domain.backend.sieve(), list[_Weights]()
    for size in (*(k for k in range(1, n - 1) if 2 * k < n), n - 1):  # of the smallest child, as in `span`
        for colour, smaller in bases[size - 1].items():
            if colour.drives != root.of:
                continue
            products = [
                _Weights(
                    u.tree.product(v.tree),
                    tuple(a * b for a, b in zip(u.phi, eta, strict=True)),
                    u.exact * v.exact / domain.integer(size),
                )
                for v, eta in zip(smaller, etas[size - 1][colour], strict=True)
                for u in bases[n - size - 1][root]
            ]
            kept += [products[i] for i in independent.kept([(*w.phi, w.exact) for w in products])]
    return kept
