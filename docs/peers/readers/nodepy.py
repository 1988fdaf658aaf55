"""nodepy: its loaded Runge–Kutta, low-storage and multistep methods, and a few members of its families.

nodepy has no claimed orders but in names such as RK5(4)7 or SSP104 (stages, then order); where a name has none, what
its `order()` computes from the coefficients, to 1e-14, is taken for the claim, and where that differs from the name, it
is shown beside it. Additive multistep methods are read as their two methods; the order of the pair is the least of
both. Its two-step Runge–Kutta methods are general linear methods whose external values are two states and the slopes of
the previous step; their order is that relative to a starting method.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from typing import Any

from scheme import Scheme, multistep, row, tableau

from tableau2net.exact import ONE, ZERO, as_printed
from tableau2net.methods import External, Method
from tableau2net.verify import Claims

PAIR = re.compile(r"(\d+)\((\d*)\)(\d*)")  # 5(4)7
LOW_STORAGE = re.compile(r"^RK(\d)(\d+)\[")  # RK510[3S*]: order, stages
LAST = re.compile(r"^[A-Za-z]+?(\d+)(\d)$")  # SSP104: stages, order


def read() -> Iterator[Scheme]:
    """Its methods, module by module."""
    from nodepy import linear_multistep_method as lm
    from nodepy import low_storage_rk as low
    from nodepy import runge_kutta_method as rk
    from nodepy import twostep_runge_kutta_method as two_step

    yield from map(runge_kutta, rk.loadRKM("All"), rk.loadRKM("All").values())
    yield from map(runge_kutta, low.load_low_storage("All"), low.load_low_storage("All").values())
    yield from (runge_kutta(name, method, order) for name, method, order in family_members(rk))
    for name, method in lm.loadLMM("All").items():
        yield from linear(name, method, None)
    for name, method, order in multistep_members(lm):
        yield from linear(name, method, order)
    yield from map(two_steps, two_step.loadTSRK("All"), two_step.loadTSRK("All").values())


def family_members(rk: Any) -> Iterator[tuple[str, Any, int | None]]:
    """A few members of each family, with the order that the family is documented to have."""
    from sympy import Rational

    yield "RK22_family(1/3)", rk.RK22_family(Rational(1, 3)), 2
    yield "RK44_family(1/3)", rk.RK44_family(Rational(1, 3)), 4
    for m in (2, 5):
        yield f"SSPRK2({m})", rk.SSPRK2(m), 2
    for m in (4, 9):
        yield f"SSPRK3({m})", rk.SSPRK3(m), 3
    for m in (2, 4):
        yield f"SSPRKm({m})", rk.SSPRKm(m), None  # of order m for linear equations
    for m in (2, 3):
        yield f"SSPIRK1({m})", rk.SSPIRK1(m), 1
        yield f"SSPIRK2({m})", rk.SSPIRK2(m), 2
        yield f"SSPIRK3({m})", rk.SSPIRK3(m), 3
    for m in (2, 5):
        yield f"RKC1({m})", rk.RKC1(m), 1
        yield f"RKC2({m})", rk.RKC2(m), 2
    for s in (1, 3):
        yield f"DC({s})", rk.DC(s), s + 1
    for k in (2, 4):
        yield f"extrap({k})", rk.extrap(k), k
    for k in (2, 3):
        yield f"extrap({k}, midpoint)", rk.extrap(k, "midpoint"), 2 * k
    yield "extrap_pair(4)", rk.extrap_pair(4), 4


def multistep_members(lm: Any) -> Iterator[tuple[str, Any, int]]:
    from sympy import Rational

    for k in range(1, 9):
        yield f"Adams_Bashforth({k})", lm.Adams_Bashforth(k), k
    for k in range(2, 7):
        yield f"Nystrom({k})", lm.Nystrom(k), k
    for k in range(1, 9):
        yield f"Adams_Moulton({k})", lm.Adams_Moulton(k), k + 1
    for k in range(2, 7):
        yield f"Milne_Simpson({k})", lm.Milne_Simpson(k), max(k + 1, 4)
    for k in range(1, 7):
        yield f"backward_difference_formula({k})", lm.backward_difference_formula(k), k
    for k in range(3, 8):
        yield f"elm_ssp2({k})", lm.elm_ssp2(k), 2
    for s in (1, 2, 3):
        yield f"sand_cc({s})", lm.sand_cc(s), 2 * (s + 1)
    for name, gamma, c in (("CNAB", "1/2", 0), ("MCNAB", "1/2", "1/8"), ("CNLF", 0, 1), ("SBDF", 1, 0)):
        yield f"arw2, {name}", lm.arw2(Rational(gamma), Rational(c)), 2
    for arguments in ((1, 0, 0), ("1/2", 0, 0), (1, "1/10", 0), (1, 0, "1/10")):
        yield f"arw3({', '.join(map(str, arguments))})", lm.arw3(*map(Rational, arguments)), 3


def runge_kutta(key: str, method: Any, order: int | None = None) -> Scheme:
    computed = numerically(method), numerically(getattr(method, "embedded_method", None))
    claimed = (order, None) if order is not None else named(key, method)
    claimed = tuple(
        found if stated is None else stated for stated, found in zip(claimed, computed, strict=True)
    )
    hat = getattr(method, "bhat", None)
    differs = any(a is not None and b is not None and a != b for a, b in zip(claimed, computed, strict=True))
    return tableau(
        key,
        method.A.tolist(),
        list(method.b),
        b_hat=None if hat is None else list(hat),
        c=list(method.c),
        order=claimed[0],
        embedded=claimed[1],
        computed=f"{computed[0]}" + (f"({computed[1]})" if computed[1] is not None else "")
        if differs
        else "",
    )


def named(key: str, method: Any) -> tuple[int | None, int | None]:
    """The order and the embedded order in a method's name."""
    if found := PAIR.search(method.name):
        return int(found[1]), int(found[2]) if found[2] else None
    if found := LOW_STORAGE.match(key):
        return int(found[1]), None
    found = LAST.match(key)
    return (int(found[2]), None) if found and int(found[1]) == len(method.b) else (None, None)


def numerically(method: Any) -> int | None:
    """What nodepy computes."""
    if method is None:
        return None
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.suppress(TypeError),
    ):  # its two-register methods raise it
        return int(method.order())
    return None


def linear(name: str, method: Any, order: int | None) -> Iterator[Scheme]:
    """A linear multistep method, or the two of an additive one."""
    if hasattr(method, "method1"):
        yield from linear(f"{name}, implicit", method.method1, order)
        yield from linear(f"{name}, explicit", method.method2, order)
    else:
        claimed = int(method.order()) if order is None else order
        yield multistep(name, list(method.alpha), list(method.beta), claimed)


def two_steps(key: str, method: Any) -> Scheme:
    """Y = d u_{n−1} + (1 − d) u_n + h Â F(Y_{n−1}) + h A F(Y), and likewise θ, b̂ and b for u_{n+1}; the key has the
    order. (Z. Jackiewicz, S. Tracogna, SIAM J. Numer. Anal. 32 (1995) 1390–1427.)"""
    s = len(method)
    numbers = [method.d, [method.theta], method.b, method.bhat, *method.A, *method.Ahat]
    d, (theta,), b, b_hat, *rest = [tuple(map(as_printed, row(values))) for values in numbers]
    A, A_hat = tuple(rest[:s]), tuple(rest[s:])
    new_state = (ONE - theta, theta, *b_hat)
    new_slopes = [tuple(ONE if i == j else ZERO for j in range(s)) for i in range(s)]
    silent = (ZERO,) * s
    glm = Method(
        name=key,
        title=key,
        kind="general-linear",
        A=A,
        U=tuple((ONE - x, x, *slopes) for x, slopes in zip(d, A_hat, strict=True)),
        B=(b, silent, *new_slopes),
        V=(new_state, (ONE, ZERO, *silent), *[(ZERO,) * (s + 2)] * s),
        external=(External("state"), *(External("free", i) for i in range(1, s + 2))),
        abscissae=tuple(sum((*A[i], *A_hat[i]), -d[i]) for i in range(s)),
    )
    return Scheme(f"TSRK, {key}", glm, Claims(order=int(key.removeprefix("order"))))
