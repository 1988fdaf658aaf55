"""GraphML (graphml.graphdrawing.org), for networkx and the editors that read it: all attributes are strings.

One graph; a node's attribute `flow` names the computation that it belongs to.
"""

from __future__ import annotations

from tableau2net.report.picture.shapes import Picture


def render(picture: Picture) -> str:
    """The picture as GraphML."""
    import networkx

    graph = networkx.DiGraph(title=picture.title)
    for index, flow in enumerate(picture.flows):
        names = {box.name: f"{index}.{flow.name}/{box.name}" for box in flow.boxes}
        for box in flow.boxes:
            attributes = {"flow": flow.name, "kind": box.kind, "label": box.label, "detail": box.detail}
            graph.add_node(names[box.name], **attributes)
        for edge in flow.edges:
            graph.add_edge(names[edge.source], names[edge.target], label=edge.label)
    header = '<?xml version="1.0" encoding="utf-8"?>\n'
    return header + "\n".join(networkx.generate_graphml(graph)) + "\n"
