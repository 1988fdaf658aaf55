"""What the gallery says of a network: its entry in the index and its page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from gallery import html
from gallery.entry import Entry
from tableau2net import files
from tableau2net.catalogue import CatalogueEntry, texts
from tableau2net.pipeline import emit_document, graph
from tableau2net.read import NetworkDocument, load_network
from tableau2net.report.overview import Overview, overview
from tableau2net.report.picture import draw, render
from tableau2net.report.summary import Summary, summary


@dataclass(frozen=True)
class Network:
    """A network with its proofs, its costs, its picture and its source."""

    document: NetworkDocument
    overview: Overview
    cost: Summary
    picture: str
    source: str

    @classmethod
    def of(cls, name: str) -> Network:
        """The network of this name in the catalogue."""
        document = load_network(name)
        drawn = render(draw(graph(document)), ".svg")
        picture = drawn if isinstance(drawn, str) else drawn.decode()
        return cls(document, overview(document), summary(document), picture, emit_document(document, []))

    @property
    def counts(self) -> list[str]:
        """Its parameters and multiply–adds in words."""
        return [f"{_short(self.cost.parameters)} parameters", f"{_short(self.cost.macs)} multiply–adds"]


def entry(found: Network, listed: CatalogueEntry) -> Entry:
    """Its row in the index."""
    schemes = {rule.scheme.name for rule in found.document.rules}
    return Entry(
        name=found.document.name,
        title=found.document.title,
        kind="network",
        order=found.overview.certificates[0].order,
        stages=found.document.rules[0].scheme.method.stages,
        explicit=None,
        words=tuple(found.counts),
        text=f"{texts(listed)} {' '.join(sorted(schemes))}",
    )


def page(found: Network, listed: CatalogueEntry) -> str:
    """Its page."""
    document, cost = found.document, found.cost
    schemes = dict.fromkeys(
        scheme.name
        for rule in document.rules
        for _, scheme in rule.schemes
        if scheme.source.kind == "catalogue"
    )
    links = ", ".join(f'<a href="../schemes/{name}.html">{name}</a>' for name in schemes)
    rows = [
        ("parameters", f"{cost.parameters:,}"),
        ("multiply–adds", f"{cost.macs:,} for one image"),
        ("field evaluations", f"{cost.evaluations:,}"),
        ("receptive field", f"{cost.receptive_field} pixels"),
    ]
    beside = (
        f'<div class="beside"><div><h3>What is written</h3>{html.code(files.text(listed.path), "yaml")}</div>'
        f"<div><h3>What is emitted</h3>{html.code(found.source, 'python')}</div></div>"
    )
    graph_file = f"../graphs/{document.name}.svg"
    drawn = (
        f'<a class="graph" href="{graph_file}"><img loading="lazy" src="{graph_file}" '
        f'alt="Graph of {escape(document.name)} and of its steps"></a>'
    )
    parts = [
        f"<h1>{escape(document.name)}</h1>",
        f'<p class="lead">{escape(document.title)}</p>',
        html.badges(["network", *found.counts]),
        '<p class="actions"><a href="../index.html">All schemes and networks</a></p>',
        html.section("Scheme", f"<p>{links or 'Written in place.'}</p>"),
        html.section("Overview", html.verbatim(str(found.overview))),
        html.section("Counts", html.facts(rows)),
        html.section("Graph", drawn),
        html.section("YAML and source", beside),
    ]
    return html.page(f"{document.name}: {document.title}", "\n".join(parts))


def _short(count: int) -> str:
    """The number in thousands, millions or thousands of millions, with three digits."""
    for size, unit in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return str(count)
