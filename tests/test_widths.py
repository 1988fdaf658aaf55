"""What is drawn for a page of some width is no wider, and whole but for what is said to be cut."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from cover import few_schemes, tiered
from schemes import catalogued, certificate, is_catalogued

from tableau2net.read import NetworkDocument, catalogue, load_network
from tableau2net.read.display.lines import beside, drawn
from tableau2net.read.display.text import draw, picture
from tableau2net.report.overview import Overview
from tableau2net.shown import wrapped
from tableau2net.table import table
from tableau2net.verify import verify

WIDTHS = (40, 80, 200)
PROGRAM = str(Path(sys.executable).with_name("tableau2net"))
SCHEMES = [entry.name for entry in catalogue() if entry.kind != "network"]
NETWORKS = [entry.name for entry in catalogue() if entry.kind == "network"]


def scheme(name: str, width: int | None) -> str:
    return Overview(catalogued(name), ((certificate(name),),)).text(width)


@pytest.mark.parametrize("name", tiered(SCHEMES, {*few_schemes(), "feagin1412", "gauss4", "ars222", "lm2"}))
def test_a_scheme_is_no_wider_than_the_page_and_loses_nothing_silently(name: str) -> None:
    whole = scheme(name, None)
    for width in WIDTHS:
        text = scheme(name, width)
        assert max(map(len, text.splitlines())) <= width
        assert ("…" in picture(catalogued(name), width)) == (
            "Numbers with … are cut" in " ".join(text.split())
        )
        if "…" not in text and "columns " not in text:
            assert sorted(_words(text)) == sorted(_words(whole))


@pytest.mark.parametrize("name", tiered(SCHEMES, {"rk4", "dopri5", "gauss4", "radau_iia5", "ars222"}))
def test_every_column_of_a_tableau_is_drawn_on_the_narrowest_page(name: str) -> None:
    """Column by column, as many as the tableau has."""
    for piece in draw(catalogued(name), 40).split("\n\n"):
        found = re.match(r"(?:.*\n)?columns? (\d+)(?: to (\d+))? of (\d+)", piece)
        assert found is None or int(found[1]) <= int(found[2] or found[1]) <= int(found[3])
    pieces = re.findall(r"columns? (\d+)(?: to (\d+))? of (\d+)", draw(catalogued(name), 40))
    expected = 1
    for first, last, count in pieces:
        assert int(first) == expected
        expected = 1 if (last or first) == count else int(last or first) + 1
    assert expected == 1


@pytest.mark.parametrize("name", tiered(NETWORKS, {"resnet20", "rkcnn_e", "polynet"}))
def test_a_network_is_no_wider_than_the_page_and_loses_nothing(name: str) -> None:
    network = load_network(name)
    assert isinstance(network, NetworkDocument)
    schemes = [rule.scheme for rule in network.rules]
    proofs = ((certificate(each.name) if is_catalogued(each) else verify(each),) for each in schemes)
    overview = Overview(network, tuple(proofs))
    for width in WIDTHS:
        text = overview.text(width)
        assert max(map(len, text.splitlines())) <= width
        assert sorted("".join(text.split())) == sorted("".join(str(overview).split()))


def test_blocks_that_are_too_wide_are_drawn_in_pieces_behind_the_first() -> None:
    bands = [[[["c"]], [["a1", "a2", "a3"]]], [[[""]], [["b1", "b2", "b3"]]]]
    assert drawn(bands) == "c │ a1  a2  a3\n──┼───────────\n  │ b1  b2  b3"
    assert drawn(bands, 10) == (
        "columns 1 to 2 of 3\nc │ a1  a2\n──┼───────\n  │ b1  b2\n\ncolumn 3 of 3\nc │ a3\n──┼───\n  │ b3"
    )


def test_drawings_stand_side_by_side_where_there_is_room() -> None:
    assert beside(["ab\nc", "d"], 7) == "ab    d\nc"
    assert beside(["ab\nc", "d"], 6) == "ab\nc\n\nd"


def test_lines_are_broken_between_words() -> None:
    assert wrapped("one two three\n  four five", 8) == "one two\n  three\n  four\n    five"
    assert wrapped("name  one two", 12, hanging=6) == "name  one\n      two"


ROWS = [("rk4", 4, "Classical fourth-order Runge–Kutta"), ("dop853", 12, "Dormand–Prince 8(5,3)")]
HEADS = ("name", "stages", "title")


def test_a_table_has_its_last_columns_below_where_it_is_too_wide() -> None:
    assert table(HEADS, ROWS, 80) == table(HEADS, ROWS)
    assert table(HEADS, ROWS, 40, below=1).splitlines() == [
        "name    stages",
        "rk4          4",
        "  Classical fourth-order Runge–Kutta",
        "dop853      12",
        "  Dormand–Prince 8(5,3)",
    ]


def test_a_table_that_is_too_wide_is_told_row_by_row() -> None:
    assert table(HEADS, ROWS, 40).splitlines() == [
        "rk4",
        "  stages 4; title Classical fourth-order",
        "    Runge–Kutta",
        "dop853",
        "  stages 12; title Dormand–Prince 8(5,3)",
    ]


def on_a_terminal(columns: int, *arguments: str, **variables: str) -> str:
    """What a command prints on a terminal of so many columns."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: text for name, text in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    with subprocess.Popen(
        [PROGRAM, *arguments],
        stdin=its,
        stdout=its,
        stderr=its,
        env={**environment, "TERM": "xterm", **variables},
    ):
        os.close(its)
        text = b""
        with contextlib.suppress(OSError):  # so the end is told
            while piece := os.read(ours, 65_536):
                text += piece
    os.close(ours)
    return text.decode().replace("\r\n", "\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    "call", ["show feagin1412", "show resnet20", "list", "list --kind recipe", "summary resnet20"]
)
def test_on_a_terminal_lines_are_no_wider_than_it(call: str) -> None:
    for columns in (40, 80):
        text = on_a_terminal(columns, *call.split(), NO_COLOR="1")
        assert "\x1b" not in text
        assert max(map(len, text.splitlines())) <= columns


@pytest.mark.slow
def test_a_heading_stands_out_on_a_terminal_and_nowhere_else() -> None:
    plain = on_a_terminal(80, "show", "rk4", NO_COLOR="1")
    title, *others = on_a_terminal(80, "show", "rk4").splitlines()
    assert title == f"\x1b[1m{plain.splitlines()[0]}\x1b[0m"
    assert others == plain.splitlines()[1:]
    assert on_a_terminal(80, "show", "rk4", TERM="dumb") == plain
    piped = subprocess.run(
        [PROGRAM, "show", "rk4"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert piped.stdout == plain


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s│─┼]+", text) if word]
