"""Draw the README's picture: a tableau, its proof, its step as a graph, and as code.

    python docs/overview/picture.py

Nothing in it is typed. The document is the catalogue's, the weights of the trees are computed from it, and the verdict,
the graph and the code are the product's.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from xml.sax.saxutils import escape

import tableau2net
from tableau2net.algebra.element import Vector
from tableau2net.pipeline import graph, load_scheme
from tableau2net.read import catalogue, load_network
from tableau2net.report.picture import Picture, draw, render
from tableau2net.series.enumeration import Enumeration
from tableau2net.series.rooted_tree import Tree
from tableau2net.series.weights import ONE_FIELD, Weights, leaf

NETWORK = Path(__file__).with_name("network.yaml")
PICTURE = Path(__file__).with_name("overview.svg")

INK, MUTED, EDGE, GROUND = "#1f2933", "#55606b", "#d5dae0", "#fafbfc"
BLUE, GREEN, RED, VIOLET = "#2f5f9e", "#2e7d4f", "#b3402f", "#7e63b5"
TYPE, ROW = 11.0, 17.0  # size of type, distance of lines
PADDING, MARGIN = 20.0, 20.0  # space in panels, and between them
LEFT, RIGHT = 330.0, 612.0  # widths of panels
MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
SPAN = re.compile(r">([^<>]*)</tspan>")
KEYWORD = re.compile(rf"\b({'|'.join(keyword.kwlist)}|self)\b")


def main() -> None:
    PICTURE.write_text(picture(), encoding="utf-8")


def picture() -> str:
    """The picture as one SVG document."""
    document = load_network(str(NETWORK))
    assert document.scheme is not None
    name = document.scheme.name
    network, step = draw(graph(document)).flows
    drawn = str(render(Picture(step.title, (step,)), "svg"))
    wide, high = (float(found) for found in re.findall(r'(?:width|height)="([\d.]+)"', drawn)[:2])
    left = [
        ("1. A method: heun3.yaml", list(_method(name))),
        ("2. Its order is proved", list(_proof(name))),
        ("3. A network of it: network.yaml", list(_network())),
    ]
    code = list(_code(step.name, network.name))
    heights = [_height(rows) for _, rows in left]
    height = max(high, sum(heights) + 2 * MARGIN, _height(code))
    heights[1] += height - sum(heights) - 2 * MARGIN
    columns = [MARGIN, 2 * MARGIN + LEFT, 2 * MARGIN + LEFT + wide]
    width, bottom = columns[2] + RIGHT + MARGIN, height + 2 * MARGIN
    nested = drawn.replace(
        "<svg ", f'<svg x="{columns[1] - MARGIN:g}" y="{MARGIN + (height - high) / 2:g}" ', 1
    )
    columns[2] -= MARGIN
    width -= MARGIN
    panels = [
        _panel(title, rows, columns[0], MARGIN + sum(heights[:i]) + MARGIN * i, LEFT, heights[i])
        for i, (title, rows) in enumerate(left)
    ]
    panels.append(
        _panel("4. The code: tableau2net compile network.yaml", code, columns[2], MARGIN, RIGHT, height)
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width:g} {bottom:g}"'
            f' width="{width:g}" height="{bottom:g}" font-family="Helvetica, Arial, sans-serif">',
            f"<title>{escape(document.scheme.title)}: the method, its proof, its step and its code</title>",
            f'<rect width="{width:g}" height="{bottom:g}" rx="10" fill="#ffffff"/>',
            nested.strip(),
            *(line for panel in panels for line in panel),
            "</svg>",
            "",
        ]
    )


@dataclass(frozen=True)
class Row:
    """A line of a panel, as SVG relative to its own base line, and how far it is from the line before."""

    drawn: str
    distance: float = ROW


def _method(name: str) -> Iterator[Row]:
    """The document, without its source and what the reader fills in."""
    (entry,) = (each for each in catalogue() if each.name == name)
    yield from _yaml(entry.path, left_out=("reference", "stage_order", "c"))


def _network() -> Iterator[Row]:
    yield from _yaml(NETWORK)


def _yaml(path: Path, left_out: tuple[str, ...] = ()) -> Iterator[Row]:
    for line in path.read_text(encoding="utf-8").splitlines():
        key, colon, value = line.partition(":")
        if key in left_out:
            continue
        coloured = colon and not key.startswith(" ")
        yield Row(_mono((key + colon, BLUE), (value, INK)) if coloured else _mono((line, INK)))


def _proof(name: str) -> Iterator[Row]:
    """The conditions, tree by tree, to the first that fails; and what `check` says."""
    every, b = enumeration(name)
    certificate = tableau2net.verify(name)
    assert certificate.order, "a scheme of the catalogue has an order"
    for found in (each for order in range(1, certificate.order + 2) for each in bushy_first(every, order)):
        tree, weight, wanted = found.tree, dot(b, found.stages), Fraction(1, found.density)
        holds = weight == wanted
        colour = GREEN if holds else RED
        text = f"{_sum(tree)} = {weight}" + ("" if holds else f", and not {wanted}")
        yield Row(
            _tree(tree, colour) + f'<g transform="translate(58 0)">{_mono((text, INK))}</g>'
            f'<text x="{LEFT - 2 * PADDING - 14:g}" font-size="14" fill="{colour}">{"✓" if holds else "✗"}</text>',
            33.0,
        )
        if not holds:
            break
    for line in str(certificate).splitlines()[0].split("; "):
        yield Row(_mono((line, INK)), 26.0 if line.startswith(name) else ROW)


def _code(step: str, network: str) -> Iterator[Row]:
    """The class of the step, and how the network uses it."""
    source = tableau2net.emit(str(NETWORK))
    classes = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)}
    forward = next(
        node for node in classes[network].body if isinstance(node, ast.FunctionDef) and node.name == "forward"
    )
    yield from _lines(source, classes[step], docstring=classes[step].body[0])
    yield from (
        Row(""),
        Row(_mono(("class ", VIOLET), (f"{network}(nn.Module):", INK))),
        Row(_mono(("    …", INK))),
    )
    yield from _lines(source, forward)


def _lines(source: str, node: ast.stmt, docstring: ast.stmt | None = None) -> Iterator[Row]:
    for number, line in enumerate(source.splitlines(), start=1):
        if node.lineno <= number <= (node.end_lineno or 0):
            documents = docstring and docstring.lineno <= number <= (docstring.end_lineno or 0)
            yield Row(_mono((line, GREEN)) if documents else _mono(*_highlighted(line)))


def _highlighted(line: str) -> Iterator[tuple[str, str]]:
    for i, part in enumerate(KEYWORD.split(line)):
        yield part, VIOLET if i % 2 else INK


def enumeration(name: str) -> tuple[Enumeration, list[Fraction]]:
    """All trees with their weights at the stages of a scheme of rational numbers, and its b."""
    method = load_scheme(name).method
    A, (b, *_) = (
        [[Fraction(str(entry)) for entry in row] for row in matrix] for matrix in (method.A, method.B)
    )

    def images(trees: Sequence[Weights]) -> list[Vector]:
        return [tuple(dot(row, tree.stages) for row in A) for tree in trees]

    def product(u: Vector, v: Vector) -> Vector:
        return tuple(x * y for x, y in zip(u, v, strict=True))

    return Enumeration([leaf(ONE_FIELD, (Fraction(1),) * len(b))], images, product), b


def bushy_first(every: Enumeration, order: int) -> list[Weights]:
    """The trees of an order, those with the most children at the root first."""
    return sorted(every.of_order(order), key=lambda each: (-len(each.tree.children), each.tree.differential))


def dot(a: Iterable[Fraction], b: Iterable[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), start=Fraction(0))


def _sum(tree: Tree) -> str:
    """The elementary weight in vectors: b·1, b·c, b·c², b·Ac."""
    return f"b·{_vector(tree)}"


def _vector(tree: Tree) -> str:
    if not tree.children:
        return "1"
    factors = ["c" if not child.children else f"A({_vector(child)})" for child in tree.children]
    powers = {1: "", 2: "²", 3: "³"}
    return "".join(f"{each}{powers[factors.count(each)]}" for each in dict.fromkeys(factors)).replace(
        "(c)", "c"
    )


def _tree(tree: Tree, colour: str) -> str:
    """The tree, its root below."""
    places = list(_places(tree, 0, 0))
    lines = "".join(f'<path d="M{x} {y}L{u} {v}"/>' for (x, y), (u, v) in places[1:])
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="3"/>' for (x, y), _ in places)
    style = f'stroke="{colour}" fill="{colour}" stroke-width="1.4"'
    return f'<g transform="translate(22 0)" {style}>{lines}{dots}</g>'


def _places(tree: Tree, x: int, y: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Each vertex with its parent, the root, which is its own parent, first."""
    yield (x, y), (x, y)
    for i, child in enumerate(tree.children):
        (first, *others) = _places(child, x + 12 * i - 6 * (len(tree.children) - 1), y - 10)
        yield first[0], (x, y)
        yield from others


def _mono(*parts: tuple[str, str]) -> str:
    """Text of one width, in colours."""
    spans = "".join(f'<tspan fill="{colour}">{escape(text)}</tspan>' for text, colour in parts)
    return f'<text font-family="{MONO}" font-size="{TYPE}" xml:space="preserve">{spans}</text>'


def _height(rows: list[Row]) -> float:
    return 2 * PADDING + 22 + sum(row.distance for row in rows)


def _panel(title: str, rows: list[Row], x: float, y: float, width: float, height: float) -> Iterator[str]:
    yield f'<g transform="translate({x} {y})">'
    yield f'<rect width="{width}" height="{height}" rx="10" fill="{GROUND}" stroke="{EDGE}"/>'
    yield f'<text x="{PADDING}" y="{PADDING + 8}" font-size="13" font-weight="bold" fill="{INK}">{title}</text>'
    line = PADDING + 14
    for row in rows:
        line += row.distance
        yield f'<g transform="translate({PADDING} {line})">{row.drawn}</g>'
    yield "</g>"


if __name__ == "__main__":
    main()
