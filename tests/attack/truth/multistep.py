"""What is right of a linear multistep scheme."""

from __future__ import annotations

from typing import Any

from mpmath import mp

from attack.expected import Exactly, Interval, Is, Number
from attack.numbers import real
from attack.oracles.multistep import Multistep
from attack.scheme import Scheme
from attack.truth.common import ANGLE, Truth, of_order, refuted_claims


def linear_multistep(scheme: Scheme) -> Truth:
    (alpha,), (beta,) = scheme["alpha"], scheme["beta"]
    method = Multistep(alpha, beta)
    p = method.order(12)
    zero_stable = method.zero_stable
    orders: dict[str, Any] = {"order": p if p >= 0 else None, "zero-stable": zero_stable}
    found: Truth = {
        "order": of_order(p, 12) if p >= 0 else Is(None),
        "zero-stable": Is(zero_stable),
        "refuted": Is(refuted_claims(scheme, orders)),
        "symmetric": Is(method.irreducible.symmetric),
    }
    if p > 0 and (constant := method.error_constant(p)) is not None:
        with mp.workdps(60):
            found["error constant"] = Exactly(real(constant))
    if not method.rho.gcd(method.sigma).degree > 0:
        angle = method.angle
        found["A-stable"] = Is(method.a_stable)
        if angle is not None:
            found["A(α)-stable"] = Is(False) if angle is False else Number(angle, ANGLE)
        for name, imaginary in (("real interval", False), ("imaginary interval", True)):
            stretch = method.interval(imaginary=imaginary)
            if stretch is not None:
                holds, end = stretch
                found[name] = Interval(None, holds=holds) if end is None else Interval(end[0], end[1], holds)
        least = method.ssp
        with mp.workdps(50):
            found["SSP coefficient"] = Number(None if least is None else real(least))
    return found
