"""The general linear method: one value for every scheme (Butcher 2003, ch. 5).

Y_i     = h Σ_j A_ij F(Y_j) + Σ_j U_ij y_j       stages, i = 1…s
y_l'    = h Σ_j B_lj F(Y_j) + Σ_j V_lj y_j       external values, l = 1…r
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import TYPE_CHECKING, Literal

from tableau2net.exact import ONE, ZERO, Expression, Number, Pattern, at, decided, number

if TYPE_CHECKING:
    import networkx

    from tableau2net.methods.collocation import Collocation
    from tableau2net.methods.recurrence import Recurrence

Vector = tuple[Expression, ...]
Matrix = tuple[Vector, ...]


@dataclass(frozen=True, slots=True)
class External:
    """What an external value stands for at the start of the step from t_n.

    `state`: u(t_n − age·h); `slope`: h f(t_n − age·h, u(t_n − age·h)); `part`: the age-th (from 0) of r equal
    groups of the state's channels (RevNet); `copy`: the age-th (from 0) further copy of the state, each of which then
    lives on its own; `free`: the age-th (from 0) of r values, made by a starting method that only has to exist.
    """

    kind: Literal["state", "slope", "part", "copy", "free"]
    age: int = 0

    @property
    def time(self) -> int:
        """When it was the state or its slope, in steps from t_n: before 0 for what is past."""
        return -self.age if self.kind in ("state", "slope") else 0


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name in the coefficients: learned in training from `initial` (low, high), or fixed at `value`.

    The claims are made for every value in `range`, an interval with what each end includes; where there is none, for
    `value`, and where there is none either, for every value. A learned one is a scalar of each step, or one for each
    channel of each step.
    """

    name: str
    learned: bool = False
    initial: tuple[Expression, Expression] | None = None
    value: Expression | None = None
    range: Interval | None = None
    per_channel: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """A real interval; an open end excludes its bound."""

    low: Expression
    high: Expression
    low_open: bool
    high_open: bool

    def __str__(self) -> str:
        return f"{'(' if self.low_open else '['}{self.low}, {self.high}{')' if self.high_open else ']'}"


@dataclass(frozen=True)
class Method:
    """A scheme: A (s×s), U (s×r), B (r×s), V (r×r), the abscissae c (s), what the r external values are.

    The first external value is the state, or the first part of it. `b_hat` (s) are the weights of an
    embedded method, `starter` names the one-step scheme that makes a multistep history. `collocation` is how a method
    on the nodes of a quadrature formula was made, from which it can be verified without its nodes. `printed` is the
    same method with its decimals known within their last digit only, where the document says that they were rounded;
    `taken_exactly` tells those that are exact all the same, for they are short beside the others, as `a21 = 0.1`;
    `meant_exactly` those that are by which all others are divided.
    `recurrence` is the order of operations of a scheme that is written in a form of its own, to which the matrices are
    equal. `fields` (s) names the vector field that each stage evaluates, where a scheme has more than one, and `linear`
    those of them that its claims take to be linear. `abscissae` (s) stand in the document where they do not follow from
    what the external values are.
    """

    name: str
    title: str
    kind: str
    A: Matrix
    U: Matrix
    B: Matrix
    V: Matrix
    external: tuple[External, ...]
    b_hat: Vector | None = None
    parameters: tuple[Parameter, ...] = ()
    starter: str | None = None
    reference: str = ""
    multistep: tuple[Vector, Vector] | None = field(default=None)  # (alpha, beta), lowest index first
    collocation: Collocation | None = None
    printed: Method | None = None
    taken_exactly: tuple[str, ...] = ()
    meant_exactly: tuple[str, ...] = ()
    fields: tuple[str, ...] | None = None
    linear: tuple[str, ...] = ()
    recurrence: Recurrence | None = None
    abscissae: Vector | None = None

    @property
    def stages(self) -> int:
        return len(self.A)

    @property
    def stages_of_a_field(self) -> int:
        """How many stages there are, one at which several fields are evaluated counted once: the most of a field."""
        return self.stages if self.fields is None else max(Counter(self.fields).values())

    @property
    def several_fields(self) -> bool:
        """Whether its stages evaluate more than one vector field: those of a partitioned or an additive scheme, or
        fields of the parts of the state. A tree then has colours, and what is told of one f is not told of it."""
        return self.fields is not None or any(value.kind == "part" for value in self.external)

    @property
    def field_names(self) -> tuple[str, ...]:
        """The vector field that each stage evaluates, by name: where the state has parts, f1 is that which steps the
        first of them. Empty names where there is one field."""
        if self.fields is not None:
            return self.fields
        if all(value.kind != "part" for value in self.external):
            return ("",) * self.stages
        parts = range(len(self.external))
        stepped = [[q for q in parts if self.B[q][j] != ZERO] or [0] for j in range(self.stages)]
        return tuple(f"f{q[0] + 1}" for q in stepped)

    @property
    def for_any_fields(self) -> Method:
        """The method where no field is taken to be linear."""
        printed = None if self.printed is None else self.printed.for_any_fields
        return replace(self, linear=(), printed=printed)

    @property
    def steps(self) -> int:
        """How many past steps the method looks back on, itself included: 1 for one-step methods."""
        return 1 + max((value.age for value in self.external if value.kind in ("state", "slope")), default=0)

    @cached_property
    def c(self) -> Vector:
        """The abscissae: c = A·1 + U·ξ, where ξ is the first-order weight of each external value.

        ξ is −age for a state, 1 for a slope and 0 for a part or a copy. Pattern entries count as zero. Of several
        fields that add up, each keeps the time of its own tableau.
        """
        if self.abscissae is not None:
            return self.abscissae
        if self.collocation:
            return self.collocation.abscissae()
        xi = [_first_order_weight(value) for value in self.external]
        return tuple(
            decided(
                sum((_numeric(a) for j, a in enumerate(row) if self._same_time(i, j)), ZERO)
                + sum((_numeric(u) * x for u, x in zip(links, xi, strict=True)), ZERO)
            )
            for i, (row, links) in enumerate(zip(self.A, self.U, strict=True))
        )

    def _same_time(self, i: int, j: int) -> bool:
        """Whether the slope of stage j moves the time that the field of stage i sees: all do where there is one field;
        of several fields that add up, each keeps the time of its own tableau."""
        return self.fields is None or len(self.external) > 1 or self.fields[i] == self.fields[j]

    def coefficients(self) -> Iterator[Expression]:
        """The entries of A, U, B and V."""
        return (entry for matrix in (self.A, self.U, self.B, self.V) for row in matrix for entry in row)

    @property
    def by_polynomials(self) -> Method:
        """A method made from its node polynomial with its stages in another basis, the powers of x modulo that
        polynomial, where its coefficients are rational. Other methods are returned as they are."""
        if self.collocation is None:
            return self
        maps = self.collocation
        return replace(
            self,
            A=tuple(tuple(map(number, row)) for row in maps.operator),
            U=tuple((number(int(i == 0)),) for i in range(self.stages)),  # the polynomial 1
            B=(tuple(map(number, maps.weights)),),
            collocation=None,
        )

    def mapped(self, change: Callable[[Expression], Expression]) -> Method:
        """The method with every coefficient changed, the embedded weights, α and β, abscissae of its own and the
        coefficients of its own form among them."""

        def matrix(rows: Matrix) -> Matrix:
            return tuple(tuple(map(change, row)) for row in rows)

        multistep = None
        if self.multistep is not None:
            alpha, beta = matrix(self.multistep)
            multistep = alpha, beta
        return replace(
            self,
            A=matrix(self.A),
            U=matrix(self.U),
            B=matrix(self.B),
            V=matrix(self.V),
            b_hat=None if self.b_hat is None else tuple(map(change, self.b_hat)),
            abscissae=None if self.abscissae is None else tuple(map(change, self.abscissae)),
            multistep=multistep,
            recurrence=None if self.recurrence is None else self.recurrence.mapped(change),
        )

    @property
    def decided(self) -> Method:
        """The method with every coefficient that is zero, or one rational number, as that number."""
        if all(isinstance(entry, Number) for entry in chain(self.coefficients(), self.b_hat or ())):
            return self
        return self.mapped(decided)

    def substitute(self, values: Mapping[str, Expression]) -> Method:
        """The method with parameters replaced. Raises ZeroDivisionError where that divides by zero."""

        def change(entry: Expression) -> Expression:
            return at(entry, values)

        return self.mapped(change)

    @property
    def settled(self) -> dict[str, Expression]:
        """The values of the parameters for which alone the claims are made."""
        return {p.name: p.value for p in self.parameters if p.value is not None and p.range is None}

    @property
    def has_pattern(self) -> bool:
        """Whether some coefficient is the pattern entry `*`, so that no number can be proved of the scheme."""
        return any(isinstance(entry, Pattern) for entry in self.coefficients())

    @property
    def names(self) -> frozenset[str]:
        """The parameters that occur in the coefficients."""
        return frozenset[str]().union(*(entry.names for entry in self.coefficients()))

    @cached_property
    def stage_graph(self) -> networkx.DiGraph:
        """The graph of A: stages 0…s−1, an edge j → i where stage i needs the slope of stage j (A_ij ≠ 0)."""
        import networkx

        graph = networkx.DiGraph()
        graph.add_nodes_from(range(self.stages))
        graph.add_edges_from(
            (j, i) for i, row in enumerate(self.A) for j, entry in enumerate(row) if entry != ZERO
        )
        networkx.freeze(graph)
        return graph

    @cached_property
    def components(self) -> tuple[tuple[int, ...], ...]:
        """The strongly connected components of the stage graph, each sorted, in an order in which they can be
        computed: the earliest stage first among those that are ready."""
        import networkx

        condensed = networkx.condensation(self.stage_graph)
        members = {node: tuple(sorted(condensed.nodes[node]["members"])) for node in condensed}
        order = networkx.lexicographical_topological_sort(condensed, key=lambda node: members[node][0])
        return tuple(members[node] for node in order)

    @cached_property
    def implicitness(self) -> Literal["explicit", "diagonally implicit", "fully implicit"]:
        """Read off the stage graph: no cycle, self-loops only, or a longer cycle."""
        others = {
            i: [j for j, entry in enumerate(row) if j != i and entry != ZERO] for i, row in enumerate(self.A)
        }
        try:
            TopologicalSorter(others).prepare()
        except CycleError:
            return "fully implicit"
        looped = any(row[i] != ZERO for i, row in enumerate(self.A))
        return "diagonally implicit" if looped else "explicit"

    @property
    def explicit(self) -> bool:
        return self.implicitness == "explicit"


def _first_order_weight(value: External) -> Expression:
    match value.kind:
        case "state":
            return number(value.time)
        case "slope":
            return ONE
    return ZERO


def _numeric(entry: Expression) -> Expression:
    return ZERO if isinstance(entry, Pattern) else entry
