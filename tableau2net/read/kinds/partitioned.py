"""Partitioned and additive documents: a tableau for each of several vector fields.

    u′ = f(u) + g(u) + …               Y_i = u + h Σ_j a_ij f(Y_j) + h Σ_j ã_ij g(Y_j) + …
    q′ = f(p),  p′ = g(q)              Q_i = q + h Σ_j a_ij f(P_j),   P_i = p + h Σ_j ã_ij g(Q_j)

The second form, for two fields, is `separable`. In both, all tableaux have the same number of stages. (Hairer,
Nørsett, Wanner, Solving Ordinary Differential Equations I, II.15; U. M. Ascher, S. J. Ruuth, R. J. Spiteri, Appl.
Numer. Math. 25 (1997) 151–167.)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple

from tableau2net.exact import ONE, ZERO
from tableau2net.methods import External, Method
from tableau2net.read import suggest
from tableau2net.read.leaves import Choice, Flag, ParameterName, comma_hint
from tableau2net.read.model import Later, Section, fault
from tableau2net.read.schemes.embedded import EmbeddedDocument
from tableau2net.read.schemes.matrix import Matrix, StageMatrix, Vector
from tableau2net.read.yaml_tree import describe


class FieldTableau(Section):
    """A (s×s, or its lower or strictly lower part), b (s), and optionally b_hat (s), of one field."""

    A: StageMatrix
    """The stage matrix of this field, row by row. Example: `[[], [1/2]]`"""
    b: Vector
    """The weights of this field. Example: `[0, 1]`"""
    b_hat: Vector | None = None
    """The weights of the embedded method for this field. Example: `[1, 0]`"""


class _Tableau(NamedTuple):
    """The tableau of one field as it is known."""

    A: Matrix
    b: Vector
    b_hat: Vector | None


class PartitionedDocument(EmbeddedDocument):
    """`tableaux`: a tableau for each field, by the field's name. The slopes of all stages of the first field come
    first in the method, then those of the second, and so on. What is claimed is claimed where the fields named in
    `linear` are linear."""

    kind: Annotated[Literal["partitioned"], Choice()]
    tableaux: dict[Annotated[str, ParameterName("field")], FieldTableau]
    """One tableau for each field, by its name. Example: `{f: {A: [[], [1]], b: [1/2, 1/2]}, g: {A: [[0], [0, 1]], b:
    [0, 1]}}`"""
    separable: Annotated[bool, Flag()] = False
    """Whether each field is a function of the other's part of the state alone, as in a separable Hamiltonian
    system."""
    linear: Annotated[tuple[Annotated[str, ParameterName("field")], ...], Later()] = ()
    """The fields that are linear functions, for which fewer order conditions apply. Example: `[f]`"""

    def matrices(self) -> Mapping[str, Matrix]:
        return {f"{name}.a": tableau.A for name, tableau in self.tableaux.items()}

    def vectors(self) -> Mapping[str, Vector | None]:
        weights = {f"{name}.b": tableau.b for name, tableau in self.tableaux.items()}
        return {**weights, **{f"{name}.b_hat": tableau.b_hat for name, tableau in self.tableaux.items()}}

    def build(self) -> Method:
        tableaux = [self._tableau(name) for name in self.tableaux]
        s, n = len(tableaux[0].A), len(tableaux)
        silent = (ZERO,) * s
        U: Matrix
        external: tuple[External, ...]
        if self.separable:
            first, second = tableaux
            A = [silent + row for row in second.A] + [row + silent for row in first.A]
            U = ((ZERO, ONE),) * s + ((ONE, ZERO),) * s
            B: Matrix = (first.b + silent, silent + second.b)
            external = (External("part", 0), External("part", 1))
        else:
            A = [sum((tableau.A[i] for tableau in tableaux), ()) for i in range(s)] * n
            U = ((ONE,),) * (n * s)
            B = (sum((tableau.b for tableau in tableaux), ()),)
            external = (External("state"),)
        r = len(external)
        hats = [tableau.b_hat for tableau in tableaux if tableau.b_hat is not None]
        method = Method(
            name=self.name,
            title=self.title,
            kind=self.kind,
            A=tuple(A),
            U=U,
            B=B,
            V=tuple(tuple(ONE if i == j else ZERO for j in range(r)) for i in range(r)),
            external=external,
            b_hat=sum(hats, ()) if hats else None,
            fields=tuple(name for name in self.tableaux for _ in range(s)),
            linear=self.linear,
        )
        return self.as_known(method)

    def _tableau(self, name: str) -> _Tableau:
        return _Tableau(
            self.matrix(f"{name}.a"), self.vector(f"{name}.b") or (), self.vector(f"{name}.b_hat")
        )

    def check(self) -> None:
        super().check()
        if len(self.tableaux) < 2:
            found = f"{len(self.tableaux)}"
            raise fault("a partitioned scheme has several tableaux", found, "two or more", path=("tableaux",))
        if self.separable and len(self.tableaux) != 2:
            expected = "two tableaux, each for a field of the other's part"
            raise fault("only a pair is separable", str(len(self.tableaux)), expected, path=("separable",))
        s = len(next(iter(self.tableaux.values())).A)
        for name, tableau in self.tableaux.items():
            if len(tableau.A) != s:
                found = f"{len(tableau.A)} rows for {name}"
                path = ("tableaux", name, "A")
                raise fault(
                    "all tableaux have the same number of stages", found, f"{s}, as the first", path=path
                )
            if len(tableau.b) != s:
                found, path = f"{len(tableau.b)} weights for {name}", ("tableaux", name, "b")
                expected = f"{s}{comma_hint(tableau.b, s)}"
                raise fault("b has the wrong length", found, expected, path=path)
        self._check_embedded(s)
        self._check_linear()

    def _check_linear(self) -> None:
        for i, name in enumerate(self.linear):
            if name not in self.tableaux:
                expected = suggest.expected(name, self.tableaux)
                raise fault("no tableau has this field", describe(name), expected, path=("linear", i))
            if name in self.linear[:i]:
                raise fault("this field is named twice", describe(name), "each once", path=("linear", i))

    def _check_embedded(self, s: int) -> None:
        having = [name for name, tableau in self.tableaux.items() if tableau.b_hat is not None]
        self.check_embedded(bool(having), "b_hat in each tableau, the weights of the embedded method")
        if not having:
            return
        if self.separable:
            raise fault(
                "a separable pair cannot have an embedded method",
                "b_hat",
                "none",
                path=("tableaux", having[0], "b_hat"),
                key=True,
            )
        for name, tableau in self.tableaux.items():
            if tableau.b_hat is None or len(tableau.b_hat) != s:
                found = "none" if tableau.b_hat is None else f"{len(tableau.b_hat)} weights"
                place = ("tableaux", name)
                raise fault(f"b_hat of {name} has the wrong length", found, str(s), path=place)


DOCUMENT = PartitionedDocument
