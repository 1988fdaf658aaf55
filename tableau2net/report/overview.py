"""A scheme or a network for people: its tableau, or its parts, with what is proved of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tableau2net.methods import Method
from tableau2net.pipeline import effective, proof, verify
from tableau2net.read import NetworkDocument, Part, SchemeDocument, StepRule
from tableau2net.read.display.text import CUT, heading, picture
from tableau2net.shown import counted, preformatted, wrapped
from tableau2net.verify import Certificate


@dataclass(frozen=True)
class Overview:
    """A document, and the certificates of its scheme, or of each way in which a network takes steps: of the scheme, and
    of its starter."""

    document: SchemeDocument | NetworkDocument
    proofs: tuple[tuple[Certificate, ...], ...]

    @property
    def certificates(self) -> tuple[Certificate, ...]:
        """All of them, one after the other."""
        return tuple(certificate for each in self.proofs for certificate in each)

    @property
    def proved(self) -> list[str]:
        """What is proved and refuted, line by line."""
        lines = (line.strip() for each in self.certificates for line in each.describe().splitlines())
        return [line for line in lines if line]

    def __str__(self) -> str:
        return self.text()

    def text(self, width: int | None = None) -> str:
        """The same, of lines that are no wider than a page, where its width is given."""
        if isinstance(self.document, SchemeDocument):
            return _scheme(self.document, self.certificates[0], width)
        return _network(self.document, self.proofs, width)

    def _repr_html_(self) -> str:
        """The same, for notebooks."""
        return preformatted(str(self))


def overview(document: SchemeDocument | NetworkDocument) -> Overview:
    """Prove what a document claims, for its overview. Raises InputError as `verify` does."""
    if isinstance(document, SchemeDocument):
        return Overview(document, ((verify(document),),))
    return Overview(document, tuple(proof(rule).certificates for rule in effective(document).rules))


def _scheme(document: SchemeDocument, certificate: Certificate, width: int | None) -> str:
    fixed = [f"{name} = {value}" for name, value in document.values.items()]
    parameters = [*fixed, *(f"{each.name} in {each.range}" for each in document.declared if each.range)]
    tableau = picture(document, width)
    cut = f"Numbers with {CUT} are cut; --format json prints them whole." if CUT in tableau else ""
    sections = [
        tableau,
        cut,
        "\n".join([f"{document.method.kind}", certificate.describe(), *parameters]),
        document.notes,
        document.reference,
    ]
    first, *others = (section for section in sections if section)
    return "\n\n".join([first, *(wrapped(section, width) for section in others)])


def _network(document: NetworkDocument, proofs: Sequence[Sequence[Certificate]], width: int | None) -> str:
    image = f"{document.input.channels}×{document.input.size}×{document.input.size}"
    rules = document.rules
    lines = [
        ("images", f"{image}, {document.classes} classes"),
        *(
            line
            for rule, certificates in zip(rules, proofs, strict=True)
            for line in _rule(rule, rules, certificates)
        ),
        ("periods", f"{'  '.join(_periods(document, rules))}  (steps×channels)"),
        ("history", _history(document)),
        ("dropped", _dropped(document)),
        ("noise", _noise(document)),
        ("stem", _part(document.stem) if document.stem is not None else "none"),
        ("pool", "max, over the sum that the last step of a period forms" if document.pool != "none" else ""),
        ("transition", _part(document.transition) if len(document.periods) > 1 else ""),
        ("head", _part(document.head)),
        ("norm", _norm(document)),
        ("weights", _initialisation(document)),
    ]
    described = "\n".join(wrapped(f"{name:<10}  {text}", width, hanging=12) for name, text in lines if text)
    others = [heading(document), document.notes, document.reference]
    title, notes, reference = (wrapped(each, width) for each in others)
    return "\n\n".join(filter(None, [title, described, notes, reference]))


def _rule(
    rule: StepRule, rules: tuple[StepRule, ...], certificates: Sequence[Certificate]
) -> list[tuple[str, str]]:
    """How steps are taken, and what is proved of them; numbered, where they are taken in several ways."""
    found, *start = ([line.strip() for line in each.describe().splitlines()] for each in certificates)
    number = f" {rules.index(rule) + 1}" if len(rules) > 1 else ""
    return [
        (f"scheme{number}", heading(rule.scheme)),
        ("", _general_linear(rule.scheme)),
        *(("", line) for line in found),
        ("starter", heading(rule.starter) if rule.starter else ""),
        *(("", line) for each in start for line in each),
        ("coupling", f"{rule.coupling}, weights by {_weights(rule)}, step size {rule.step_size}"),
        ("output", f"{rule.output}, of slopes of {rule.growth} channels" if rule.output != "sum" else ""),
        ("implicit", _implicit(rule)),
        ("after", f"{_part(rule.after)}: applied after the scheme in each step" if rule.after else ""),
        ("joined", _drop_path(rule)),
        ("field", _part(rule.field)),
        *((f"field {name}", _part(part)) for name, part in rule.fields.items()),
    ]


def _weights(rule: StepRule) -> str:
    """What evaluations share their weights, and what of them they do not."""
    own = f", each with its own {rule.own.replace('-', ' ')}" if rule.own != "none" else ""
    return f"{rule.weights}{own}"


def _drop_path(rule: StepRule) -> str:
    paths = rule.drop_path
    if paths is None:
        return ""
    column = f"; one column alone in {paths.one_column:g} of the batches" if paths.one_column else ""
    return f"paths dropped at the rate {paths.rate:g}{column}"


def _periods(document: NetworkDocument, rules: tuple[StepRule, ...]) -> Iterator[str]:
    """The steps of each period; with the number of their scheme, where there are several."""
    for (first, last), stretches in zip(document.widths, document.stretches, strict=True):
        steps = [
            f"{each.steps}" if len(rules) == 1 else f"{each.steps} by {rules.index(each.rule) + 1}"
            for each in stretches
        ]
        text = f"({', '.join(steps)})" if len(rules) > 1 else steps[0]
        yield f"{text}×{first}{f' to {last}' if last != first else ''}"


def _general_linear(document: SchemeDocument) -> str:
    """The scheme as the general linear method that the network is made of: how many stages, which external values."""
    method = document.method
    stages, values = method.stages, len(method.external)
    carried = _external(method)
    return (
        f"a general linear method of {counted(stages, 'stage')} "
        f"and {counted(values, 'external value')}: {carried}"
    )


def _external(method: Method) -> str:
    from tableau2net.exact import ZERO

    states = sum(value.kind == "state" for value in method.external)
    slopes = sum(value.kind == "slope" for value in method.external)
    parts = [
        "the state" if states == 1 else f"the last {states} states" if states else "",
        counted(slopes, "past slope") if slopes else "",
        counted(len(method.external), "part") + " of the channels"
        if method.external[0].kind == "part"
        else "",
        "values made from the state"
        if any(value.kind in ("copy", "free") for value in method.external)
        else "",
    ]
    carried = " and ".join(filter(None, parts))
    none = all(entry == ZERO for row in method.V for entry in row)
    return f"{carried}, which V = 0 does not carry on" if none else carried


def _implicit(rule: StepRule) -> str:
    """How the stage equations of an implicit scheme are treated."""
    from tableau2net.read import Fused

    if rule.scheme.taken.explicit:
        return ""
    mode = rule.iteration
    if isinstance(mode, Fused):
        of = ", of the slopes alone" if mode.reads == "slopes" else ""
        return f"fused: {counted(mode.sweeps, 'sweep')}, {mode.order}{of}"
    return f"solved to {mode.tolerance} by {mode.solver.kind}, in at most {counted(mode.iterations, 'iteration')}"


_PAST = {
    "restart": "",
    "transport": "the past goes through a transition's shortcut",
    "transport-own": "the past goes through a module of its own, like a transition's shortcut",
}


def _history(document: NetworkDocument) -> str:
    return _PAST[document.history]


def _norm(document: NetworkDocument) -> str:
    """What batch norms have that is not their components' own."""
    norm = document.norm
    own = "a batch norm for each evaluation" if norm.per == "evaluation" else ""
    numbers = ("eps", norm.eps), ("momentum", norm.momentum)
    return ", ".join(
        filter(None, [own, *(f"{name} {value:g}" for name, value in numbers if value is not None)])
    )


def _initialisation(document: NetworkDocument) -> str:
    return document.initialisation.kind if document.initialisation else "as torch initialises them"


def _dropped(document: NetworkDocument) -> str:
    depth = document.stochastic_depth
    return f"slopes at the rate {depth.rate:g}, {depth.decay}, per {depth.per}" if depth else ""


def _noise(document: NetworkDocument) -> str:
    noise = document.noise
    if noise is None:
        return ""
    words = {"uniform": "uniform between 0 and", "normal": "normal of deviation"}
    return f"{words[noise.distribution]} {noise.level:g}, on what a step adds"


def _part(part: Part) -> str:
    given = {**part.options, "compression": getattr(part, "compression", None)}
    given["reads"] = "first-and-last" if getattr(part, "reads", "last") != "last" else None
    options = ", ".join(f"{name}: {value}" for name, value in given.items() if value is not None)
    steps = ("residual", "by_scheme")
    residual = "".join(f", {each.replace('_', ' ')}" for each in steps if getattr(part, each, False))
    return f"{part.component.kind}{f' ({options})' if options else ''}{residual}"
