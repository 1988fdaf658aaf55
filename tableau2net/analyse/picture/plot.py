"""The picture of a scheme's stability: the region where the linear test equation stays bounded, and the order
star (Wanner, Hairer, Nørsett, BIT 18 (1978) 475–489). Drawn in floats: it decides nothing.

With w(z) the eigenvalues of the step on u' = λu, z = λh, the region is max |w| ≤ 1, and the order star is
max |w| > |e^z|. The root locus curve of a multistep method is drawn over its region.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tableau2net.analyse.picture.plane import (
    FINE,
    Window,
    radius,
    region_window,
    root_locus,
    star,
    star_window,
)
from tableau2net.analyse.scope import ONE_FIELD, unmet
from tableau2net.analyse.subject import Subject
from tableau2net.errors import InputError
from tableau2net.methods import Method
from tableau2net.report.sheet import REPEATABLE, drawing, saved

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDING = 1e-13
INK, STABLE, STAR, CURVE = "#1b1b1b", "#9ecae1", "#fdae6b", "#b2182b"


def plot(method: Method, suffix: str) -> bytes:
    """The picture as a file with one of the `SUFFIXES`, the same bytes every time.

    Raises InputError where matplotlib is not installed, and for a scheme whose test equation has no
    number for every coefficient.
    """
    subject = Subject.of(method, 0)
    drawable(subject)
    matplotlib = drawing()
    near = region_window(subject)
    curve = root_locus(subject.method)
    with matplotlib.rc_context(REPEATABLE):
        figure = matplotlib.figure.Figure(figsize=(10, 4.8), layout="constrained")
        figure.suptitle(method.title or method.name)
        region, fingers = figure.subplots(1, 2)
        _region(region, subject, near, curve)
        _star(fingers, subject, star_window(subject, near))
        return saved(figure, suffix)


def drawable(subject: Subject) -> None:
    """Raises InputError for a scheme of which there is no picture."""
    if (lacking := unmet((ONE_FIELD,), subject)) is not None:
        raise InputError(
            f"a stability region is {lacking.otherwise}", None, subject.method.name, "a scheme of u' = λu"
        )
    if subject.method.names:
        names = ", ".join(sorted(subject.method.names))
        raise InputError(
            "a picture needs numbers", None, f"the parameter {names}", "values for all parameters"
        )


def _region(axes: Any, subject: Subject, window: Window, curve: NDArray[Any] | None) -> None:
    """The set max |w| ≤ 1 filled, and over it the root locus curve of a multistep method."""
    z = window.grid(FINE)
    size = radius(subject, z)
    axes.contourf(z.real, z.imag, size, levels=[-1.0, 1.0], colors=[STABLE])
    if curve is None:
        _boundary(axes, z, size)
        _frame(axes, window, "stability region")
        return
    axes.plot(curve.real, curve.imag, color=CURVE, linewidth=1.2)
    _frame(axes, window, "stability region, root locus curve")


def _star(axes: Any, subject: Subject, window: Window) -> None:
    """The set max |w| > |e^z| filled; its boundary left out near 0 where it is lost in rounding."""
    import numpy

    z = window.grid(FINE)
    size = star(subject, z)
    axes.contourf(z.real, z.imag, size, levels=[1.0, 1e300], colors=[STAR])
    lost = (abs(size - 1) < ROUNDING) & (abs(z) < window.height / 5)
    _boundary(axes, z, numpy.where(lost, numpy.nan, size))
    _frame(axes, window, "order star")


def _boundary(axes: Any, z: Any, size: Any) -> None:
    if (size < 1).any() and (size > 1).any():
        axes.contour(z.real, z.imag, size, levels=[1.0], colors=[INK], linewidths=1.0)


def _frame(axes: Any, window: Window, title: str) -> None:
    """Both axes of the plane, the same scale along them, and a few round ticks."""
    axes.axhline(0, color=INK, linewidth=0.6)
    axes.axvline(0, color=INK, linewidth=0.6)
    axes.set(title=title, xlabel="Re z", ylabel="Im z", aspect="equal")
    axes.set_xlim(window.left, window.right)
    axes.set_ylim(-window.height, window.height)
    axes.locator_params(nbins=7, steps=[1, 2, 5, 10])
