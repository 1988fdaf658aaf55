"""The index of the gallery, and the page on which two schemes stand side by side. The script of both is
`assets/gallery.js`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gallery import html
from gallery.entry import Entry
from gallery.scheme import PROPERTIES

SCRIPT = '<script src="../assets/gallery.js" defer></script>'
LEAD = (
    "Every scheme of the catalogue with its proof, its stability and the code of its step, and every network with its "
    "graph, its counts and its source. All of it is what the commands say, made when this site was built."
)


def index(entries: Sequence[Entry]) -> str:
    """The page with all rows, and the form that filters them."""
    kinds = sorted({each.kind for each in entries})
    orders = sorted({each.order for each in entries if each.order is not None})
    stages = sorted({each.stages for each in entries if each.stages is not None})
    special = (*PROPERTIES, "A(α)-stable", "SSP", "embedded pair", "parameters")
    fields = [
        '<label class="wide">Words <input type="search" name="words" placeholder="Hairer, low storage, …"></label>',
        _select("Kind", "kind", kinds),
        _select("Order", "order", orders),
        _select("Stages", "stages", stages),
        _select("Type", "explicit", ("yes", "no"), {"yes": "explicit", "no": "implicit"}),
    ]
    boxes = "".join(
        f'<label><input type="checkbox" name="has" value="{word}"> {word}</label>'
        for word in special
        if any(word in each.words for each in entries)
    )
    body = "\n".join(
        [
            "<h1>Gallery</h1>",
            f"<p>{LEAD}</p>",
            f'<form id="filter"><div class="fields">{"".join(fields)}</div>',
            f"<fieldset><legend>That are or have</legend>{boxes}</fieldset>",
            '<p class="count"><output id="count" aria-live="polite"></output>',
            '<button type="reset">Show all</button></p></form>',
            '<p id="picked" aria-live="polite" hidden></p>',
            '<table class="entries"><thead><tr><td><span class="unseen">Compare</span></td><th scope="col">Name</th>',
            '<th scope="col">Title</th><th scope="col">Kind</th><th scope="col">Order</th><th scope="col">Stages</th>',
            '<th scope="col">Type</th><th scope="col">Special</th></tr></thead>',
            f"<tbody>{''.join(each.row() for each in entries)}</tbody></table>",
            SCRIPT,
        ]
    )
    return html.page("Gallery", body)


def compare(entries: Iterable[Entry]) -> str:
    """The page on which two schemes stand side by side."""
    names = "".join(
        f'<option value="{each.name}">{each.title}</option>' for each in entries if each.kind != "network"
    )
    fields = "".join(
        f'<label>{label} <input name="{name}" list="schemes" autocomplete="off" required></label>'
        for name, label in (("a", "First"), ("b", "Second"))
    )
    body = "\n".join(
        [
            "<h1>Two schemes side by side</h1>",
            f'<form id="choose"><div class="fields">{fields}<button type="submit">Compare</button></div></form>',
            f'<datalist id="schemes">{names}</datalist>',
            '<div id="compared" aria-live="polite"><p>Choose two schemes.</p></div>',
            '<p class="actions"><a href="index.html">All schemes and networks</a></p>',
            SCRIPT,
        ]
    )
    return html.page("Two schemes side by side", body)


def _select(label: str, name: str, values: Iterable[object], words: dict[str, str] | None = None) -> str:
    options = "".join(
        f'<option value="{each}">{(words or {}).get(str(each), each)}</option>' for each in values
    )
    return f'<label>{label} <select name="{name}"><option value="">any</option>{options}</select></label>'
