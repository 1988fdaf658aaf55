"""A Mermaid flowchart (mermaid.js.org/syntax/flowchart.html): one subgraph a flow."""

from __future__ import annotations

from tableau2net.report.picture.shapes import Flow, Picture

_SHAPES = {
    "input": ("([", "])"),
    "output": ("([", "])"),
    "sum": ("((", "))"),
    "concat": ("[/", "/]"),
    "split": ("[\\", "\\]"),
    "field": ("(", ")"),
    "steps": ("[", "]"),
    "solve": ("[", "]"),
    "part": ("[", "]"),
}
_MANY = ("[[", "]]")
_PLAIN = frozenset(" ()+-*/=,:′Σ−×→–_")


def render(picture: Picture) -> str:
    """The picture as a flowchart."""
    lines = ["flowchart TD"]
    for index, flow in enumerate(picture.flows):
        lines += _subgraph(index, flow)
    return "\n".join([*lines, ""])


def _subgraph(index: int, flow: Flow) -> list[str]:
    names = {box.name: f"f{index}n{number}" for number, box in enumerate(flow.boxes)}
    lines = [f"  subgraph f{index} [{_quoted(f'{flow.name}: {flow.title}', *flow.notes)}]"]
    for box in flow.boxes:
        before, after = _MANY if box.many else _SHAPES[box.kind]
        lines.append(f"    {names[box.name]}{before}{_quoted(box.label, box.detail)}{after}")
    for edge in flow.edges:
        label = f"|{_quoted(edge.label)}|" if edge.label else ""
        lines.append(f"    {names[edge.source]} -->{label} {names[edge.target]}")
    return [*lines, "  end"]


def _quoted(*texts: str) -> str:
    """A quoted label, a line for each text that is not empty; what could mean anything else is written as #code;."""
    return '"' + "<br/>".join("".join(map(_letter, text)) for text in texts if text) + '"'


def _letter(letter: str) -> str:
    return letter if letter.isalnum() or letter in _PLAIN else f"#{ord(letter)};"
