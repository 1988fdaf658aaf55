"""The irreducible method: a method without what changes nothing of its result.

A stage that no result uses, not even by other stages, can be left out (G. Dahlquist, R. Jeltsch, report TRITA-NA-7906,
1979). Stages whose values are the same whatever the field is are one stage: those of a partition into classes C with

    Σ_{l∈C} a_il = Σ_{l∈C} a_jl for every C,   and u_i = u_j,   for all i, j of a class,

and the coarsest such partition is reached by splitting classes until it is one (W. H. Hundsdorfer, M. N. Spijker,
Numer. Math. 36 (1981) 61–66; Hairer, Wanner II, IV.12). Either may make room for the other. A linear multistep method
is irreducible where ρ and σ have no common factor; w − 1 alone is not divided out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

from tableau2net.algebra.domains import Domain, Element, choose, convert, written
from tableau2net.algebra.polynomials import Polynomial
from tableau2net.exact import ZERO, Expression, as_printed
from tableau2net.methods.general_linear import Method, Vector
from tableau2net.methods.linear_multistep import linear_multistep
from tableau2net.shown import counted

Stages = tuple[int, ...]  # indices, from 0
Rows = Sequence[Sequence[Element]]


@dataclass(frozen=True, slots=True)
class Reduction:
    """The irreducible method, and what was left out of the method that it was made of, whose stages are counted from 0:
    those that reach no result, and classes of equal ones. `stages` are those that its own stages were. `factor` is the
    common factor of ρ and σ, if there is one."""

    method: Method
    stages: Stages
    unused: Stages = ()
    equal: tuple[Stages, ...] = ()
    factor: Polynomial | None = None

    @classmethod
    def nothing(cls, method: Method) -> Reduction:
        """The method as it is."""
        return cls(method, tuple(range(method.stages)))

    def __str__(self) -> str:
        """What was left out, in words; empty where nothing was. The stages of several fields have no numbers that a
        reader would know."""
        named = _counted if self.method.several_fields else _named
        found = [f"{named(stages)} are equal" for stages in self.equal]
        if self.unused:
            found.append(
                f"{named(self.unused)} {'do' if len(self.unused) > 1 else 'does'} not reach the result"
            )
        if self.factor is not None:
            found.append(f"ρ and σ have the common factor {self.factor.text('w')}")
        return ", ".join(found)


def irreducible(method: Method) -> Reduction:
    """The irreducible method of a method whose coefficients are numbers or rational functions of parameters, for which
    it then is that for almost all values. Decimals that were rounded count as they were printed.

    Where no stage reaches a result, none is left: the method is the step y_next = V y, of a Runge–Kutta method the
    identity. Raises InputError where the coefficients cannot be decided.
    """
    if method.collocation is not None and method.stages > 2:
        return Reduction.nothing(
            method
        )  # no b_i is 0, and by C(1) the stages have values of their own at their nodes
    domain = choose(map(as_printed, (*method.coefficients(), *(method.abscissae or ()))))
    if method.multistep is not None:
        return _of_multistep(method, domain)
    return _of_stages(method, lambda entry: convert(as_printed(entry), domain), domain)


def _of_multistep(method: Method, domain: Domain) -> Reduction:
    assert method.multistep is not None
    rho, sigma = (
        Polynomial.of([convert(as_printed(a), domain) for a in p], domain) for p in method.multistep
    )
    factor = _without_one(rho.gcd(sigma))
    if factor.degree < 1 or not sigma:
        return Reduction.nothing(method)
    names = tuple(sorted(method.names))

    def rest(p: Polynomial) -> Vector:
        quotient = p.divided(factor)[0].coefficients
        entries = tuple(written(a, domain, names) for a in quotient)
        return (*entries, *(ZERO,) * (rho.degree - factor.degree + 1 - len(entries)))

    shorter = linear_multistep(
        method.name,
        rest(rho),
        rest(sigma),
        title=method.title,
        parameters=method.parameters,
        starter=method.starter,
        reference=method.reference,
    )
    return replace(Reduction.nothing(shorter), factor=factor)


def _without_one(factor: Polynomial) -> Polynomial:
    """The factor without its roots at 1. The state that a method carries on belongs to the root 1 of ρ: what is left
    without it would be another method, which has another order."""
    one = factor.domain.one
    while factor.degree > 0 and not factor(one):
        factor = factor.divided(Polynomial((-one, one), factor.domain))[0]
    return factor


def _of_stages(method: Method, value: Callable[[Expression], Element], domain: Domain) -> Reduction:
    A, B = ([[value(entry) for entry in row] for row in M] for M in (method.A, method.B))
    unlike = [_unlike(method, i, value) for i in range(method.stages)]
    classes: list[Stages] = [(i,) for i in range(method.stages)]
    unused = list[int]()
    while True:
        used = _used(A, B)
        unused += [i for k, members in enumerate(classes) if k not in used for i in members]
        A = [[A[i][j] for j in used] for i in used]
        B = [[row[j] for j in used] for row in B]
        classes, unlike = [classes[k] for k in used], [unlike[k] for k in used]
        parts = _coarsest(A, unlike, domain) if used else []
        if len(parts) == len(A):
            break
        A = [_summed(A[part[0]], parts, domain) for part in parts]
        B = [_summed(row, parts, domain) for row in B]
        unlike = [unlike[part[0]] for part in parts]
        classes = [tuple(sorted(i for k in part for i in classes[k])) for part in parts]
    if len(classes) == method.stages:
        return Reduction.nothing(method)
    equal = tuple(members for members in classes if len(members) > 1)
    first = tuple(members[0] for members in classes)
    return Reduction(_kept(method, classes, A, B), first, tuple(sorted(unused)), equal)


def _unlike(method: Method, i: int, value: Callable[[Expression], Element]) -> Hashable:
    """What two stages have to have in common to be equal, besides their rows of A. Of several fields which belong to
    the parts of the state, every stage counts as one of its own."""
    field: Hashable = method.fields[i] if method.fields is not None else i if method.several_fields else None
    time = None if method.abscissae is None else value(method.abscissae[i])
    return field, time, tuple(value(entry) for entry in method.U[i])


def _used(A: Rows, B: Rows) -> list[int]:
    """The stages that reach a result."""
    found = {j for row in B for j, b in enumerate(row) if b}
    waiting = list(found)
    while waiting:
        new = {j for j, a in enumerate(A[waiting.pop()]) if a} - found
        found |= new
        waiting += new
    return sorted(found)


def _coarsest(A: Rows, unlike: Sequence[Hashable], domain: Domain) -> list[Stages]:
    """The coarsest partition of the stages into classes of equal ones, in the order of their first members."""
    parts = _split([tuple(range(len(A)))], unlike)
    while len(parts) < len(A):
        sums = [tuple(_summed(row, parts, domain)) for row in A]
        finer = _split(parts, sums)
        if len(finer) == len(parts):
            break
        parts = finer
    return sorted(parts)


def _split(parts: Sequence[Stages], keys: Sequence[Hashable]) -> list[Stages]:
    """Each class split into those of the same key."""
    found = list[Stages]()
    for part in parts:
        groups: dict[Hashable, list[int]] = {}
        for i in part:
            groups.setdefault(keys[i], []).append(i)
        found += map(tuple, groups.values())
    return found


def _summed(row: Sequence[Element], parts: Sequence[Stages], domain: Domain) -> list[Element]:
    return [sum((row[j] for j in part), domain.zero) for part in parts]


def _kept(method: Method, classes: Sequence[Stages], A: Rows, B: Rows) -> Method:
    """The method of these classes, with the first member of each for all of them, and without embedded weights, which
    may need what is left out. Entries that are 0 in `A` and `B`, whose rows they are, are written so."""

    def summed(row: Vector, signs: Sequence[Element]) -> Vector:
        return tuple(
            sum((row[j] for j in members), ZERO) if sign else ZERO
            for members, sign in zip(classes, signs, strict=True)
        )

    first = [members[0] for members in classes]
    fields, abscissae = method.fields, method.abscissae
    kept = replace(
        method,
        printed=None,
        collocation=None,
        A=tuple(summed(method.A[i], signs) for i, signs in zip(first, A, strict=True)),
        U=tuple(method.U[i] for i in first),
        B=tuple(summed(row, signs) for row, signs in zip(method.B, B, strict=True)),
        b_hat=None,
        fields=None if fields is None else tuple(fields[i] for i in first),
        abscissae=None if abscissae is None else tuple(abscissae[i] for i in first),
    )
    return kept if method.printed is None else replace(kept, printed=kept)


def _counted(stages: Stages) -> str:
    return counted(len(stages), "stage")


def _named(stages: Stages) -> str:
    """`stage 4`, or `stages 1, 2 and 4`."""
    *before, last = (str(i + 1) for i in stages)
    return f"stages {', '.join(before)} and {last}" if before else f"stage {last}"
