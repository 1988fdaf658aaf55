"""The parts of a stability region that have no interior: curves, as the interval of the leapfrog method, and points.

No grid of points meets them. On them an eigenvalue of the step has modulus 1, so they lie on the root locus: the z for
which det(wI − V − zB(I − zA)^{-1}U) = 0 with |w| = 1. |R(z)| of a method of one external value has no such part: it has
no local minimum but 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tableau2net.analyse.picture.plane import Window, floats, largest
from tableau2net.analyse.subject import Subject
from tableau2net.methods import Method

if TYPE_CHECKING:
    from numpy.typing import NDArray

ANGLES = 1501  # of w around the unit circle
DIRECTIONS = 64  # in which something stable is looked for beside a point
BESIDE = (0.01, 0.003)  # how far away, in half heights of the window
ON, OFF = 1e-6, 1e-7  # what is stable: of points that are found by eigenvalues, and of those beside them
GAP = 0.03  # half heights of the window between two pieces


def thin(subject: Subject, window: Window) -> list[NDArray[Any]]:
    """The parts without interior in a window, each as the points along it; one of one point is isolated."""
    import numpy

    if len(subject.method.V) < 2:
        return []
    z: NDArray[Any] = numpy.append(locus(subject.method), 0)
    z = z[(z.real >= window.left) & (z.real <= window.right) & (abs(z.imag) <= window.height)]
    z = z[largest(subject, z) <= 1 + ON]
    turns = numpy.exp(2j * numpy.pi * (numpy.arange(DIRECTIONS) + 0.5) / DIRECTIONS)
    steps = window.height * numpy.outer(BESIDE, turns).ravel()
    beside = largest(subject, z[:, None] + steps[None, :]) if z.size else numpy.ones((0, 1))
    return _pieces(z[(beside > 1 + OFF).all(axis=1)], window.height * GAP)


def locus(method: Method) -> NDArray[Any]:
    """The z of eigenvalues w of modulus 1. With the stages Y and external values y, wy = Vy + zBY and Y = Uy + zAY: z
    is an eigenvalue of a pencil."""
    import numpy

    A, U, B, V = (floats(matrix) for matrix in (method.A, method.U, method.B, method.V))
    r, s = len(V), len(A)
    w = numpy.exp(1j * (2 * numpy.pi * numpy.arange(ANGLES) / ANGLES + 1e-4))[:, None, None]
    still: NDArray[Any] = numpy.zeros((ANGLES, r + s, r + s), complex)  # [V − wI, 0; U, −I] + z [0, B; 0, A]
    still[:, :r, :r] = V - w * numpy.eye(r)
    still[:, r:, :r], still[:, r:, r:] = U, -numpy.eye(s)
    moving = numpy.zeros((r + s, r + s))
    moving[:r, r:], moving[r:, r:] = B, A
    with numpy.errstate(all="ignore"):
        inverse = numpy.linalg.eigvals(-numpy.linalg.solve(still, moving[None]))
        z = (1 / inverse).ravel()
    return z[numpy.isfinite(z)]


def _pieces(z: NDArray[Any], gap: float) -> list[NDArray[Any]]:
    """The points in pieces, each from one end to the other, by going to the nearest that is left."""
    import numpy

    pieces, left = [], _apart(z, gap / 10)
    while left.size:
        order = [int(numpy.lexsort((left.real, left.imag))[0])]
        free = numpy.ones(left.size, bool)
        free[order] = False
        while free.any():
            far = numpy.where(free, abs(left - left[order[-1]]), numpy.inf)
            if far.min() > gap:
                break
            order.append(int(far.argmin()))
            free[order] = False
        pieces.append(left[order])
        left = left[free]
    return pieces


def _apart(z: NDArray[Any], least: float) -> NDArray[Any]:
    """One point of each small square, rounded where it is as good as on an axis."""
    import numpy

    found: dict[tuple[int, int], complex] = {}
    for each in sorted(z.tolist(), key=lambda point: (point.imag, point.real)):
        x, y = (0.0 if abs(part) < least / 100 else part for part in (each.real, each.imag))
        found.setdefault((round(x / least), round(y / least)), complex(x, y))
    return numpy.array(list(found.values()), complex)
