"""Tableaux among the names that are bound in one place: a module, a class, a function, a call, a mapping."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tableau2net.errors import InputError, Position
from tableau2net.notations.found import Found, Outcome, Unread
from tableau2net.notations.multistep import multistep
from tableau2net.notations.roles import ROLES, Dialect, Tokens, dialects, tokens
from tableau2net.notations.shapes import MAX_STAGES, shaped, told_orders
from tableau2net.read.arrays import are_sums, entries, integer, matrix, rows, vector, zero
from tableau2net.read.yaml_tree import Node, Scalar
from tableau2net.read.yaml_tree import Sequence as List

_INDEXED = re.compile(r"(?P<head>.*?[^\d_])_*(?P<first>\d{1,4})(?:_(?P<second>\d{1,2}))?_*$")
MAX_INDEX = 100
UNSAID = -1  # the lead of a number that has no name


@dataclass(frozen=True)
class Gathered:
    """A tableau among names: the tableau, or what is wrong with it, and the names that it took."""

    stem: Tokens
    names: frozenset[str]
    found: Outcome


@dataclass
class Names:
    """The names that are bound in one place, each with its last value and where that stands."""

    values: dict[str, Node] = field(default_factory=dict)

    def tableaux(self, title: str, position: Position | None = None) -> Iterator[Gathered]:
        """The tableaux among them, of the place called `title`."""
        made = _indexed(self.values)
        bound = {**self.values, **made}
        used: set[str] = set()
        for _, stem, names in sorted(_candidates(bound), key=lambda each: -each[0]):
            if names["A"] in used:
                continue
            parts = {role: bound[name] for role, name in names.items()}
            if "c" in names and stem not in _stems(names["c"], "c") and not _sums(parts):
                del parts["c"]  # those of another tableau
            parts = _completed(
                parts, {role for role, name in names.items() if name in made or tokens(name)[-1:] == ("ah",)}
            )
            gathered = found_in(parts, _named(title, stem), position)
            if gathered is not None:
                used.add(names["A"])
                yield Gathered(stem, frozenset(names.values()), gathered)
        for taken, nodes in multistep(self.values):
            place = position or nodes["alpha"].position
            yield Gathered((), taken, Found(title or min(taken), place, nodes, self.claims(nodes)))

    def claims(self, parts: Mapping[str, Node]) -> dict[str, Scalar]:
        """What the names among them that are orders claim of the parts of a tableau."""
        names = _others((), _parts(dialects()[0], _roles(self.values)), "A")
        return told_orders({role: self.values[name] for role, name in names.items()}, parts)


def _stems(name: str, role: str) -> set[Tokens]:
    return {stem for dialect in dialects() for _, stem in dialect.stems(name, role)}


def _sums(parts: Mapping[str, Node]) -> bool:
    return are_sums(entries(parts["c"]) or [], rows(parts["A"]) or [])


def found_in(parts: Mapping[str, Node], name: str, position: Position | None = None) -> Outcome | None:
    """The tableau of parts whose roles are known; None where they are none."""
    try:
        made = shaped(parts)
    except InputError as error:
        return Unread(name, error.position or parts["A"].position, error)
    if made is None:
        return _mistaken(parts, name, position or parts["A"].position)
    return Found(name, position or parts["A"].position, made, told_orders(parts, made))


def _mistaken(parts: Mapping[str, Node], name: str, position: Position) -> Found | None:
    """Parts that are no tableau as they stand, and are one once a mistake that is known is put right: reading it as a
    document tells which. None where they are none."""
    table = rows(parts["A"])
    if table is None or not 1 < len(table) <= MAX_STAGES:
        return None
    written = {role: parts[role] for role in ("A", "b", "c") if role in parts}
    found = Found(name, position, written, told_orders(parts, written))
    return found if found.mistaken else None


def _named(title: str, stem: Tokens) -> str:
    return " ".join(filter(None, [title, "_".join(stem)]))


def _candidates(bound: Mapping[str, Node]) -> Iterator[tuple[int, Tokens, dict[str, str]]]:
    """For each matrix that may be the A of a dialect: how much speaks for it, and the names of all its parts."""
    tables = [name for name, node in bound.items() if rows(node) is not None]
    roles = _roles(bound)
    for dialect in dialects():
        stems = {stem for name in tables for _, stem in dialect.stems(name, "A")}
        free = {name: each for name, each in roles.items() if not _another(name, stems, dialect)}
        parts = _parts(dialect, roles)
        free_parts = parts if len(free) == len(roles) else _parts(dialect, free)
        for name in tables:
            for _, stem in dialect.stems(name, "A"):
                names = {"A": name, **_others(stem, parts if stem else free_parts, name)}
                if dialect is not dialects()[0] and "c" not in names:
                    continue
                yield len(names) - 10 * ("b" not in names), stem, names


def _another(name: str, stems: Collection[Tokens], dialect: Dialect) -> bool:
    """Whether a name is the weights or nodes of another matrix, as b_hat is beside A_hat."""
    return any(stem and stem in stems for role in ("b", "c") for _, stem in dialect.stems(name, role))


@dataclass(frozen=True)
class _Part:
    """A name that may be that of a part, in its place among all, and how usual it is for the role."""

    place: int
    role: str
    rank: int
    name: str


def _roles(bound: Mapping[str, Node]) -> dict[str, list[str]]:
    """What the value of each name may be, besides the matrix A."""
    return {name: [role for role in ROLES[1:] if _fits(role, node)] for name, node in bound.items()}


def _parts(dialect: Dialect, roles: Mapping[str, Iterable[str]]) -> dict[Tokens, list[_Part]]:
    """The names by their stems, found once for all matrices: there may be hundreds of both."""
    found: dict[Tokens, list[_Part]] = {}
    for place, (name, fitting) in enumerate(roles.items()):
        for role in fitting:
            for rank, stem in dialect.stems(name, role):
                found.setdefault(stem, []).append(_Part(place, role, rank, name))
    return found


def _others(stem: Tokens, parts: Mapping[Tokens, list[_Part]], A: str) -> dict[str, str]:
    """The names of the other parts with the same stem; for what it has not, those without any."""
    best: dict[str, tuple[tuple[bool, int], str]] = {}
    same = [(part, False) for part in parts.get(stem, ())]
    without = [(part, True) for part in parts.get((), ())] if stem else []
    for part, differs in sorted(same + without, key=lambda each: each[0].place):
        key = (differs, part.rank)
        if part.name != A and (part.role not in best or key < best[part.role][0]):
            best[part.role] = (key, part.name)
    return {role: name for role, (_, name) in best.items()}


def _fits(role: str, node: Node) -> bool:
    if role.endswith("order"):
        return isinstance(node, Scalar)
    table = rows(node)
    return entries(node) is not None or (role == "b" and table is not None and len(table) == 2)


def _indexed(values: Mapping[str, Node]) -> dict[str, Node]:
    """Matrices and vectors whose entries have names of their own, such as a21, b1 and c2, or rows that have, as a1."""
    numbers: dict[str, dict[tuple[str, str | None], Scalar]] = {}
    lines: dict[str, dict[int, List]] = {}
    for name, node in values.items():
        match = _INDEXED.fullmatch(name)
        if match is None:
            continue
        head = match["head"].rstrip("_")
        if isinstance(node, Scalar):
            numbers.setdefault(head, {})[match["first"], match["second"]] = node
        elif isinstance(node, List) and entries(node) is not None and match["second"] is None:
            lines.setdefault(head, {})[int(match["first"])] = node
    made: dict[str, Node] = {}
    whole = {tokens(name) for name, node in values.items() if isinstance(node, List)}
    indexed = {head: _indices(named) for head, named in numbers.items()}
    matrices = [index for indices in indexed.values() for index in indices.values() if len(index) == 2]
    base = 0 if any(0 in index for index in matrices) else 1 if matrices else None
    for head, named in numbers.items():
        if tokens(head) not in whole:
            array = _array({index: named[each] for each, index in indexed[head].items()}, base)
            if array is not None:
                made[head] = array
    for head, table in lines.items():
        if tokens(head) not in whole and len(table) > 1:
            ordered = [table[i] for i in sorted(table)]
            made[head] = List(tuple(ordered), ordered[0].position)
    return made


def _indices(named: Collection[tuple[str, str | None]]) -> dict[tuple[str, str | None], tuple[int, ...]]:
    """The indices in names: of a vector, or of a matrix where all names have two, as 21, 0201 and 2_1, which are of row
    2 and column 1, and 101 of row 10."""
    pairs = {each: _pair(*each) for each in named}
    known: dict[tuple[str, str | None], tuple[int, ...]]
    known = {each: pair for each, pair in pairs.items() if pair is not None}
    lower = all(each[1] <= each[0] for each in known.values())
    if len(known) == len(pairs) and (lower or len({each[0] for each in known.values()}) > 1):
        return known
    return {each: (int(each[0]),) for each in named if each[1] is None}


def _pair(first: str, second: str | None) -> tuple[int, int] | None:
    if second is not None:
        return int(first), int(second)
    middle = (len(first) + 1) // 2
    return (int(first[:middle]), int(first[middle:])) if len(first) > 1 else None


def _array(named: Mapping[tuple[int, ...], Scalar], base: int | None = None) -> Node | None:
    """A vector or a matrix of numbers by their indices, from the base, or else from 1, or from 0 where there is one;
    what has no name is 0."""
    dimensions = {len(index) for index in named}
    if not named or len(dimensions) != 1 or max(map(max, named)) > MAX_INDEX:
        return None
    place = next(iter(named.values())).position
    base = 0 if any(0 in index for index in named) else base if base is not None else 1
    if dimensions == {1}:
        last = max(i for (i,) in named)
        unsaid = replace(zero(place), lead=UNSAID)
        return vector([named.get((i,), unsaid) for i in range(base, last + 1)], place)
    last = max(i for i, _ in named)
    width = {i: max((j for k, j in named if k == i), default=base - 1) for i in range(base, last + 1)}
    explicit = all(j < i for i, j in named)
    table = [
        [named.get((i, j), zero(place)) for j in range(base, i if explicit else width[i] + 1)]
        for i in range(base, last + 1)
    ]
    if not explicit:
        s = max(map(len, table))
        table = [[*row, *[zero(place)] * (s - len(row))] for row in table]
    return matrix(table, place)


def _completed(parts: Mapping[str, Node], named: Collection[str]) -> dict[str, Node]:
    """The parts, of which those whose entries have names are filled up with zeros to the length of A, for b7 = 0 has no
    name; nodes of which some have none are not told."""
    s = max(len(rows(parts["A"]) or []), len(entries(parts.get("b")) or []))
    completed = dict(parts)
    for role in named:
        node, numbers = parts.get(role), entries(parts.get(role))
        if role == "A" or not isinstance(node, List) or numbers is None:
            continue
        if role == "c" and any(each.lead == UNSAID for each in numbers[1:]):
            del completed[role]
            continue
        if len(numbers) >= s:
            continue
        if role == "c" and (len(numbers) < s - 1 or integer(numbers[0]) == 0):
            del completed[role]
        elif role != "c":
            completed[role] = replace(node, items=(*node.items, *[zero(node.position)] * (s - len(numbers))))
    return completed
