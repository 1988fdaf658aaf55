"""Steps for the examples of docs/audit.md: one that is what its name says, and one that is not."""


def rk4(f, t, y, h):
    k1 = f(t, y)
    k2 = f(t + h / 2, y + h / 2 * k1)
    k3 = f(t + h / 2, y + h / 2 * k2)
    k4 = f(t + h, y + h * k3)
    return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def also_rk4(f, t, y, h):
    k1 = f(t, y)
    k2 = f(t + h / 2, y + h / 2 * k1)
    k3 = f(t, y + h / 2 * k1)
    k4 = f(t + h, y + h * k3)
    return y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


ADAMS = (1,), (3 / 2, -1 / 2), (23 / 12, -16 / 12, 5 / 12), (55 / 24, -59 / 24, 37 / 24, -9 / 24)


def adams4(f, t, y, h, n):
    """n steps of Adams–Bashforth's method of order 4, started by those of lower orders."""
    slopes = []
    for i in range(n):
        slopes = [f(t + i * h, y), *slopes[:3]]
        y = y + h * sum(b * k for b, k in zip(ADAMS[len(slopes) - 1], slopes, strict=True))
    return y
