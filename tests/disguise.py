"""Numbers that do not look like what they are: zeros, and rational numbers, written with roots, sines and cosines."""

from __future__ import annotations

from hypothesis import strategies as st

_SMALL = st.integers(2, 12)


@st.composite
def zeros(draw: st.DrawFn) -> str:
    """An expression that is 0, by an identity of roots, cosines or roots of polynomials."""
    n, m, k = draw(_SMALL), draw(_SMALL), draw(st.integers(2, 7))
    a, b, c = draw(st.integers(1, 3)), draw(st.integers(4, 6)), draw(st.integers(7, 9))
    cubic = f"{-a * b * c}, {a * b + b * c + a * c}, {-a - b - c}, 1"  # its roots are a, b, c
    golden = ", ".join(f"root({i}, 1, -3, 0, 1)" for i in (1, 2, 3)).split(", root")
    cosines = " + ".join(f"cos({2 * j}*pi/{2 * k + 1})" for j in range(1, k + 1))
    shown = draw(
        st.sampled_from(
            [
                f"sqrt({n * m * m}) - {m}*sqrt({n})",
                f"sqrt({n})*sqrt({m}) - sqrt({n * m})",
                f"sqrt({n})*sqrt({n}) - {n}",
                f"sqrt({n + m} + 2*sqrt({n * m})) - sqrt({n}) - sqrt({m})",
                f"1/(sqrt({n + 1}) - sqrt({n})) - sqrt({n + 1}) - sqrt({n})",
                f"({cosines}) + 1/2",
                f"sin(pi/{n}) - cos({n - 2}*pi/{2 * n})",
                f"cos({m}*pi/{n})**2 + sin({m}*pi/{n})**2 - 1",
                f"{n}**(1/3)*{n}**(2/3) - {n}",
                f"root(1, {-n}, 0, 0, 1)**3 - {n}",
                f"root(2, {cubic}) - {b}",
                f"root{golden[0][4:]} + root{golden[1]} + root{golden[2]}",
                f"sqrt(sqrt({n})*sqrt({n}) - {n})",
                f"(pi + {n})**2 - pi**2 - {2 * n}*pi - {n * n}",
            ]
        )
    )
    return draw(
        st.sampled_from([shown, f"({shown})*sqrt({m})", f"-({shown})/{n}", f"{m}/{k} - ({shown}) - {m}/{k}"])
    )
