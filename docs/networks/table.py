"""The networks of the catalogue in one table.

    python docs/networks/table.py

writes the table of docs/networks.md anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tableau2net.pipeline import Proof, proofs
from tableau2net.read import FieldPart, NetworkDocument, catalogue, load_network
from tableau2net.report.summary import summary

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "networks.md"
BEGIN, END = "<!-- the table, by docs/networks/table.py -->\n", "<!-- the end of the table -->\n"
COLUMNS = (
    "system", "YAML file", "lines", "scheme", "order proved", "as a sequence", "coupling", "field", "operator",
    "parameters", "published", "multiply–adds",
)  # fmt: skip
HEAD = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"
FIRST, LAST = "<!-- the sources, by docs/networks/table.py -->\n", "<!-- the end of the sources -->\n"
_RKCNN = "computed from the authors' code of arXiv 1802.08831: {}, attention, multiscale"
_FIVE = _RKCNN.format("5_5_5, growth rate 80")
_REVNET = "arXiv 1707.04585, table 1, quoted from memory"
_TORCH = (
    "`num_params` of its weights at pytorch.org/vision/stable/models/generated/torchvision.models.{}.html"
)
_LM = "arXiv 1710.10121, quoted from memory"
_LM_FEWER = f"{_LM}; without the two shortcuts, which the released code has, they are {{}}"
_ZOO = "the README of github.com/keplore/CIFAR-ZOO, there `pre{}`"
# What others give as the number of parameters, and where that was read.
PUBLISHED = {
    "cliquenet_k36_t12": ("0.94 M", "the README of github.com/iboing/CliqueNet, as in arXiv 1802.10419"),
    "densenet40_12": (
        "1.02 M",
        "the README of github.com/iboing/CliqueNet; arXiv 1608.06993, table 2, quoted from memory, has 1.0 M",
    ),
    "densenet_bc_100_12": ("0.8 M", "arXiv 1608.06993, table 2, quoted from memory"),
    "fractalnet_cifar": (
        "33,724,618",
        "the tests of `fractalnet_cifar10` in github.com/osmr/imgclsmob; the paper's table 1, quoted from memory, "
        "has 38.6 M, which its text, read as there and here, does not give",
    ),
    "lm_resnet20": ("0.27 M", _LM),
    "lm_resnet32": ("0.46 M", _LM_FEWER.format("464,166")),
    "lm_resnet44": ("0.66 M", _LM),
    "lm_resnet56": ("0.85 M", _LM_FEWER.format("853,042")),
    "lm_resnet110": ("1.7 M", _LM),
    "lm_resnet164": ("1.7 M", _LM),
    "lm_resnext29": ("35.1 M", f"{_LM}; the 0.7 M more are what `lm_resnext29_own` has"),
    "lm_resnext29_own": ("35.1 M", f"{_LM}, which projections of the past's own explain"),
    "resnet20": ("0.27 M", _ZOO.format("resnet20")),
    "resnet110": ("1.7 M", _ZOO.format("resnet110")),
    "resnet20_v1": ("0.27 M", "arXiv 1512.03385, table 6, quoted from memory"),
    "resnet50_v1": ("25,557,032", _TORCH.format("resnet50")),
    "resnext29": ("34.4 M", "arXiv 1611.05431, table 7, quoted from memory"),
    "resnext50_32x4d": (
        "25,028,904",
        f"{_TORCH.format('resnext50_32x4d')}; arXiv 1611.05431, table 1, quoted from memory, has 25.0 M",
    ),
    "revnet38": ("0.46 M", _REVNET),
    "revnet110": ("1.73 M", _REVNET),
    "rkcnn_e": ("1,192,810", _FIVE),
    "rkcnn_i": ("2,551,210", _FIVE),
    "rkcnn_i_3_4_5": ("2,666,830", _RKCNN.format("3_4_5, growth rates 40, 80 and 120")),
    "rkcnn_r": ("2,551,210", _FIVE),
}


def main() -> None:
    text = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(f"(?<={re.escape(BEGIN)}).*(?={re.escape(END)})", re.DOTALL)
    table = "\n".join([HEAD, *(row(name) for name in names())])
    text = pattern.sub(lambda _: f"\n{table}\n\n", text)
    pattern = re.compile(f"(?<={re.escape(FIRST)}).*(?={re.escape(LAST)})", re.DOTALL)
    PAGE.write_text(pattern.sub(lambda _: f"\n{sources()}\n\n", text), encoding="utf-8")
    print(f"{PAGE} is written")


def sources() -> str:
    """Where each published count was read."""
    return "\n".join(f"- `{name}`: {count}, {source}." for name, (count, source) in PUBLISHED.items())


def names() -> Iterator[str]:
    """The networks, those of few steps a block before those of many: as a reader counts, 20 before 110."""
    found = [entry.name for entry in catalogue() if entry.kind == "network"]
    return iter(
        sorted(found, key=lambda name: [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", name)])
    )


def row(name: str) -> str:
    """The row of one network."""
    document = load_network(name)
    cost, found = summary(document), proofs(document)
    file = f"tableaux/networks/{name}.yaml"
    lines = len((ROOT / file).read_text(encoding="utf-8").splitlines())
    cells = (
        document.title,
        f"[{name}.yaml](../{file})",
        str(lines),
        once_if_alike(found, lambda proof: f"`{proof.rule.scheme.name}`"),
        once_if_alike(found, order),
        once_if_alike(found, sequence),
        once_if_alike(found, coupling),
        field(document),
        operator(document),
        f"{cost.parameters:,}",
        PUBLISHED[name][0] if name in PUBLISHED else "",
        f"{cost.macs:,}",
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def once_if_alike(found: Sequence[Proof], of: Callable[[Proof], str]) -> str:
    """What is found of each way in which a network takes steps, written once where it is the same for all."""
    texts = [of(proof) for proof in found]
    return texts[0] if len(set(texts)) == 1 else ", ".join(texts)


def order(proof: Proof) -> str:
    """What the verifier says of the scheme, in a few words."""
    certificate = proof.certificates[0]
    if proof.rule.scheme.method.has_pattern:
        return "– (coefficients learned)"
    if proof.rule.coupling != "sum":
        return "– (pattern alone)"
    if certificate.order is None:
        return "– (not consistent)"
    if certificate.rescaled_order is not None:
        return f"{certificate.order}; {certificate.rescaled_order} rescaled"
    return f"{certificate.order}{' within digits' if certificate.within_digits else ''}"


def sequence(proof: Proof) -> str:
    """What it says of the network's steps, one after the other."""
    certificate = proof.certificates[0]
    found = certificate.sequence
    if proof.rule.coupling != "sum" or certificate.order is None:
        return "–"
    if found is None:
        return str(certificate.order)
    if found.order is None:
        return "none" if found.most == -1 else "not decided"
    return (
        f"{found.order}; {found.rescaled_order} rescaled"
        if found.rescaled_order is not None
        else f"{found.order}"
    )


def coupling(proof: Proof) -> str:
    """Sum or concat, how an implicit scheme is iterated, and what is handed on if not a sum."""
    rule = proof.rule
    handed = [f"output {rule.output}"] if rule.output != "sum" else []
    solved = [] if rule.scheme.method.explicit else [getattr(rule.iteration, "order", "solved")]
    return ", ".join([rule.coupling, *solved, *handed])


def field(document: NetworkDocument) -> str:
    """The kinds of the fields that the steps evaluate."""
    fields = [
        rule.fields.get(name, rule.field)
        for rule in document.rules
        for name in rule.scheme.method.field_names
    ]
    return ", ".join(dict.fromkeys(part.component.kind for part in fields))


def operator(document: NetworkDocument) -> str:
    """What the fields' 3×3 convolutions are."""
    return ", ".join(dict.fromkeys(_operator(rule.field) for rule in document.rules))


def _operator(part: FieldPart) -> str:
    groups = part.options.get("cardinality")
    if part.operator is None:
        return f"{groups} groups" if groups else "plain"
    groups = part.operator.options.get("groups") if part.operator.component.kind == "grouped" else None
    return f"{groups} groups" if groups else part.operator.component.kind


if __name__ == "__main__":
    main()
