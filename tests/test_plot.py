"""The pictures of stability regions and order stars."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy
import pytest
from schemes import catalogued

from tableau2net.analyse.picture.plane import Window, radius, region_window, root_locus, star_window
from tableau2net.analyse.picture.plot import COLOURS, PANELS
from tableau2net.analyse.picture.thin import thin
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
        ("explicit-5", "picture.svg", "its pattern entries are learned"),
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


def drawn(folder: Path, *arguments: str) -> str:
    """The picture of these arguments as SVG, where text is said in comments."""
    pytest.importorskip("matplotlib")
    file = folder / "picture.svg"
    assert main(["analyze", *arguments, "--plot", str(file)]) == 0
    return file.read_text(encoding="utf-8")


def texts(picture: str) -> list[str]:
    return re.findall("<!-- (.*?) -->", picture)


@pytest.mark.parametrize("panel", PANELS)
def test_one_panel_is_drawn_alone(panel: str, tmp_path: Path) -> None:
    both = drawn(tmp_path, "rk4")
    alone = drawn(tmp_path, "rk4", "--panel", panel)
    assert texts(both).count("Re z") == len(PANELS)
    assert texts(alone).count("Re z") == 1
    assert [title for title in ("stability region", "order star") if title in texts(both)] != [
        title for title in ("stability region", "order star") if title in texts(alone)
    ]


def test_several_methods_are_drawn_in_one_plane_with_a_legend(tmp_path: Path) -> None:
    picture = drawn(tmp_path, "rk4", "bdf3", "leapfrog", "--panel", "region")
    found = texts(picture)
    assert found.count("Re z") == 1
    assert [name for name in found if name in ("rk4", "bdf3", "leapfrog")] == ["rk4", "bdf3", "leapfrog"]
    assert [colour for colour in COLOURS[:4] if f"stroke: {colour}" not in picture] == [COLOURS[3]]


def test_methods_of_one_name_are_told_by_what_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("{name: rk4, kind: runge-kutta, A: [[]], b: [1]}\n", encoding="utf-8")
    assert {"rk4", str(path)} <= set(texts(drawn(tmp_path, "rk4", str(path), "--panel", "region")))


def test_several_are_told_one_after_the_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "euler", "midpoint"]) == 0
    together = capsys.readouterr().out
    assert main(["analyze", "euler"]) == main(["analyze", "midpoint"]) == 0
    assert together.replace("\n\n\n", "\n\n") == capsys.readouterr().out.replace("\nmidpoint", "\n\nmidpoint")
    assert main(["analyze", "euler", "midpoint", "--json"]) == 0
    assert [each["name"] for each in json.loads(capsys.readouterr().out)] == ["euler", "midpoint"]


@pytest.mark.parametrize(
    ("scheme", "nature", "top"),
    [
        ("leapfrog", "a curve", 1.0),
        ("milne_simpson", "a curve", 3**0.5),  # Hairer, Wanner II, section V.1
        ("nystrom3", "z = 0 alone", 0.0),
        ("milne_simpson5", "z = 0 alone", 0.0),
    ],
)
def test_a_region_without_interior_is_seen(scheme: str, nature: str, top: float, tmp_path: Path) -> None:
    of = subject(scheme)
    pieces = thin(of, region_window(of))
    assert pieces
    assert max(abs(piece.imag).max() for piece in pieces) == pytest.approx(top, abs=0.01)
    assert max(abs(piece.real).max() for piece in pieces) == pytest.approx(0, abs=1e-6)
    assert f"stability region ({nature}), root locus curve" in texts(drawn(tmp_path, scheme))


def test_what_is_unstable_everywhere_is_called_empty(tmp_path: Path) -> None:
    path = tmp_path / "unstable.yaml"
    text = "{name: unstable, kind: linear-multistep, alpha: [-5, 4, 1], beta: [2, 4, 0]}\n"  # Dahlquist
    path.write_text(text, encoding="utf-8")
    assert "stability region (empty), root locus curve" in texts(drawn(tmp_path, str(path)))


@pytest.mark.parametrize("scheme", ["rk4", "ab3", "bdf4", "gauss2", "ab5", "dimsim3", "byrne_lambert3"])
def test_a_region_with_interior_has_no_thin_part(scheme: str) -> None:
    of = subject(scheme)
    assert not thin(of, region_window(of))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--plot", "x.svg", "--panel", "stars"],
            "there is no panel of this name: found 'stars'; expected 'star'",
        ),
        (["--panel", "star"], "--panel without --plot"),
        (["--style", "ggplot"], "--style without --plot"),
    ],
)
def test_what_is_no_panel_or_has_no_picture_is_refused(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(tmp_path)
    assert main(["analyze", "euler", *arguments]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert message in captured.err
    assert not list(tmp_path.iterdir())
