"""The complex plane in floats, for pictures alone: how large the eigenvalues of a step are, and where to look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tableau2net.algebra.polynomials import Polynomial
from tableau2net.analyse.stability.stability_function import StabilityFunction
from tableau2net.analyse.subject import Subject
from tableau2net.exact import number, to_float
from tableau2net.methods import Matrix, Method

if TYPE_CHECKING:
    from numpy.typing import NDArray

FINE, COARSE = 401, 101  # points along each side: of the picture, and of the search for its window
FAR, NEAR = 100.0, 0.04  # how far from 0 and how near to it the search for a window looks
USUAL = 5.0  # half the side of the window around what has no bounds
MUCH = 4  # a curve so many times larger than the region is not shown whole


@dataclass(frozen=True)
class Window:
    """A rectangle of the plane that is symmetric about the real axis."""

    left: float
    right: float
    height: float

    @classmethod
    def around(cls, points: NDArray[Any]) -> Window:
        """A square around the points and 0, with a margin."""
        left, right = min(float(points.real.min()), 0.0), max(float(points.real.max()), 0.0)
        top = float(abs(points.imag).max())
        side = 1.25 * max(right - left, 2 * top)
        middle = (left + right) / 2
        middle = min(
            max(middle, 0.1 * side - side / 2), side / 2 - 0.1 * side
        )  # the imaginary axis is well inside
        return cls(middle - side / 2, middle + side / 2, side / 2)

    @classmethod
    def square(cls, size: float) -> Window:
        """The square of this half side around 0."""
        return cls(-size, size, size)

    def union(self, other: Window) -> Window:
        """The least square, symmetric about the real axis, that holds both."""
        left, right = min(self.left, other.left), max(self.right, other.right)
        half = max(self.height, other.height, (right - left) / 2)
        spare = half - (right - left) / 2
        return Window(left - spare, right + spare, half)

    @property
    def size(self) -> float:
        """The half side of the square around 0 that holds it."""
        return max(-self.left, self.right, self.height)

    def grid(self, points: int) -> NDArray[Any]:
        """Points z, so many along each side (an odd number)."""
        import numpy

        x = numpy.linspace(self.left, self.right, points)
        y = numpy.linspace(-self.height, self.height, points)
        return (x + 1e-9 * self.height)[None, :] + 1j * y[
            :, None
        ]  # beside the poles, which like to be whole numbers


def radius(subject: Subject, z: NDArray[Any]) -> NDArray[Any]:
    """The spectral radius of M(z) = V + zB(I − zA)^{-1}U, |R(z)| of a method with one external value, at every point of
    a grid, no more than 1e200. It is the same at conjugate points."""
    import numpy

    found = largest(subject, z[z.shape[0] // 2 :])
    return numpy.concatenate([found[:0:-1], found])


def largest(subject: Subject, z: NDArray[Any]) -> NDArray[Any]:
    """The spectral radius at any points, no more than 1e200."""
    import numpy

    with numpy.errstate(all="ignore"):
        if (R := _function(subject)) is not None:
            values = abs(numpy.polyval(_coefficients(R.P), z) / numpy.polyval(_coefficients(R.Q), z))
        else:
            values = numpy.abs(numpy.linalg.eigvals(_step(subject.method, z))).max(axis=-1)
    return numpy.nan_to_num(values, nan=1e200, posinf=1e200).clip(max=1e200)


def _step(method: Method, z: NDArray[Any]) -> NDArray[Any]:
    """M(z) at every point."""
    import numpy

    A, U, B, V = (floats(matrix) for matrix in (method.A, method.U, method.B, method.V))
    column = z[..., None, None]
    right = numpy.broadcast_to(U, (*z.shape, *U.shape))
    return V + column * (B @ numpy.linalg.solve(numpy.eye(len(A)) - column * A, right))


def star(subject: Subject, z: NDArray[Any]) -> NDArray[Any]:
    """The spectral radius over |e^z|."""
    import numpy

    return radius(subject, z) * numpy.exp(-z.real)


def root_locus(method: Method) -> NDArray[Any] | None:
    """z = ρ(w)/σ(w) for w around the unit circle, of a multistep method."""
    import numpy

    if method.multistep is None:
        return None
    rho, sigma = (floats((row,))[0][::-1] for row in method.multistep)
    w = numpy.exp(1j * numpy.linspace(0, 2 * numpy.pi, 4001))
    with numpy.errstate(all="ignore"):
        z = numpy.polyval(rho, w) / numpy.polyval(sigma, w)
    return numpy.where(abs(z) < 1e3, z, numpy.nan)


def region_window(subject: Subject) -> Window:
    """Around the stability region, or around what is outside it, whichever is bounded; and around the root locus curve
    where that is not much larger."""
    import numpy

    size, found = FAR, None
    while size > NEAR:  # nearer and nearer, until the bounded one of both fills the picture
        z = Window.square(size).grid(COARSE)
        stable = radius(subject, z) <= 1 + 1e-7
        edge = numpy.concatenate([stable[0], stable[-1], stable[:, 0], stable[:, -1]])
        if edge.any() and not edge.all():
            break
        bounded = z[~stable] if edge.all() else z[stable]
        if bounded.size > 1:  # else it is 0 alone
            found = bounded
            if Window.around(bounded).size > 0.4 * size:
                break
        size /= 2
    curve = root_locus(subject.method)
    if curve is not None and not numpy.isnan(curve).any():
        reach = abs(curve).max()
        if reach < FAR and (found is None or reach < MUCH * abs(found).max()):
            found = curve if found is None else numpy.concatenate([found, curve])
    return Window.square(USUAL) if found is None else Window.around(found)


def star_window(subject: Subject, region: Window) -> Window:
    """Around the fingers: the bounded parts of the order star, and of what is outside it, that meet at 0."""
    size = 4 * region.size
    while size > region.size / 50:
        z = Window.square(size).grid(COARSE)
        fingers = z[_fingers(star(subject, z) > 1, abs(z) < size / 20)]
        reach = float(abs(fingers).max()) if fingers.size else 0.0
        if reach > size / 4:
            return Window.square(1.3 * reach)
        size /= 2
    return Window.square(region.size)


def _fingers(inside: NDArray[Any], middle: NDArray[Any]) -> NDArray[Any]:
    """The parts of either colour that reach the middle and not the edge."""
    import numpy

    rim = numpy.zeros_like(inside)
    rim[0] = rim[-1] = rim[:, 0] = rim[:, -1] = True
    colour = numpy.where(middle, -1, inside)
    ring = _grown(middle, numpy.zeros_like(colour), once=True) & ~middle
    return _grown(ring, colour) & ~_grown(rim, colour) & ~middle


def _grown(seed: NDArray[Any], colour: NDArray[Any], *, once: bool = False) -> NDArray[Any]:
    """The cells that are joined to the seed through cells of one colour."""
    import numpy

    found = seed
    while True:
        grown = found.copy()
        for here, there in ((numpy.s_[1:], numpy.s_[:-1]), (numpy.s_[:-1], numpy.s_[1:])):
            grown[here] |= found[there] & (colour[here] == colour[there])
            grown[:, here] |= found[:, there] & (colour[:, here] == colour[:, there])
        if once or (grown == found).all():
            return grown
        found = grown


def _function(subject: Subject) -> StabilityFunction | None:
    """R, where its coefficients are known as numbers."""
    if subject.undecided and subject.method.collocation is None:
        return None
    R = subject.R
    return R if R is not None and hasattr(R.P.domain, "near") else None


def _coefficients(polynomial: Polynomial) -> list[float]:
    """In floats, highest power first."""
    domain: Any = polynomial.domain
    return [to_float(number(domain.near(a))) for a in reversed(polynomial.coefficients)]


def floats(matrix: Matrix) -> NDArray[Any]:
    """The matrix in floats."""
    import numpy

    return numpy.array([[to_float(entry) for entry in row] for row in matrix])
