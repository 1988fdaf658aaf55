"""The pictures of stability regions and order stars."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy
import pytest
from schemes import catalogued

from tableau2net.analyse.picture.plane import Window, radius, region_window, root_locus, star_window
from tableau2net.analyse.subject import Subject
from tableau2net.cli import main
from tableau2net.extras import install
from tableau2net.report.sheet import SUFFIXES

STARTS = {".svg": b"<?xml", ".png": b"\x89PNG", ".pdf": b"%PDF-1."}


def test_every_format_of_measurements_is_tried() -> None:
    assert set(STARTS) == set(SUFFIXES)


@pytest.mark.parametrize(("suffix", "start"), STARTS.items())
def test_a_picture_is_the_same_bytes_every_time(suffix: str, start: bytes, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    files = [tmp_path / f"{i}{suffix}" for i in range(2)]
    for file in files:
        assert main(["analyze", "backward_euler", "--plot", str(file)]) == 0
    first, second = (file.read_bytes() for file in files)
    assert first.startswith(start)
    assert first == second


@pytest.mark.parametrize(
    ("scheme", "file", "message"),
    [
        ("rk4", "picture.gif", "there is no such picture format"),
        ("lm2", "picture.svg", "a picture needs numbers"),
        ("imex_euler", "picture.svg", "a stability region is not defined for several fields"),
        ("revnet", "picture.svg", "a stability region is not defined for several fields"),
        ("rk4", "absent/picture.svg", "this cannot be written"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    scheme: str, file: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    assert main(["analyze", scheme, "--plot", str(tmp_path / file)]) == 2
    assert message in capsys.readouterr().err


def test_without_matplotlib_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert main(["analyze", "rk4", "--plot", str(tmp_path / "picture.svg")]) == 2
    assert install("plot") in capsys.readouterr().err


def subject(name: str) -> Subject:
    return Subject.of(catalogued(name).method, 0)


@pytest.mark.parametrize(
    ("scheme", "width", "height"),
    [
        ("rk4", 3.1, 5.9),  # Hairer, Wanner II, figure IV.2.1
        ("ab4", 0.8, 1.9),  # with the curve: figure V.1.1
        ("bdf5", 19.6, 23.4),  # figure V.1.3
        ("ssprk104", 14.4, 15.2),
        ("leapfrog", 0.0, 2.0),
        ("radau_iia3", 12.0, 15.0),
    ],
)
def test_the_window_is_around_the_region(scheme: str, width: float, height: float) -> None:
    window = region_window(subject(scheme))
    side = window.right - window.left
    assert side == pytest.approx(2 * window.height)
    assert side == pytest.approx(1.25 * max(width, height), rel=0.08)
    assert window.left < 0 < window.right


@pytest.mark.parametrize(
    ("scheme", "reach"), [("gauss2", 4.1), ("radau_iia3", 4.9), ("rk4", 2.9), ("bdf3", 2.2), ("ab4", 0.85)]
)
def test_the_order_star_is_shown_with_its_fingers(scheme: str, reach: float) -> None:
    of = subject(scheme)
    assert star_window(of, region_window(of)).size == pytest.approx(1.3 * reach, rel=0.08)


def test_one_value_is_measured_by_its_stability_function() -> None:
    """|R| = max |w| of the matrices, and conjugate points alike."""
    z = Window.square(3).grid(21)
    R = 1 + z + z**2 / 2 + z**3 / 6 + z**4 / 24
    assert numpy.allclose(radius(subject("rk4"), z), abs(R), rtol=1e-7)
    w = z + numpy.sqrt(z**2 + 1)  # leapfrog
    assert numpy.allclose(radius(subject("leapfrog"), z), numpy.maximum(abs(w), 1 / abs(w)), rtol=1e-6)


def test_nodes_that_are_too_irrational_are_drawn_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "gauss6.yaml"
    path.write_text("name: gauss6\nkind: family\nfamily: gauss\nstages: 6\n", encoding="utf-8")
    z = Window.square(3).grid(21)
    size = radius(subject(str(path)), z)
    assert (size[:, :10] < 1).all()
    assert (size[:, 11:] > 1).all()


def test_the_curve_of_a_multistep_method_bounds_its_region() -> None:
    curve = root_locus(catalogued("ab2").method)
    assert curve is not None
    assert curve.real.min() == pytest.approx(-1)
    assert root_locus(catalogued("rk4").method) is None
