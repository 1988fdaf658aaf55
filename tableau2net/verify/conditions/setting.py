"""Where a method is verified: the field that holds its coefficients, the algebra of its stages, and the method as it
is written there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from tableau2net.algebra.domains import Domain, choose
from tableau2net.algebra.domains.rational import rationals
from tableau2net.exact import Expression, number
from tableau2net.methods import Method
from tableau2net.verify.conditions.order import Output, outputs
from tableau2net.verify.conditions.span import Span


@dataclass(frozen=True, slots=True)
class Setting:
    """The span of the stage weights, and the outputs as linear forms in them."""

    domain: Domain
    span: Span
    outputs: tuple[Output, ...]


def setting(method: Method, besides: Iterable[Expression] = ()) -> Setting:
    """The setting of a method whose domain also holds the numbers `besides`. Raises InputError for coefficients that
    cannot be decided.

    A method made from its node polynomial is verified modulo that polynomial, over the rational numbers.
    """
    besides = tuple(besides)
    if method.collocation is not None and all(each.rational is not None for each in besides):
        return _modulo_nodes(method)
    domain = choose(chain(entries(method), besides))
    return Setting(domain, Span(method.A, method.U, method.external, domain), outputs(method))


def entries(method: Method) -> Iterator[Expression]:
    """All coefficients of a method, the embedded weights among them."""
    return chain(method.coefficients(), method.b_hat or ())


def _modulo_nodes(method: Method) -> Setting:
    assert method.collocation is not None
    maps, domain = method.collocation, rationals()
    A = [[number(a) for a in row] for row in maps.operator]
    U = [[number(int(i == 0))] for i in range(method.stages)]  # the polynomial 1
    span = Span(A, U, method.external, domain, domain.backend.functions_on(maps.nodes))
    state = Output(method.external[0], tuple(map(number, maps.weights)), method.V[0])
    return Setting(domain, span, (state,))
