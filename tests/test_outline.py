"""Sets of the plane as paths: what is inside a path is the set."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schemes import catalogued
from tiers import tries

from tableau2net.analyse.picture.outline import Point, outline, path
from tableau2net.analyse.picture.panels import panels
from tableau2net.analyse.picture.plane import region_window
from tableau2net.analyse.subject import Subject
from tableau2net.errors import InputError

NUMBER = st.one_of(st.floats(-2, -0.01), st.floats(0.01, 2))
GRIDS = st.integers(2, 6).flatmap(
    lambda width: st.lists(st.lists(NUMBER, min_size=width, max_size=width), min_size=2, max_size=6)
)


def inside(point: Point, curve: list[Point]) -> bool:
    """Whether a ray to the right crosses the curve an odd number of times."""
    x, y = point
    crossings = 0
    for (x0, y0), (x1, y1) in zip(curve, [*curve[1:], curve[0]], strict=True):
        if (y0 > y) != (y1 > y):
            crossings += x0 + (y - y0) / (y1 - y0) * (x1 - x0) > x
    return crossings % 2 == 1


@given(GRIDS)
@settings(max_examples=tries(100))
def test_the_curves_hold_the_points_whose_values_are_positive_and_no_others(grid: list[list[float]]) -> None:
    curves = outline(grid)
    for y, row in enumerate(grid):
        for x, value in enumerate(row):
            point = (x + 1e-7, y + 1e-7)  # beside the corners of the curves
            assert sum(inside(point, curve) for curve in curves) % 2 == (value > 0)


def test_a_path_has_fewer_points_where_they_are_on_a_line() -> None:
    square = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (2.0, 2.0), (0.0, 2.0)]
    assert path([square]) == "M0 0L2 0L2 2L0 2Z"
    assert path([[(0.0, 0.0), (0.0, 3.0), (0.0, 1.0)]], closed=False) == "M0 0L0 3L0 1"


@pytest.mark.parametrize(("name", "left"), [("euler", -2.0), ("rk4", -2.785293563)])
def test_the_region_of_a_picture_ends_on_the_real_axis_where_the_method_is_no_longer_stable(
    name: str, left: float
) -> None:
    pytest.importorskip("numpy")
    region, star = panels(catalogued(name).method)
    window = region_window(Subject.of(catalogued(name).method, 0))
    drawn = re.search(r'class="stable"[^>]* d="([^"]*)"', region)
    assert drawn is not None
    pixels = [float(x) for x in re.findall(r"[ML]([\d.-]+) ", drawn[1])]
    scale = (window.right - window.left) / 300
    assert abs(window.left + (min(pixels) - 34) * scale - left) < 2 * scale
    assert 'class="star"' in star


@pytest.mark.parametrize(("name", "thin"), [("leapfrog", 1), ("nystrom3", 1), ("rk4", 0)])
def test_what_has_no_interior_is_a_line_of_its_own(name: str, thin: int) -> None:
    pytest.importorskip("numpy")
    region, star = panels(catalogued(name).method)
    assert region.count('class="thin"') == thin
    assert 'class="thin"' not in star


@pytest.mark.parametrize("name", ["ark324l2sa", "explicit-5", "lm2"])
def test_a_scheme_without_numbers_for_one_field_has_no_picture(name: str) -> None:
    pytest.importorskip("numpy")
    with pytest.raises(InputError):
        panels(catalogued(name).method)
