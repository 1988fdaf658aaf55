"""Where a method is verified: the field that holds its coefficients, the algebra of its stages, and the method as it
is written there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from tableau2net.algebra.domains import Domain, choose
from tableau2net.algebra.domains.rational import rationals
from tableau2net.algebra.polynomials.node_polynomials import Polynomial
from tableau2net.exact import Expression
from tableau2net.methods import Method
from tableau2net.verify.conditions.order import Output, outputs
from tableau2net.verify.conditions.span import Span


@dataclass(frozen=True, slots=True)
class Setting:
    """The method in the basis in which functions on its stages are written, the span of the stage weights, and the
    outputs as linear forms in them."""

    domain: Domain
    method: Method
    span: Span
    outputs: tuple[Output, ...]


def setting(method: Method, besides: Iterable[Expression] = ()) -> Setting:
    """The setting of a method whose domain also holds the numbers `besides`. Raises InputError for coefficients that
    cannot be decided.

    A method made from its node polynomial is verified modulo that polynomial, over the rational numbers, which know
    none of its entries: not where numbers besides are to be compared with them.
    """
    besides = tuple(besides)
    if method.collocation is not None and not besides:
        return _modulo_nodes(method.by_polynomials, method.collocation.nodes)
    domain = choose(chain(entries(method), besides))
    return Setting(domain, method, Span(method.A, method.U, method.external, domain), outputs(method))


def entries(method: Method) -> Iterator[Expression]:
    """All coefficients of a method, the embedded weights among them."""
    return chain(method.coefficients(), method.b_hat or ())


def _modulo_nodes(method: Method, nodes: Polynomial) -> Setting:
    domain = rationals()
    span = Span(method.A, method.U, method.external, domain, domain.backend.functions_on(nodes))
    return Setting(domain, method, span, outputs(method))
