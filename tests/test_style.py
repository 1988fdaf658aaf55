"""Style sheets of matplotlib: what they change, and that nothing in one is evaluated."""

from __future__ import annotations

from pathlib import Path

import pytest

from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.report.style import NO_LOOKS, style

matplotlib = pytest.importorskip("matplotlib")
SHIPPED = sorted(path.stem for path in Path(matplotlib.get_data_path(), "stylelib").glob("*.mplstyle"))


def sheet(folder: Path, *lines: str) -> str:
    path = folder / "paper.mplstyle"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_style_sheets_of_matplotlib_mean_what_matplotlib_takes_them_for(name: str) -> None:
    from matplotlib.style import library

    assert style([name]) == {key: value for key, value in library[name].items() if key not in NO_LOOKS}


def test_a_style_sets_line_widths_colours_fonts_and_the_size_of_the_picture(tmp_path: Path) -> None:
    lines = (
        "# a column of a paper",
        "lines.linewidth: 0.75  # points",
        "svg.fonttype: none",
        "font.family: DejaVu Serif",
        "figure.figsize: 3, 2",
        "axes.prop_cycle: cycler('color', ['112233', '445566'])",
    )
    file = tmp_path / "picture.svg"
    call = ["analyze", "euler", "midpoint", "--panel", "region", "--plot", str(file)]
    assert main([*call, "--style", sheet(tmp_path, *lines)]) == 0
    text = file.read_text(encoding="utf-8")
    assert 'width="216pt" height="144pt"' in text
    assert "stroke: #112233; stroke-width: 0.75" in text
    assert "stroke: #445566" in text
    assert "DejaVu Serif" in text
    assert "DejaVu Sans" not in text


def test_later_styles_go_before_earlier_ones(tmp_path: Path) -> None:
    found = style(["grayscale", sheet(tmp_path, "lines.linewidth: 3", 'axes.facecolor: "#eeeeee"')])
    assert found["lines.linewidth"] == 3
    assert found["axes.facecolor"] == "#eeeeee"
    assert found["image.cmap"] == "gray"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            ["lines.linewidth 2"],
            "1:1: this line is no setting: found 'lines.linewidth 2'; expected key: value",
        ),
        (["", "  line.width: 2"], "2:3: there is no such key in styles: found 'line.width'"),
        (["lines.linewidth: thick"], "1:1: this is no value of lines.linewidth: found 'thick'"),
        (["font.size: 8", "font.size: 9"], "2:1: this key stands here twice"),
        (["backend: tkagg"], "1:1: this key is of no picture: found 'backend'"),
        (["text.usetex: True"], "a style cannot start TeX"),
        (["font.family: No Such Font"], "no font of the style is installed: found No Such Font"),
        (["axes.prop_cycle: __import__('os').system('touch evaluated')"], "no value of axes.prop_cycle"),
        (["axes.prop_cycle: cycler(color=open('evaluated', 'w'))"], "no value of axes.prop_cycle"),
        (["axes.prop_cycle: cycler(**{'color': ['r']})"], "no value of axes.prop_cycle"),
        (["axes.prop_cycle: " + 3000 * "(" + ")"], "no value of axes.prop_cycle"),
    ],
)
def test_what_is_no_style_is_refused_in_one_line(
    lines: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    path = sheet(tmp_path, *lines)
    assert main(["analyze", "euler", "--plot", "x.svg", "--style", path]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert message in captured.err
    assert [each.name for each in tmp_path.iterdir()] == ["paper.mplstyle"]


def test_a_name_that_is_none_is_told_with_those_that_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="'ggpot'; expected 'ggplot'"):
        style(["ggpot"])
    Path("paper").write_text("font.size: 8\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"'paper'; expected \./paper, which is a file"):
        style(["paper"])
    with pytest.raises(InputError, match=r"none\.mplstyle: this cannot be read"):
        style(["none.mplstyle"])
    Path("bytes.mplstyle").write_bytes(b"font.size: \xff")
    with pytest.raises(InputError, match="found the byte 0xff"):
        style(["bytes.mplstyle"])
