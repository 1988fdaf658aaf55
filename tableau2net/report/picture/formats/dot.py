"""Graphviz's language (graphviz.org/doc/info/lang.html): one cluster a flow."""

from __future__ import annotations

from tableau2net.report.picture.shapes import Box, Flow, Picture

_SHAPES = {
    "input": "shape=plaintext",
    "output": "shape=plaintext",
    "sum": 'shape=ellipse, style=filled, fillcolor="#fff1cc"',
    "concat": 'shape=box, style="rounded,filled", fillcolor="#e2f2e1"',
    "split": 'shape=box, style="rounded,filled", fillcolor="#e2f2e1"',
    "field": 'shape=box, style="rounded,filled", fillcolor="#d9e8fa"',
    "steps": 'shape=box, style=filled, fillcolor="#e8e0f5"',
    "solve": 'shape=box, style=filled, fillcolor="#e8e0f5"',
    "part": 'shape=box, style=filled, fillcolor="#eef0f2"',
}


def render(picture: Picture) -> str:
    """The picture as a digraph."""
    lines = [
        "digraph {",
        f"  label={_quoted(picture.title)}",
        '  graph [fontname="sans-serif", labelloc=t]',
        '  node [fontname="sans-serif"]',
        '  edge [fontname="sans-serif"]',
    ]
    for index, flow in enumerate(picture.flows):
        lines += _cluster(index, flow)
    return "\n".join([*lines, "}", ""])


def _cluster(index: int, flow: Flow) -> list[str]:
    names = {box.name: f"f{index}n{number}" for number, box in enumerate(flow.boxes)}
    title = _quoted(f"{flow.name}: {flow.title}", *flow.notes)
    lines = [f"  subgraph cluster_{index} {{", f"    label={title}"]
    lines += [
        f"    {names[box.name]} [label={_quoted(box.label, box.detail)}, {_drawn(box)}]" for box in flow.boxes
    ]
    for edge in flow.edges:
        label = f" [label={_quoted(edge.label)}]" if edge.label else ""
        lines.append(f"    {names[edge.source]} -> {names[edge.target]}{label}")
    return [*lines, "  }"]


def _drawn(box: Box) -> str:
    return _SHAPES[box.kind] + (", peripheries=2" if box.many else "")


def _quoted(*texts: str) -> str:
    """A quoted string, a line for each text that is not empty."""
    return '"' + "\\n".join(_escaped(text) for text in texts if text) + '"'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
