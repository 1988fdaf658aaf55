"""Schemes for a field whose step size is absorbed: h f may be rescaled freely before its order is
asked for.

LM-ResNet's step u_{n+1} = (1−k) u_n + k u_{n−1} + f(u_n) is consistent once f is read as (1+k) h f.
"""

from __future__ import annotations

from dataclasses import replace

from tableau2net.algebra.domains import Domain, convert
from tableau2net.exact import ONE, ZERO, Expression, number
from tableau2net.methods import Method, linear_multistep
from tableau2net.verify.conditions.order import order, outputs
from tableau2net.verify.conditions.span import Span


def factor(method: Method, domain: Domain) -> Expression | None:
    """θ for which the condition of order 1 holds with θ h f: ρ'(1)/σ(1) of a multistep method, and
    in general (1 − Σ_j V_1j ξ_j(•)) / Σ_j B_1j. None where it is 1, where none exists, or where
    past slopes are at hand, or the method is given modulo its nodes, where Σ b = 1 by construction."""
    if method.multistep:
        alpha, beta = method.multistep
        top: Expression = sum((number(i) * a for i, a in enumerate(alpha)), ZERO)
        bottom: Expression = sum(beta, ZERO)
    elif method.collocation is not None or any(value.kind == "slope" for value in method.external):
        return None
    else:
        ages = zip(method.V[0], method.external, strict=True)
        top = sum((number(-value.time) * entry for entry, value in ages), ONE)
        bottom = sum(method.B[0], ZERO)
    sigma, rho = convert(bottom, domain), convert(top, domain)
    return top / bottom if sigma and rho and rho - sigma else None


def order_after(method: Method, theta: Expression, domain: Domain) -> int | None:
    """The order with h f replaced by θ h f, over a domain that holds θ too; None as of any method without one."""
    scaled = rescaled(method, theta)
    span = Span(scaled.A, scaled.U, scaled.external, domain)
    return order(span, scaled.U, outputs(scaled)).order


def rescaled(method: Method, theta: Expression) -> Method:
    """The method with h f replaced by θ h f."""
    if method.multistep:
        alpha, beta = method.multistep
        scaled = tuple(theta * entry for entry in beta)
        return linear_multistep(method.name, alpha, scaled, parameters=method.parameters)
    return replace(
        method,
        A=tuple(tuple(theta * entry for entry in row) for row in method.A),
        B=tuple(tuple(theta * entry for entry in row) for row in method.B),
        recurrence=None,
    )
