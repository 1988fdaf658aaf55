"""The networks of the catalogue in one table.

    python docs/networks/table.py

writes the table of docs/networks.md anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tableau2net.pipeline import certificates
from tableau2net.read import NetworkDocument, catalogue, load_network
from tableau2net.report.summary import summary
from tableau2net.verify import Certificate

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "networks.md"
BEGIN, END = "<!-- the table, by docs/networks/table.py -->\n", "<!-- the end of the table -->\n"
COLUMNS = (
    "system", "YAML file", "lines", "scheme", "order proved", "as a sequence", "coupling", "field", "operator",
    "parameters", "published", "multiply–adds",
)  # fmt: skip
HEAD = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"
# RKCNN's, computed from the authors' code (arXiv 1802.08831: 5_5_5, growth rate 80, attention, multiscale).
PUBLISHED = {"rkcnn_e": 1_192_810, "rkcnn_i": 2_551_210, "rkcnn_r": 2_551_210}


def main() -> None:
    text = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(f"(?<={re.escape(BEGIN)}).*(?={re.escape(END)})", re.DOTALL)
    table = "\n".join([HEAD, *(row(name) for name in names())])
    PAGE.write_text(pattern.sub(lambda _: f"\n{table}\n\n", text), encoding="utf-8")
    print(f"{PAGE} is written")


def names() -> Iterator[str]:
    """The networks, those of few steps a block before those of many: as a reader counts, 20 before 110."""
    found = [entry.name for entry in catalogue() if entry.kind == "network"]
    return iter(
        sorted(found, key=lambda name: [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", name)])
    )


def row(name: str) -> str:
    """The row of one network."""
    document = load_network(name)
    cost, certificate = summary(document), certificates(document)[0]
    file = f"tableaux/networks/{name}.yaml"
    lines = len((ROOT / file).read_text(encoding="utf-8").splitlines())
    cells = (
        document.title,
        f"[{name}.yaml](../{file})",
        str(lines),
        f"`{document.scheme.name}`",
        order(document, certificate),
        sequence(document, certificate),
        coupling(document),
        field(document),
        operator(document),
        f"{cost.parameters:,}",
        f"{PUBLISHED[name]:,}" if name in PUBLISHED else "",
        f"{cost.macs:,}",
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def order(document: NetworkDocument, certificate: Certificate) -> str:
    """What the verifier says of the scheme, in a few words."""
    if document.scheme.method.has_pattern:
        return "– (coefficients learned)"
    if document.coupling == "concat":
        return "– (pattern alone)"
    if certificate.order is None:
        return "– (not consistent)"
    if certificate.rescaled_order is not None:
        return f"{certificate.order}; {certificate.rescaled_order} rescaled"
    return f"{certificate.order}{' within digits' if certificate.within_digits else ''}"


def sequence(document: NetworkDocument, certificate: Certificate) -> str:
    """What it says of the network's steps, one after the other."""
    found = certificate.sequence
    if document.coupling != "sum" or certificate.order is None:
        return "–"
    if found is None:
        return str(certificate.order)
    if found.order is None:
        return "not decided"
    return (
        f"{found.order}; {found.rescaled_order} rescaled"
        if found.rescaled_order is not None
        else f"{found.order}"
    )


def coupling(document: NetworkDocument) -> str:
    """Sum or concat, and how an implicit scheme is iterated."""
    if document.scheme.method.explicit:
        return document.coupling
    mode = document.implicit
    return f"{document.coupling}, {getattr(mode, 'order', 'gauss-seidel')}"


def field(document: NetworkDocument) -> str:
    """The kinds of the fields that the steps evaluate."""
    parts = document.fields.values() if document.fields else [document.field]
    return ", ".join(dict.fromkeys(part.component.kind for part in parts))


def operator(document: NetworkDocument) -> str:
    """What the field's 3×3 convolution is."""
    chosen = getattr(document.field, "operator", None)
    cardinality = document.field.options.get("cardinality")
    return chosen.component.kind if chosen else f"{cardinality} groups" if cardinality else "plain"


if __name__ == "__main__":
    main()
