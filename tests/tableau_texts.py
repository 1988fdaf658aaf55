"""Random tableaux, and each of them in every notation: in any spacing, with comments, of fractions and of decimals."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Drawn:
    """A tableau as texts of numbers, all of which every notation writes alike: fractions 3/4 and decimals."""

    name: str
    A: tuple[tuple[str, ...], ...]
    b: tuple[str, ...]
    c: tuple[str, ...]

    @property
    def numbers(self) -> list[list[Fraction]]:
        """All of it, as numbers: the rows of A, then b, then c."""
        return [[Fraction(each) for each in row] for row in (*self.A, self.b, self.c)]


def drawn(rng: random.Random, name: str) -> Drawn:
    """An explicit or a full tableau of two to six stages whose nodes are the sums of its rows."""
    s = rng.randint(2, 6)
    explicit = rng.random() < 0.7
    rows = [[_number(rng) if not explicit or j < i else Fraction(0) for j in range(s)] for i in range(s)]
    texts = [[_text(rng, each) for each in row] for row in rows]
    b = [_text(rng, _number(rng) or Fraction(1)) for _ in range(s)]
    c = [_exact(sum(map(Fraction, row), Fraction(0))) for row in texts]
    return Drawn(name, tuple(map(tuple, texts)), tuple(b), tuple(c))


def _number(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(-99, 99), rng.randint(1, 99))


def _text(rng: random.Random, value: Fraction) -> str:
    """A fraction, or its decimals to 15–17 digits."""
    if value.denominator == 1:
        return str(value)
    return str(value) if rng.random() < 0.6 else f"{float(value):.{rng.randint(15, 17)}g}".replace("e", "E")


def _exact(value: Fraction) -> str:
    return str(value)


def spaced(rng: random.Random) -> str:
    return rng.choice(["", " ", "  "])


def python(tableau: Drawn, rng: random.Random) -> str:
    mark = rng.choice(["", "np.array", "torch.tensor", "tuple"])

    def row(entries: tuple[str, ...]) -> str:
        return f"[{spaced(rng)}{f',{spaced(rng)}'.join(entries)}{rng.choice(['', ','])}]"

    A = f",\n{spaced(rng)}".join(map(row, tableau.A))
    comment = rng.choice(["", "  # A = [[1]], b = [2]"])
    return (
        f"class {tableau.name}:{comment}\n    A{spaced(rng)}= {mark}([{A}])\n"
        f"    b = {mark}({row(tableau.b)})\n\n    c ={spaced(rng)}({row(tableau.c)}){comment}\n\n"
    )


def julia(tableau: Drawn, rng: random.Random) -> str:
    def text(entry: str) -> str:
        return entry.replace("/", rng.choice(["//", "/"])) if "E" not in entry else entry.lower()

    def entries(row: tuple[str, ...], separator: str) -> str:
        return separator.join(map(text, row))

    A = rng.choice(["; ", "\n         "]).join(entries(row, rng.choice([" ", "  "])) for row in tableau.A)
    comment = rng.choice(["", "  # A = [1 2; 3 4]"])
    return (
        f"function {tableau.name}(T = Float64){comment}\n    A = [{A}]\n    b = [{entries(tableau.b, ', ')}]{comment}\n"
        f"    c = [{entries(tableau.c, rng.choice([', ', '; ']))}]\n    return (A, b, c)\nend\n\n"
    )


def c(tableau: Drawn, rng: random.Random) -> str:
    def text(entry: str) -> str:
        top, slash, bottom = entry.partition("/")
        point = rng.choice([".0", "."])
        whole = top if "." in top or "E" in top else top + point
        return f"{whole}{spaced(rng)}/{spaced(rng)}{bottom}.0" if slash else whole

    def row(entries: tuple[str, ...]) -> str:
        return f"{{{spaced(rng)}{f',{spaced(rng)}'.join(map(text, entries))}}}"

    s = len(tableau.b)
    comment = rng.choice(["", " /* double A[1] = {2}; */", " // {3}"])
    rows = ",\n  ".join(map(row, tableau.A))
    return (
        f"static const double {tableau.name}_A[{s}][{s}]{spaced(rng)}={spaced(rng)}{{\n  {rows}\n}};{comment}\n"
        f"static const double {tableau.name}_b[{s}] = {row(tableau.b)};{comment}\n"
        f"static const double {tableau.name}_c[] = {row(tableau.c)};\n\n"
    )


def fortran(tableau: Drawn, rng: random.Random) -> str:
    def text(entry: str) -> str:
        top, slash, bottom = entry.partition("/")
        if slash:
            return f"{top}._wp/{bottom}._wp"
        return f"{top}.0_wp" if "." not in top and "E" not in top else top.replace("E", "d")

    lines = [f"subroutine {tableau.name}()"]
    comment = rng.choice(["", "  ! a21 = 5"])
    for i, row in enumerate(tableau.A, 1):
        lines += [
            f"  real(wp), parameter :: a{i}{j} = {text(each)}{comment}" for j, each in enumerate(row, 1)
        ]
    for letter, row in (("b", tableau.b), ("c", tableau.c)):
        whole = f"  real(wp), parameter :: {letter}({len(row)}) = "
        if rng.random() < 0.5:
            entries = ", &\n      ".join(map(text, row))
            lines.append(f"{whole}[ {entries} ]")
        else:
            lines += [f"  real(wp), parameter :: {letter}{i} = {text(each)}" for i, each in enumerate(row, 1)]
    return "\n".join([*lines, f"end subroutine {tableau.name}", "", ""])


def latex(tableau: Drawn, rng: random.Random) -> str:
    def text(entry: str) -> str:
        if "E" in entry:
            return entry
        bare = entry.removeprefix("-")
        sign = rng.choice(["-", "\N{MINUS SIGN}"]) if bare != entry else ""
        top, slash, bottom = bare.partition("/")
        fraction = rng.choice(["frac", "dfrac", "tfrac"])
        return rf"{sign}\{fraction}{{{top}}}{{{bottom}}}" if slash else sign + bare

    kind = rng.choice(["array", "tabular"])
    dollar = "$" if kind == "tabular" else ""

    def row(first: str, entries: tuple[str, ...]) -> str:
        cells = " & ".join(f"{dollar}{text(each)}{dollar}" for each in entries)
        return f"  {first} & {cells} \\\\{rng.choice(['', '[2pt]', '  % a & b'])}"

    lines = [
        row(f"{dollar}{text(node)}{dollar}", each) for node, each in zip(tableau.c, tableau.A, strict=True)
    ]
    return "\n".join(
        [
            f"% {tableau.name}:",
            rf"\begin{{{kind}}}{{c|{'c' * len(tableau.b)}}}",
            *lines,
            rng.choice([r"\hline", r"  \hline  "]),
            row("", tableau.b),
            rf"\end{{{kind}}}",
            "",
            "",
        ]
    )


def text(tableau: Drawn, rng: random.Random) -> str:
    bar = rng.choice(["│", "|"])
    lines = [f"{node:>8} {bar} {'   '.join(row)}" for node, row in zip(tableau.c, tableau.A, strict=True)]
    rule = rng.choice(["─────────┼──────────────────", "---------+---------"])
    return "\n".join(
        [f"{tableau.name}:", "", *lines, rule, f"         {bar} {'   '.join(tableau.b)}", "", ""]
    )


def csv(tableau: Drawn, rng: random.Random) -> str:
    rows = [", ".join([node, *row]) for node, row in zip(tableau.c, tableau.A, strict=True)]
    return "\n".join([f"# {tableau.name}", *rows, ", ".join(["", *tableau.b]), "", ""])


def matlab(tableau: Drawn, rng: random.Random) -> str:
    A = rng.choice(["; ", "\n   ", ";\n  "]).join(rng.choice([" ", ", "]).join(row) for row in tableau.A)
    comment = rng.choice(["", "  % A = [1]"])
    return (
        f"function [A, b, c] = {tableau.name}()\n  A = [{A}];{comment}\n  b = [{' '.join(tableau.b)}];\n"
        f"  c = [{'; '.join(tableau.c)}];{comment}\nend\n\n"
    )


def xml(tableau: Drawn, rng: random.Random) -> str:
    values = {
        "A": "; ".join(" ".join(row) for row in tableau.A),
        "b": " ".join(tableau.b),
        "c": rng.choice([" ", ", "]).join(tableau.c),
    }
    inside = "\n".join(f'  <Parameter name="{k}" type="string" value="{v}"/>' for k, v in values.items())
    inside = f'<ParameterList name="Tableau">\n{inside}\n</ParameterList>'
    return f'<ParameterList name="{tableau.name}">{inside}</ParameterList>\n'


Writer = Callable[[Drawn, random.Random], str]
NOTATIONS: dict[str, tuple[str, str, Writer]] = {  # by name: the reader, the suffix, the writer
    "python": ("python", ".py", python),
    "julia": ("julia", ".jl", julia),
    "c": ("c", ".c", c),
    "fortran": ("fortran", ".f90", fortran),
    "latex": ("latex", ".tex", latex),
    "text": ("text", ".txt", text),
    "csv": ("text", ".csv", csv),
    "matlab": ("matlab", ".m", matlab),
    "xml": ("xml", ".xml", xml),
}


def file_of(notation: str, tableaux: list[Drawn], rng: random.Random) -> str:
    """The text of a file with all of them."""
    _, _, write = NOTATIONS[notation]
    body = "".join(write(each, rng) for each in tableaux)
    return f"<Tempus>\n{body}</Tempus>\n" if notation == "xml" else body
