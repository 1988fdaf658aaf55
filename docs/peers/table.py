"""Every scheme that the packages which know Runge–Kutta and multistep methods contain, through the verifier.

    python docs/peers/table.py        needs pip install 'tableau2net[peers]'

writes the tables of docs/peers.md anew. One file of readers/ reads one package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType

from finding import abscissae, find
from readers import KIND
from scheme import Scheme

PAGE = Path(__file__).parent.parent / "peers.md"
BEGIN, END = "<!-- the tables, by docs/peers/table.py -->\n", "<!-- the end of the tables -->\n"
COLUMNS = ("scheme", "claimed", "holds", "within", "c against row sums", "first condition that fails")
HEAD = f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}"


def main() -> None:
    text = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(f"(?<={re.escape(BEGIN)}).*(?={re.escape(END)})", re.DOTALL)
    tables = "\n".join(map(section, KIND.names))
    PAGE.write_text(pattern.sub(lambda _: f"\n{tables}\n", text), encoding="utf-8")
    print(f"{PAGE} is written")


def section(package: str) -> str:
    """The heading of a package, and its table."""
    try:
        heading = f"### {package} {version(package)}"
    except PackageNotFoundError:
        print(f"{package} is not installed")
        return f"### {package}\n\nNot installed where the tables were made.\n"
    print(heading, flush=True)
    reader = KIND.load(package)
    return "\n".join([heading, "", *notes(reader), HEAD, *rows(reader), ""])


def notes(reader: ModuleType) -> list[str]:
    """What the reader's docstring says of the package, past its first line."""
    _, _, rest = (reader.__doc__ or "").partition("\n\n")
    return [rest.strip(), ""] if rest.strip() else []


def rows(reader: ModuleType) -> Iterator[str]:
    """A row for each scheme."""
    for scheme in reader.read():
        cells = (cell.replace("|", "\\|") for cell in describe(scheme))
        yield f"| {' | '.join(cells)} |"


def describe(scheme: Scheme) -> tuple[str, ...]:
    """The cells of a scheme's row."""
    finding = find(scheme)
    certificate, claims = finding.certificate, scheme.claims
    claimed = pair(claims.order, claims.embedded_order)
    order, embedded = certificate.most("order"), certificate.most("embedded_order")
    holds = pair(order, embedded)
    bold = claims.order not in (None, order) or claims.embedded_order not in (None, embedded)
    violation = certificate.violation
    failed = f"{violation.tree}: {violation.value}, not {violation.expected}" if violation else ""
    return (
        f"`{scheme.name}`",
        f"{claimed}, computes {scheme.computed}" if scheme.computed else claimed,
        f"**{holds}**" if bold else holds,
        finding.within,
        abscissae(scheme),
        failed,
    )


def pair(order: int | None, embedded: int | None) -> str:
    """As 5(4)."""
    return f"{'–' if order is None else order}{'' if embedded is None else f'({embedded})'}"


if __name__ == "__main__":
    main()
