"""The picture of a scheme's stability: the region where the linear test equation stays bounded, and the order
star (Wanner, Hairer, Nørsett, BIT 18 (1978) 475–489). Drawn in floats: it decides nothing.

With w(z) the eigenvalues of the step on u' = λu, z = λh, the region is max |w| ≤ 1, and the order star is
max |w| > |e^z|.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from tableau2net.analyse.subject import Subject
from tableau2net.errors import InputError
from tableau2net.exact import to_float
from tableau2net.methods import Matrix, Method

if TYPE_CHECKING:
    from numpy.typing import NDArray

SUFFIXES = (".png", ".svg")
FINE, COARSE = 601, 241  # points along each side: of the picture, and of the search for its window
FAR, USUAL = 40.0, 6.0  # how far the search looks, and the window of what has no bounded side
INK, STABLE, STAR = "#1b1b1b", "#9ecae1", "#fdae6b"


def plot(method: Method, suffix: str) -> bytes:
    """The picture as a file with one of the `SUFFIXES`, the same bytes every time.

    Raises InputError where matplotlib is not installed, and for a scheme whose test equation has no
    number for every coefficient.
    """
    subject = Subject.of(method, 0)
    _drawable(subject)
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise InputError(
            "pictures are drawn with matplotlib", None, "no matplotlib", "pip install 'tableau2net[plot]'"
        ) from None
    left, right, height = _window(subject.method)
    z = _grid(left, right, height, FINE)
    size = _radius(subject.method, z)
    with matplotlib.rc_context({"svg.hashsalt": "tableau2net", "svg.fonttype": "path", "font.size": 10}):
        figure = Figure(figsize=(10, 4.8), layout="constrained")
        figure.suptitle(method.title or method.name)
        region, star = figure.subplots(1, 2)
        _panel(region, z, size, STABLE, "stability region", inside=True)
        _panel(star, z, _star(z, size), STAR, "order star", inside=False)
        target = BytesIO()
        metadata = {"Date": None, "Creator": None} if suffix == ".svg" else {"Software": None}
        figure.savefig(target, format=suffix[1:], dpi=150, metadata=metadata)
    return target.getvalue()


def _drawable(subject: Subject) -> None:
    if subject.partitioned:
        raise InputError(
            "its stages see parts of the state", None, subject.method.name, "a scheme of u' = λu"
        )
    if subject.method.names:
        names = ", ".join(sorted(subject.method.names))
        raise InputError(
            "a picture needs numbers", None, f"the parameter {names}", "values for all parameters"
        )


def _panel(axes: Any, z: Any, size: Any, colour: str, title: str, *, inside: bool) -> None:
    """The set size ≤ 1 (or ≥ 1) filled, its boundary, and both axes of the plane."""
    levels = [-1.0, 1.0] if inside else [1.0, 1e300]
    axes.contourf(z.real, z.imag, size, levels=levels, colors=[colour])
    if size.min() < 1 < size.max():
        axes.contour(z.real, z.imag, size, levels=[1.0], colors=[INK], linewidths=1.0)
    axes.axhline(0, color=INK, linewidth=0.6)
    axes.axvline(0, color=INK, linewidth=0.6)
    axes.set(title=title, xlabel="Re z", ylabel="Im z", aspect="equal")
    axes.set_xlim(z.real.min(), z.real.max())
    axes.set_ylim(z.imag.min(), z.imag.max())


def _window(method: Method) -> tuple[float, float, float]:
    """Left, right and half the height: around the region, or around what is outside it, whichever is
    bounded."""
    import numpy

    z = _grid(-FAR, FAR, FAR, COARSE)
    stable = _radius(method, z) <= 1 + 1e-9
    edge = numpy.concatenate([stable[0], stable[-1], stable[:, 0], stable[:, -1]])
    if stable.any() and not edge.any():
        shown = z[stable]
    elif edge.all() and not stable.all():
        shown = z[~stable]
    else:
        return -USUAL, USUAL, USUAL
    margin = 1.0 + 0.15 * float(numpy.ptp(shown.real))
    left, right = min(float(shown.real.min()), -1.0) - margin, max(float(shown.real.max()), 1.0) + margin
    height = max(float(abs(shown.imag).max()) + margin, (right - left) / 2)
    middle = (left + right) / 2
    return min(left, middle - height), max(right, middle + height), height


def _grid(left: float, right: float, height: float, points: int) -> NDArray[Any]:
    import numpy

    x, y = numpy.linspace(left, right, points), numpy.linspace(-height, height, points)
    x = x + 1e-9  # beside the poles, which like to be whole numbers
    return x[None, :] + 1j * y[:, None]


def _radius(method: Method, z: NDArray[Any]) -> NDArray[Any]:
    """The spectral radius of M(z) = V + zB(I − zA)^{-1}U at every point, no more than 1e200."""
    import numpy

    A, U, B, V = (_floats(matrix) for matrix in (method.A, method.U, method.B, method.V))
    column = z.reshape(-1, 1, 1)
    with numpy.errstate(all="ignore"):
        stages = numpy.linalg.solve(numpy.eye(len(A)) - column * A, numpy.broadcast_to(U, (z.size, *U.shape)))
        M = V + column * (B @ stages)
        values = numpy.abs(numpy.linalg.eigvals(M)).max(axis=1)
    return numpy.nan_to_num(values, nan=1e200, posinf=1e200).clip(max=1e200).reshape(z.shape)


def _star(z: NDArray[Any], size: NDArray[Any]) -> NDArray[Any]:
    import numpy

    return size * numpy.exp(-z.real)


def _floats(matrix: Matrix) -> NDArray[Any]:
    import numpy

    return numpy.array([[to_float(entry) for entry in row] for row in matrix])
