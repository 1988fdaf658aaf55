"""A scheme as data: its coefficients by the name of their array, how each is written, and its claims; and its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from attack.numbers import Exact, plain

Rows = tuple[tuple[Exact, ...], ...]
Place = tuple[str, int, int]


@dataclass(frozen=True)
class Parameter:
    """Its value, and its range with what each end includes; None where there is none."""

    value: Exact | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    ends: str = "[]"

    def __str__(self) -> str:
        parts = []
        if self.value is not None:
            parts.append(f'value: "{plain(self.value)}"')
        if self.low is not None:
            parts.append(f'range: "{self.ends[0]}{self.low}, {self.high}{self.ends[1]}"')
        return f"{{{', '.join(parts)}}}"

    def holds(self, x: Exact) -> bool:
        """Whether a number is in the range; all are where there is none."""
        if self.low is None or self.high is None:
            return True
        above = x > self.low or (self.ends[0] == "[" and x == self.low)
        return bool(above and (x < self.high or (self.ends[1] == "]" and x == self.high)))


@dataclass(frozen=True)
class Scheme:
    """`arrays`: the coefficients, a vector being one row; those of a partitioned scheme are called `f.A`, `f.b`.
    `texts`: entries that are written in another way than the plain one. `keys`: all other keys, such as `start` and
    the claims. `parameters`: those in its entries. `made`: how it came about, for whoever reads about it. The arrays of
    a family's member are not written, it is known by its keys. `refused`: what is said of a document that is none."""

    kind: str
    arrays: Mapping[str, Rows]
    keys: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[Place, str] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    refused: str = ""
    made: str = ""

    def __getitem__(self, name: str) -> Rows:
        return self.arrays[name]

    def get(self, name: str) -> Rows | None:
        return self.arrays.get(name)

    @property
    def stages(self) -> int:
        return len(next(rows for name, rows in self.arrays.items() if name.split(".")[-1] == "A"))

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(name.split(".")[0] for name in self.arrays if name.endswith(".A"))

    def places(self) -> Iterator[tuple[Place, Exact]]:
        for name, rows in self.arrays.items():
            for i, row in enumerate(rows):
                for j, entry in enumerate(row):
                    yield (name, i, j), entry

    def with_entry(self, place: Place, value: Exact, text: str | None = None) -> Scheme:
        """The scheme with another number in one place, as it is written there."""
        name, i, j = place
        rows = [list(row) for row in self.arrays[name]]
        rows[i][j] = value
        texts = {key: each for key, each in self.texts.items() if key != place}
        if text is not None:
            texts[place] = text
        return replace(self, arrays={**self.arrays, name: tuple(map(tuple, rows))}, texts=texts)

    def written(self, write: Callable[[Place, Exact], str | None]) -> Scheme:
        """The scheme with its entries written otherwise, where `write` gives a text."""
        texts = {place: text for place, entry in self.places() if (text := write(place, entry)) is not None}
        return replace(self, texts={**self.texts, **texts})

    def claiming(self, **claims: str | int | bool | None) -> Scheme:
        """The scheme with these keys; None takes one away."""
        keys = {key: text for key, text in self.keys.items() if key not in claims}
        texts = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in claims.items()
                if value is not None}  # fmt: skip
        return replace(self, keys={**keys, **texts})

    def text(self) -> str:
        """The YAML document."""
        lines = [
            "name: attacked",
            f"kind: {self.kind}",
            *(f"{key}: {value}" for key, value in self.keys.items()),
        ]
        if self.parameters:
            declared = (f"{name}: {parameter}" for name, parameter in self.parameters.items())
            lines.append(f"parameters: {{{', '.join(declared)}}}")
        tableaux = False
        for name, rows in self.arrays.items() if self.kind != "family" else ():
            vector = name.split(".")[-1] in FORMS.get(self.kind, VECTORS)
            shown = [
                [self._entry((name, i, j), entry) for j, entry in enumerate(row)]
                for i, row in enumerate(rows)
            ]
            body = _flow(shown[0]) if vector else f"[{', '.join(map(_flow, shown))}]"
            if "." not in name:
                lines.append(f"{name}: {body}")
                continue
            if not tableaux:
                lines.append("tableaux:")
                tableaux = True
            of, name = name.split(".")
            if name == "A":
                lines.append(f"  {of}:")
            lines.append(f"    {name}: {body}")
        return "\n".join(lines) + "\n"

    def _entry(self, place: Place, entry: Exact) -> str:
        return self.texts.get(place) or plain(entry)


VECTORS = ("b", "b_hat", "alpha", "beta", "c")
FORMS = {
    "shu-osher": (),
    "low-storage-2n": ("A", "B"),
    "low-storage-3s": ("gamma1", "gamma2", "gamma3", "beta", "delta"),
}


def _flow(row: list[str]) -> str:
    return f"[{', '.join(text if text.replace('-', '').replace('/', '').isalnum() else _quoted(text) for text in row)}]"


def _quoted(text: str) -> str:
    return f'"{text}"'
