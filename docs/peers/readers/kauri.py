"""kauri: its named Runge–Kutta and commutator-free methods, by their tableaux.

What is claimed is what its `order()` computes, from floats to 1e-10. It knows no abscissae of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheme import Scheme, tableau


def read() -> Iterator[Scheme]:
    """Its named methods of both modules, each by its tableau."""
    from kauri import cf_methods, rk_methods

    for name, method in vars(rk_methods).items():
        if isinstance(method, rk_methods.RK):
            yield tableau(name, method.a, method.b, order=method.order())
    for name, method in vars(cf_methods).items():
        if isinstance(method, cf_methods.CFMethod):
            projected = method.projected_rk()
            yield tableau(name, projected.a, projected.b, order=projected.order())
