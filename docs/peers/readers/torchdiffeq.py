"""torchdiffeq: the tableaux of its adaptive solvers, the steps of its fixed-step solvers, its Adams tables.

The fixed-step solvers have no tableaux. Theirs are read off a step: with the i-th unit vector as the i-th slope, the
states that the slopes are asked for are the rows of A. The Adams tables are integers over a divisor. Orders are the
solvers' attribute `order`; nothing is said of the embedded weights' order.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from scheme import Scheme, multistep, tableau, with_error


def read() -> Iterator[Scheme]:
    """The tableaux of its solvers."""
    import torch
    from torchdiffeq._impl import fixed_adams, fixed_grid

    solvers = import_module("torchdiffeq._impl.odeint").SOLVERS  # the package has a function of this name
    for name, solver in solvers.items():
        if hasattr(solver, "tableau"):
            yield with_tableau(name, solver)
    for name, solver in solvers.items():
        if solver.__module__ == fixed_grid.__name__:
            yield by_steps(name, solver, torch)
    for k in range(1, len(fixed_adams._DIVISOR)):
        slopes = [0] * (k - 1) + [-fixed_adams._DIVISOR[k], fixed_adams._DIVISOR[k]]
        yield multistep(
            f"Adams–Bashforth, order {k}", slopes, [*reversed(fixed_adams._BASHFORTH_COEFFICIENTS[k]), 0], k
        )
    for k in range(1, len(fixed_adams._DIVISOR)):
        slopes = [0] * max(k - 2, 0) + [-fixed_adams._DIVISOR[k], fixed_adams._DIVISOR[k]]
        weights = [*reversed(fixed_adams._MOULTON_COEFFICIENTS[k])]
        yield multistep(f"Adams–Moulton, order {k}", slopes, [0] * (len(slopes) - len(weights)) + weights, k)


def with_tableau(name: str, solver: Any) -> Scheme:
    """The tableaux of explicit solvers leave out the first row; those of implicit ones have no error estimate."""
    values = solver.tableau
    A, b, c = [each.tolist() for each in values.beta], values.c_sol.tolist(), values.alpha.tolist()
    explicit = len(A) < len(b)
    scheme = tableau(name, [[], *A] if explicit else A, b, c=[0, *c] if explicit else c, order=solver.order)
    error = values.c_error.tolist()
    return with_error(scheme, error) if error else scheme


def by_steps(name: str, solver: Any, torch: Any) -> Scheme:
    """The tableau of a step, from what it asks for."""
    size = 8
    rows, times = [], []

    def field(t: Any, y: Any, **_: Any) -> Any:
        rows.append(y.tolist())
        times.append(float(t))
        return torch.eye(size, dtype=torch.float64)[len(rows) - 1]

    zero, one = torch.zeros((), dtype=torch.float64), torch.ones((), dtype=torch.float64)
    start = torch.zeros(size, dtype=torch.float64)
    instance = solver(func=field, y0=start, rtol=1e-7, atol=1e-9)
    step, _ = instance._step_func(instance.func, zero, one, one, start)
    s = len(rows)
    return tableau(name, [each[:s] for each in rows], step.tolist()[:s], c=times, order=solver.order)
