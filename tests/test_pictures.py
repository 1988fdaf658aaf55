"""Pictures: what they show, that they can be read, and that no title can break them."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest
from cover import few_networks, few_schemes, tiered
from hypothesis import given, settings
from hypothesis import strategies as st
from schemes import documents
from tiers import tries

from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.pipeline import graph
from tableau2net.read import catalogue, load_network
from tableau2net.report.picture import Box, Edge, Flow, Picture, draw, render, suffixes
from tableau2net.report.picture.layers import layered
from tableau2net.report.picture.matrix import is_thicket, matrix
from tableau2net.report.picture.placement import DETAIL, Layout, layout, text_width
from tableau2net.report.picture.shapes import Kind

ENTRIES = catalogue()
SCHEMES = list(documents())
NETWORKS = [entry.name for entry in ENTRIES if entry.kind == "network"]
TITLES = [
    'ends" ]; end',
    "</title></text><script>alert(1)</script>",
    "back\\slash\\",
    "&amp; &lt; #35; ]]>",
    "`code` |pipe| [x](javascript:y) **z**",
    "%% comment",
    "right‮to left",
]


def picture(reference: str, *overrides: str) -> Picture:
    return draw(graph(load_network(reference, overrides)))


def drawn(name: str, folder: Path, suffix: str, *more: str) -> str:
    """What the command `graph` writes."""
    path = folder / f"picture{suffix}"
    assert main(["graph", name, "-o", str(path), *more]) == 0
    return path.read_text(encoding="utf-8")


# --- what they show ------------------------------------------------------------------------------------------------


def test_rk4_is_a_chain_of_four_fields_that_feeds_one_sum() -> None:
    _, step = picture("rk4_resnet").flows
    boxes = {box.name: box for box in step.boxes}
    assert [box.label for box in step.boxes if box.kind == "field"] == ["f1", "f2", "f3", "f4"]
    assert [box.detail for box in step.boxes if box.kind == "field"] == [
        "c = 0",
        "c = 1/2",
        "c = 1/2",
        "c = 1",
    ]
    entering = {edge.source: edge.label for edge in step.edges if edge.target == "u.1"}
    assert entering == {"u": "", "k1": "1/6", "k2": "1/3", "k3": "1/3", "k4": "1/6"}
    chain = networkx.DiGraph((edge.source, edge.target) for edge in step.edges)
    path = networkx.dag_longest_path(chain)
    assert [boxes[name].kind for name in path] == ["input", *["field", "sum"] * 4, "output"]


def test_the_network_shows_loops_transitions_and_starts() -> None:
    network, step, start = picture("lm_resnet20", "periods.*.steps=4").flows
    labels = [box.label for box in network.boxes]
    assert labels[:4] == ["x", "stem", "EulerStart", "3 × Lm2Step"]
    assert {"transition1", "residual1", "head", "logits"} <= set(labels)
    assert [box.many for box in network.boxes if box.label.endswith("Lm2Step")] == [True, True, True]
    assert {edge.label for edge in network.edges} == {"", "u", "u_prev"}
    assert (step.name, start.name) == ("Lm2Step", "EulerStart")
    assert step.notes == ("k is learned, from U(−1/10, 0)",)


def test_stage_equations_have_a_picture_of_their_own() -> None:
    flows = picture("gauss2_fused", "implicit={mode: solve}").flows
    assert [flow.name for flow in flows] == ["Gauss2Network", "Gauss2Step", "Gauss2Stages1"]
    assert "1/2 k1, 1/2 k2" in {edge.label for edge in flows[1].edges}


def test_concat_shows_what_is_joined(tmp_path: Path) -> None:
    text = drawn("explicit-5", tmp_path, ".mmd")
    assert text.count('"y5 = concat"') == 1
    node = re.search(r'(\w+)\[/"y5 = concat"', text)
    assert node is not None
    assert len(re.findall(rf"--> {node[1]}$", text, re.MULTILINE)) == 5


def test_fields_of_a_sweep_are_explained() -> None:
    _, step = picture("gauss2_fused").flows
    assert "g1" in {box.label for box in step.boxes}
    assert step.notes[0] == "g1, …: stages evaluated again in the iteration of implicit stages"
    assert picture("rk4_resnet").flows[1].notes == ()


def test_the_sizes_of_images_and_results_are_told() -> None:
    network, *steps = picture("resnet20", "classes=7").flows
    assert "(N, 3, 32, 32) → logits (N, 7)." in network.notes
    assert not any("logits" in note for step in steps for note in step.notes)


def test_long_numbers_are_cut() -> None:
    """Of 60 digits and more; what is short stays exact."""
    _, step = picture("resnet20", "scheme=feagin108").flows
    labels = [edge.label for edge in step.edges] + [box.detail for box in step.boxes]
    assert max(map(len, labels)) < 28
    assert "c = 1/10" in labels
    assert any(re.fullmatch(r"c ≈ 0\.\d{1,5}", label) for label in labels)


# --- every format ----------------------------------------------------------------------------------------------------


FEW = ["rk4", "gauss2", "lm2", "implicit-5", "rk2_alpha", "revnet"]
IMAGES = {".png": b"\x89PNG\r\n", ".pdf": b"%PDF-1."}  # how they begin
TEXTS = [suffix for suffix in suffixes() if suffix not in IMAGES]


@pytest.mark.parametrize("suffix", TEXTS)
@pytest.mark.parametrize("name", [*tiered(NETWORKS, few_networks()), *FEW])
def test_every_format_can_be_written_and_read(name: str, suffix: str, tmp_path: Path) -> None:
    text = drawn(name, tmp_path, suffix)
    assert text.endswith("\n")
    assert read_back(text, suffix)
    assert os.listdir(tmp_path) == [f"picture{suffix}"]


@pytest.mark.parametrize("name", ["rkcnn_e", "lm2", "revnet"])
def test_an_image_is_as_large_as_the_drawing(name: str, tmp_path: Path) -> None:
    """At two pixels a unit; and it is not empty."""
    pyplot = pytest.importorskip("matplotlib.image")
    root = ElementTree.fromstring(drawn(name, tmp_path, ".svg"))
    assert main(["graph", name, "-o", str(tmp_path / "picture.png")]) == 0
    image = pyplot.imread(tmp_path / "picture.png")
    assert abs(image.shape[1] - 2 * float(root.attrib["width"])) <= 2
    assert abs(image.shape[0] - 2 * float(root.attrib["height"])) <= 2
    assert len({tuple(pixel) for pixel in image[::7, ::7].reshape(-1, image.shape[2]).tolist()}) > 5


@pytest.mark.parametrize("name", ["rkcnn_e", "lm2", "revnet"])
def test_a_page_is_as_large_as_the_drawing_and_its_letters_are_text(name: str, tmp_path: Path) -> None:
    """One page, in units of PDF; the fonts are TrueType, and none is Type 3, which journals refuse."""
    pytest.importorskip("matplotlib")
    root = ElementTree.fromstring(drawn(name, tmp_path, ".svg"))
    assert main(["graph", name, "-o", str(tmp_path / "picture.pdf")]) == 0
    content = (tmp_path / "picture.pdf").read_bytes()
    pages = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", content)
    assert len(pages) == 1
    assert [float(side) for side in pages[0]] == pytest.approx(
        [float(root.attrib["width"]), float(root.attrib["height"])], abs=0.1
    )
    assert b"/FontFile2" in content
    assert b"/Type3" not in content
    assert content.rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize(("suffix", "start"), IMAGES.items())
@pytest.mark.parametrize("title", ["$x$ and $y", "a $ b", "%s {0} \\alpha"])
def test_an_image_takes_a_title_as_it_is(title: str, suffix: str, start: bytes) -> None:
    pytest.importorskip("matplotlib")
    flow = Flow("Step", title, (Box("a", "input", title), Box("b", "output", "b")), (Edge("a", "b", title),))
    content = render(Picture(title, (flow,)), suffix)
    assert isinstance(content, bytes)
    assert content.startswith(start)
    assert content == render(Picture(title, (flow,)), suffix)


@pytest.mark.parametrize("suffix", IMAGES)
def test_what_is_too_large_for_an_image_is_refused(suffix: str) -> None:
    pytest.importorskip("matplotlib")
    boxes = tuple(Box(f"b{n}", "field", 100 * "x") for n in range(30))
    with pytest.raises(InputError, match=r"too large for .*expected an \.svg file"):
        render(Picture("wide", (Flow("Step", "wide", boxes, ()),)), suffix)


@pytest.mark.parametrize("name", tiered(SCHEMES, few_schemes()))
def test_every_scheme_has_a_picture(name: str, tmp_path: Path) -> None:
    ElementTree.fromstring(drawn(name, tmp_path, ".svg"))


def read_back(text: str, suffix: str) -> list[str]:
    """The labels of a picture, read as a reader of its format would. Fails where it could not be read."""
    if suffix == ".svg":
        root = ElementTree.fromstring(text)
        tags = {element.tag.partition("}")[2] for element in root.iter()}
        assert tags <= {"svg", "title", "defs", "marker", "path", "rect", "g", "text"}
        return [element.text or "" for element in root.iter() if element.tag.endswith(("text", "title"))]
    if suffix == ".graphml":
        found = networkx.read_graphml(io.BytesIO(text.encode()))
        assert all(isinstance(value, str) for _, node in found.nodes(data=True) for value in node.values())
        return [found.graph["title"], *(label for _, label in found.nodes(data="label"))]
    quoted = r'"((?:[^"\\]|\\.)*)"' if suffix == ".dot" else r'"([^"]*)"'
    bare = re.sub(quoted, "_", text)
    if suffix == ".dot":
        assert re.fullmatch(r"[\w\s\[\]{}=,>;-]*", bare)
        return [
            found.replace('\\"', '"').replace("\\\\", "\\").replace("&amp;", "&")
            for found in re.findall(quoted, text)
        ]
    assert re.fullmatch(r"[\w\s\[\](){}|/\\>-]*", bare)
    return [
        re.sub(r"#(\d+);", lambda code: chr(int(code[1])), found.partition("<br/>")[0])
        for found in re.findall(quoted, text)
    ]


@pytest.mark.parametrize("suffix", TEXTS)
@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_only_ever_text(title: str, suffix: str) -> None:
    flow = Flow(
        "Step", title, (Box("a", "input", title), Box("b", "output", "b", title)), (Edge("a", "b", title),)
    )
    text = render(Picture(title, (flow,)), suffix)
    assert isinstance(text, str)
    labels = read_back(text, suffix)
    assert title in labels


def test_control_characters_are_gone_before_any_format() -> None:
    title = "bell\a, escape\x1b[31m, override\u202e, new\nline " + 300 * "x"
    found = draw(replace(graph(load_network("resnet20")), title=title))
    for suffix in TEXTS:
        text = render(found, suffix)
        assert isinstance(text, str)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", text)
        assert 200 * "x" not in text


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """In two processes that hash otherwise, all formats in each."""
    names = [f"picture{suffix}" for suffix in suffixes()]
    assert names
    for seed in "01":
        (tmp_path / seed).mkdir()
        calls = [["graph", "gauss2_fused", "-o", str(tmp_path / seed / name)] for name in names]
        program = f"from tableau2net.cli import main\nfor call in {calls!r}: assert main(call) == 0"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    for name in names:
        assert (tmp_path / "0" / name).read_bytes() == (tmp_path / "1" / name).read_bytes(), name


# --- the layout of the SVG -------------------------------------------------------------------------------------------

Area = tuple[float, float, float, float]


def boxes_of(found: Layout) -> list[Area]:
    return [
        (r.x - r.width / 2, r.y - r.height / 2, r.x + r.width / 2, r.y + r.height / 2)
        for r in found.rectangles
    ]


def labels_of(found: Layout) -> list[Area]:
    return [
        (x - w / 2, line.label_y - 6, x + w / 2, line.label_y + 6)
        for line in found.lines
        if line.label
        for x, w in [(line.x1, text_width(line.label, DETAIL))]
    ]


def verticals_of(found: Layout) -> Iterator[Area]:
    """The straight ends of the lines, without their last bit, where they touch a box."""
    for line in found.lines:
        yield line.x0, line.y0 + 1, line.x0, max(line.y0 + 1, line.bend0)
        yield line.x1, line.bend1, line.x1, line.y1 - 1


def overlap(a: Area, b: Area) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def assert_readable(flow: Flow) -> None:
    found = layout(flow)
    boxes, labels = boxes_of(found), labels_of(found)
    assert not [pair for pair in combinations([*boxes, *labels], 2) if overlap(*pair)]
    assert not [(line, box) for line in verticals_of(found) for box in boxes if overlap(line, box)]
    for left, top, right, bottom in boxes:
        assert left >= -1e-6
        assert top >= -1e-6
        assert right <= found.width + 1e-6
        assert bottom <= found.height + 1e-6
    lanes = [(line.x1, line.bend1, line.x1 + 1, line.y1) for line in found.lines if not line.arrow]
    assert not [(lane, label) for lane in lanes for label in labels if overlap(lane, label)]


@pytest.mark.parametrize("name", tiered(NETWORKS, few_networks(), "slow"))
def test_no_boxes_and_labels_of_a_network_overlap(name: str) -> None:
    for flow in picture(name).flows:
        assert_readable(flow)


EXPLICIT = ["dopri5", "ssprk104", "polynet2"]
IMPLICIT = {
    (scheme, mode): [f"implicit={{mode: {mode}}}", *started]
    for scheme, started in (("gauss3", []), ("bdf4", ["starter=euler"]))
    for mode in ("fused", "solve")
}


@pytest.mark.parametrize(
    ("scheme", "overrides"),
    [
        *((scheme, []) for scheme in EXPLICIT),
        *((scheme, settings) for (scheme, _), settings in IMPLICIT.items()),
    ],
)
def test_no_boxes_and_labels_of_a_step_overlap(scheme: str, overrides: list[str]) -> None:
    for flow in picture("resnet20", f"scheme={scheme}", "step_size=learned", *overrides).flows:
        assert_readable(flow)


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    count = draw(st.integers(1, 14))
    kinds: st.SearchStrategy[Kind] = st.sampled_from(["input", "sum", "field", "concat", "output"])
    boxes = tuple(
        Box(f"b{n}", draw(kinds), f"b{n}", draw(st.sampled_from(["", "c = 1/2"]))) for n in range(count)
    )
    pairs = [(a, b) for a, b in combinations(boxes, 2) if a.kind != "output"]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=30)) if pairs else []
    labels = st.sampled_from(["", "1/2", "1/4 − sqrt(3)/6"])
    edges = tuple(Edge(a.name, b.name, draw(labels)) for a, b in chosen if b.kind != "input")
    return Flow("F", "random", boxes, edges)


@given(flows())
@settings(max_examples=tries(150))
def test_nothing_overlaps_in_any_flow(flow: Flow) -> None:
    assert_readable(flow)
    graph = layered(flow)
    assert all(link.upper.layer + 1 == link.lower.layer for link in graph.links)
    assert sum(not place.lane for layer in graph.layers for place in layer) == len(flow.boxes)


def test_the_chain_of_rk4_is_drawn_straight() -> None:
    _, step = picture("rk4_resnet").flows
    places = {rectangle.box.label: rectangle for rectangle in layout(step).rectangles}
    assert len({round(places[name].x, 3) for name in ("f1", "f2", "f3", "f4", "u′")}) == 1
    assert [places[f"f{i}"].y for i in range(1, 5)] == sorted(places[f"f{i}"].y for i in range(1, 5))


# --- a matrix instead of a thicket ---------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["feagin108", "feagin1412", "dop853"])
def test_a_thicket_is_drawn_as_the_pattern_of_the_tableau(scheme: str) -> None:
    """A square for each arrow to a sum or a field, in the row of its reader and the column of its source."""
    _, step = picture("resnet20", f"scheme={scheme}").flows
    assert is_thicket(step)
    found = matrix(step)
    sums = {edge.source: edge.target for edge in step.edges if edge.source.startswith(("y", "u."))}
    squares = {rectangle.box.name for rectangle in found.rectangles if not rectangle.box.label}
    assert squares == {
        f"{sums.get(edge.target, edge.target)} {edge.source}"
        for edge in step.edges
        if edge.source not in sums
    }
    areas = boxes_of(found)
    assert not [pair for pair in combinations(areas, 2) if overlap(*pair)]
    assert max(right for _, _, right, _ in areas) <= found.width + 1e-6
    assert found.width < 2000


@pytest.mark.parametrize("scheme", ["rk4", "dopri5", "gauss3"])
def test_what_can_be_followed_keeps_its_arrows(scheme: str) -> None:
    assert not any(map(is_thicket, picture("resnet20", f"scheme={scheme}").flows))


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "status", "fragments"),
    [
        (
            ["rk4", "-o", "rk4.gif"],
            2,
            ["rk4.gif", "found '.gif'", ".dot, .graphml, .mmd, .pdf, .png or .svg"],
        ),
        (["rk4", "-o", "rk4"], 2, ["found no suffix"]),
        (["rk4", "-o", ".svg"], 2, ["found no suffix"]),
        (["rk4"], 2, ["Missing option"]),
        (["rk44", "-o", "x.svg"], 2, ["expected 'rk4'"]),
        (["rk4", "-o", "none/x.svg"], 2, ["none/x.svg: this cannot be written", "No such file"]),
        (["rk4", "-o", "folder.svg"], 2, ["folder.svg: this is not the name of a file: found a folder"]),
        (["rk4", "-o", "x.svg", "--set", "b.0=1/3"], 1, ["order 4 is claimed"]),
        (["resnet20", "-o", "x.svg", "--set", "periods.*.channels=0"], 2, ["out of bounds"]),
        (["rkcnn_e", "-o", "x.svg", "--set", "weights=step"], 2, ["different width"]),
    ],
)
def test_bad_calls_leave_no_file(
    arguments: list[str],
    status: int,
    fragments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.svg").mkdir()
    assert main(["graph", *arguments]) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert all(fragment in captured.err for fragment in fragments)
    assert os.listdir(tmp_path) == ["folder.svg"]


def test_a_suffix_in_capitals_works_and_an_old_picture_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "RK4.SVG"
    path.write_text("old")
    assert main(["graph", "rk4", "-o", str(path)]) == 0
    assert path.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.slow
def test_pictures_are_drawn_without_torch(tmp_path: Path) -> None:
    call = (
        "import sys; from tableau2net.cli import main;"
        f"status = main(['graph', 'rk4_resnet', '-o', {str(tmp_path / 'x.svg')!r}]);"
        "assert not {'torch', 'sympy'} & sys.modules.keys(); sys.exit(status)"
    )
    subprocess.run([sys.executable, "-c", call], check=True)
