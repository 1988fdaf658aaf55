"""What the gallery says of a scheme: its entry in the index, its page, and what it is compared by."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from gallery import html
from gallery.entry import Entry
from tableau2net import files
from tableau2net.analyse import Analysis, Section, analyse
from tableau2net.analyse.picture.panels import panels
from tableau2net.catalogue import CatalogueEntry, texts
from tableau2net.errors import InputError
from tableau2net.graph.names import class_name
from tableau2net.pipeline import emit_document, settings, verify
from tableau2net.read import SchemeDocument, load_network, load_scheme
from tableau2net.read.display.html import figures
from tableau2net.shown import counted
from tableau2net.verify import Certificate

# What is found by the index: names of findings that are yes or no, in the order in which badges stand.
PROPERTIES = (
    "A-stable",
    "L-stable",
    "algebraically stable",
    "stiffly accurate",
    "first same as last",
    "symmetric",
    "symplectic",
    "explicitly reversible",
)


LONGEST = 4000  # characters of a document in an address


@dataclass(frozen=True)
class Scheme:
    """A scheme with all that is found of it; `analysis` is None where its coefficients are learned, and `pictures` are
    empty where it has none."""

    document: SchemeDocument
    certificate: Certificate
    analysis: Analysis | None
    pictures: tuple[str, ...]
    unpictured: str = ""

    @classmethod
    def of(cls, name: str) -> Scheme:
        """The scheme of this name in the catalogue."""
        document = load_scheme(name)
        try:
            analysis = analyse(document)
        except InputError:
            analysis = None
        try:
            return cls(document, verify(document), analysis, panels(document.taken))
        except InputError as error:
            return cls(document, verify(document), analysis, (), error.message)

    def has(self, name: str) -> bool:
        """Whether a property is found to hold."""
        return self.found(name) is True

    def found(self, name: str) -> bool | int | str | None:
        """What is found under this name; None where nothing is."""
        try:
            return None if self.analysis is None else self.analysis[name]
        except KeyError:
            return None

    @property
    def words(self) -> list[str]:
        """What is special of it, in a few words each."""
        found = [name for name in PROPERTIES if self.has(name)]
        pair = ["embedded pair"] if self.document.method.b_hat is not None else []
        ssp = self.found("SSP coefficient")
        strong = ["SSP"] if ssp not in (None, 0, "0", False) else []
        angle = self.found("A(α)-stable")
        sector = ["A(α)-stable"] if isinstance(angle, str) and angle and not self.has("A-stable") else []
        learned = ["parameters"] if self.document.method.names else []
        return [*pair, *found, *sector, *strong, *learned]


def entry(found: Scheme, listed: CatalogueEntry) -> Entry:
    """Its row in the index."""
    document, certificate = found.document, found.certificate
    return Entry(
        name=document.name,
        title=document.title,
        kind=document.method.kind,
        order=certificate.order,
        stages=certificate.stages,
        explicit=certificate.explicit,
        words=tuple(found.words),
        text=f"{listed.kind} {texts(listed)}",
    )


def page(found: Scheme, listed: CatalogueEntry) -> str:
    """Its page."""
    document = found.document
    name = document.name
    parts = [
        f"<h1>{escape(name)}</h1>",
        f'<p class="lead">{escape(document.title)}</p>',
        html.badges([document.method.kind, *_orders(found.certificate), *found.words]),
        _actions(name, files.text(listed.path)),
        html.section("Tableau", figures(document)),
        html.section("Proof", html.verbatim(found.certificate.describe())),
        html.section("Stability", _pictures(found)),
        *(html.section(each.title, html.facts(_rows(each))) for each in _sections(found.analysis)),
        html.section("YAML", html.code(files.text(listed.path), "yaml")),
        html.section("Step in networks", html.code(step(document), "python")),
        html.section("Source", _source(document)),
    ]
    return html.page(f"{name}: {document.title}", "\n".join(parts))


def compared(found: Scheme) -> dict[str, object]:
    """What another scheme is compared by: labels with values, and the drawings."""
    document, certificate = found.document, found.certificate
    rows = {
        "Title": document.title,
        "Kind": document.method.kind,
        "Proof": certificate.describe(),
        "Stages": str(certificate.stages),
        "Special": ", ".join(found.words) or "–",
    }
    for each in _sections(found.analysis):
        rows |= {f"{each.title}: {name}": text for name, text in _rows(each)}
    return {
        "name": document.name,
        "rows": rows,
        "tableau": figures(document),
        "pictures": list(found.pictures),
        "unpictured": found.unpictured,
    }


def _orders(certificate: Certificate) -> list[str]:
    order = f"order {certificate.order}" if certificate.order is not None else "no order"
    return [order, counted(certificate.stages, "stage"), "explicit" if certificate.explicit else "implicit"]


def _actions(name: str, text: str) -> str:
    """Links to what can be done with a scheme; a document that is too long for an address is tried by its name."""
    typed = quote(text if len(text) < LONGEST else name)
    return (
        f'<p class="actions"><a href="../compare.html?a={name}">Compare with another</a>'
        f'<a href="../../try-it.html#{typed}">Change and prove it</a>'
        '<a href="../index.html">All schemes and networks</a></p>'
    )


def _pictures(found: Scheme) -> str:
    if not found.pictures:
        return f"<p>There is no picture: {escape(found.unpictured)}.</p>"
    names = ("Stability region", "Order star")
    if found.document.method.multistep is not None:
        names = ("Stability region, with the root locus curve", "Order star")
    drawn = [
        f"<figure>{picture}<figcaption>{caption}</figcaption></figure>"
        for picture, caption in zip(found.pictures, names, strict=True)
    ]
    return f'<div class="planes">{"".join(drawn)}</div>'


def _sections(analysis: Analysis | None) -> tuple[Section, ...]:
    return () if analysis is None else analysis.sections


def _rows(section: Section) -> list[tuple[str, str]]:
    return [(each.name, str(each)) for each in section.findings]


def _source(document: SchemeDocument) -> str:
    told = [document.reference, document.notes]
    return "".join(f"<p>{escape(each)}</p>" for each in told if each) or "<p>None is given.</p>"


def step(document: SchemeDocument) -> str:
    """The classes that take the scheme's steps in a network, which has a few steps more than the scheme looks back on;
    where its coefficients are learned, in one whose fields read all slopes."""
    method = document.method
    coupling = "concat" if method.has_pattern else "sum"
    periods = [{"channels": 16, "steps": len(method.external) + 4}]
    made = settings({"name": "network", "scheme": document.name, "coupling": coupling, "periods": periods})
    text = emit_document(load_network("rk4_resnet", made), made)
    wanted = class_name(document.name)
    classes = [each for each in ast.parse(text).body if isinstance(each, ast.ClassDef)]
    network = class_name("network")
    kept = [each for each in classes if each.name.startswith(wanted) and each.name != network]
    return "\n\n\n".join(_lines(text, each) for each in kept)


def _lines(text: str, node: ast.ClassDef) -> str:
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    return "\n".join(text.splitlines()[first - 1 : node.end_lineno])
