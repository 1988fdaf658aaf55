"""The scheme under analysis: its matrices over an exact domain, and what several properties ask of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations

from tableau2net.algebra.domains import Domain, Element, OrderedDomain, choose, choose_ordered, convert
from tableau2net.algebra.domains.rational import rationals
from tableau2net.algebra.domains.within_digits import WithinDigits
from tableau2net.algebra.polynomials import Polynomial
from tableau2net.analyse.stability.stability_function import StabilityFunction, one_step, stability_polynomial
from tableau2net.analyse.within_digits import meant
from tableau2net.errors import InputError
from tableau2net.exact import ONE, Expression
from tableau2net.exact.work import most_terms
from tableau2net.methods import External, Matrix, Method
from tableau2net.methods.irreducible import Reduction, irreducible
from tableau2net.series.underlying import NoUnderlyingMethod, Underlying

MOST_NODES = 24  # of a quadrature formula, modulo whose node polynomial the stability function is still quick
Rows = tuple[tuple[Element, ...], ...]
MOST_TERMS = 500  # of a coefficient of the stability function, in parameters, π and roots
MOST_BITS = 2 * 10**9  # of s³ coefficients of s stages: some seconds for what is computed of all of them


@dataclass(frozen=True)
class Subject:
    """A method without pattern entries: `given` as its document has it, and `method`, the irreducible one that is made
    of it, of which all properties are but those of a tableau, of a pair or of the recursion of a multistep method.

    `reduction` says in words what was left out, and `stages` which stages of `given` those of `method` were. `digits`
    is how many decimal places to print, `residuals` asks for every condition of the principal error, `powers` is how
    many powers of h its modified equation is to have.
    """

    method: Method
    given: Method
    stages: tuple[int, ...]
    reduction: str = ""
    digits: int = 10
    residuals: bool = False
    powers: int | None = None

    @classmethod
    def of(
        cls, method: Method, digits: int, *, residuals: bool = False, powers: int | None = None
    ) -> Subject:
        """The subject, with parameters that have a value replaced by it, and decimals that were rounded in print as
        they were printed."""
        if method.printed is not None:
            method = replace(method.printed, printed=method.printed)
        values = {p.name: p.value for p in method.parameters if p.value is not None}
        given = method.substitute(values) if values else method
        try:
            found = irreducible(given)
        except InputError:  # coefficients that cannot be decided: each property says so
            found = Reduction.nothing(given)
        return cls(found.method, given, found.stages, str(found), digits, residuals, powers)

    @cached_property
    def entries(self) -> tuple[Expression, ...]:
        """Every coefficient of the scheme as it is given."""
        method = self.given
        matrices = (method.A, method.U, method.B, method.V, method.multistep or ())
        return tuple(chain.from_iterable(row for matrix in matrices for row in matrix))

    @cached_property
    def domain(self) -> Domain:
        """The domain of the coefficients. Raises InputError where they cannot be decided."""
        return self.ordered or choose(self.entries)

    @property
    def ordered(self) -> OrderedDomain | None:
        """The domain where it has an order; None where its coefficients have an open parameter."""
        if isinstance(self._ordered, InputError):
            raise self._ordered
        return self._ordered

    @property
    def many_nodes(self) -> bool:
        """Whether the method is one on so many nodes that no number field holds them, which needs no look at its many
        coefficients."""
        return self.method.collocation is not None and self.method.stages > MOST_NODES

    @cached_property
    def _ordered(self) -> OrderedDomain | InputError | None:
        if self.many_nodes:
            return InputError(
                "the coefficients are too complicated to decide", found=f"{self.method.stages} nodes"
            )
        try:
            return choose_ordered(self.entries)
        except InputError as error:
            return error

    @property
    def undecided(self) -> str:
        """Why the coefficients cannot be decided; empty where they can."""
        return str(self._ordered) if isinstance(self._ordered, InputError) else ""

    @property
    def within_digits(self) -> bool:
        """Whether the coefficients are known within their digits only."""
        return isinstance(self._ordered, WithinDigits)

    @property
    def runge_kutta(self) -> bool:
        """Whether the scheme is a Runge–Kutta method: one field, and one external value, which every stage and the
        result carry once."""
        method = self.method
        carried = all(entry == ONE for matrix in (method.U, method.V) for row in matrix for entry in row)
        return carried and not method.several_fields and method.external == (External("state"),)

    @cached_property
    def underlying(self) -> Underlying | str:
        """The underlying one-step method of a scheme with one field; or why there is none, or none is found."""
        try:
            return Underlying(self.method, self.domain)
        except NoUnderlyingMethod as reason:
            return str(reason)

    def rows(self, matrix: Matrix) -> Rows:
        """A matrix of the method over the domain."""
        return tuple(self.vector(row) for row in matrix)

    def vector(self, entries: tuple[Expression, ...]) -> tuple[Element, ...]:
        return tuple(convert(entry, self.domain) for entry in entries)

    @cached_property
    def A(self) -> Rows:
        return self.rows(self.method.A)

    @cached_property
    def b(self) -> tuple[Element, ...]:
        """The weights of the first external value."""
        return self.vector(self.method.B[0])

    @cached_property
    def c(self) -> tuple[Element, ...]:
        if not self.within_digits:
            return self.vector(self.method.c)
        return tuple(sum(row, self.domain.zero) for row in self.A)

    @property
    def certainly_irreducible(self) -> bool:
        """Whether no choice of coefficients within their digits makes the method reducible: each stage has a weight,
        and stages have abscissae apart, for equal ones have equal sums of rows."""
        return all(self.b) and all(x - y for x, y in combinations(self.c, 2))

    @cached_property
    def multistep(self) -> tuple[Polynomial, Polynomial] | None:
        """ρ(w) = Σ α_i w^i and σ(w) = Σ β_i w^i of a linear multistep method as it is given."""
        if self.given.multistep is None:
            return None
        alpha, beta = (Polynomial.of(self.vector(row), self.domain) for row in self.given.multistep)
        return alpha, beta

    @cached_property
    def too_long(self) -> str:
        """Why the stability function is not computed: the coefficients are so long that it would take minutes; empty
        where it is."""
        if self.many_nodes:
            return f"it is not computed for a method of {self.method.stages} stages on irrational nodes"
        if self.method.stages**3 * self.bits > MOST_BITS:
            digits = self.bits * 3 // 10
            return f"it is not computed for {self.method.stages} stages with coefficients of {digits} digits"
        if self.many_terms:
            return f"it is not computed where its coefficients may have more than {MOST_TERMS} terms each"
        return ""

    @property
    def very_long(self) -> bool:
        """Whether even s² coefficients at a time would take long."""
        return self.many_terms or self.method.stages**2 * self.bits > MOST_BITS / 4

    @cached_property
    def many_terms(self) -> bool:
        """Whether coefficients with parameters may grow too long."""
        sizes = [entry.work for entry in self.method.coefficients()]
        return most_terms(sizes, self.method.stages) > MOST_TERMS

    @cached_property
    def bits(self) -> int:
        """How many bits the longest coefficient has, multiplied out."""
        sizes = (entry.work for entry in self.method.coefficients())
        return max((each.above.bits + each.below.bits for each in sizes), default=0)

    @cached_property
    def R(self) -> StabilityFunction | None:
        """The stability function of a method with one field and one external value; None of others, and of a multistep
        method whose recursion has more than one step."""
        method = self.method if self.given.multistep is None else self.given
        if len(method.V) > 1 or method.several_fields:
            return None
        if method.collocation is not None:
            return one_step(method.by_polynomials, rationals())
        found = one_step(method, self.domain)
        return meant(found) if self.within_digits else found

    @cached_property
    def stability_polynomial(self) -> tuple[Polynomial, ...]:
        """Φ(w, z) by rising powers of w, each coefficient a polynomial in z."""
        return stability_polynomial(self.method, self.domain)
