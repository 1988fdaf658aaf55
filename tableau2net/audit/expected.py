"""What a step should do, as it would be recorded: from the scheme, and from how a network's document says that it is
taken. Nothing of lowering, of the passes or of the emitters takes part in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tableau2net.audit.recording import Blocks, Evaluation, Recording, Row
from tableau2net.exact import ZERO, Expression, number, to_float
from tableau2net.methods import External, Method
from tableau2net.read import Fused, StepRule

Combination = dict[int, float]  # of values, by their places: the inputs, and then the slopes


@dataclass(frozen=True)
class Taking:
    """How the steps of a method are taken. `h` multiplies its slopes; stage equations are iterated as `sweeps`, or
    solved where that is None; `doubled` is what an activation does to a new state."""

    coupling: str = "sum"
    output: str = "sum"
    h: float = 1.0
    sweeps: Fused | None = None
    doubled: bool = False
    slope_out: bool = False


def of_method(method: Method) -> Recording:
    """A step of a method, with its stage equations solved, in the order in which its stages can be computed."""
    return _Course(method, Taking()).recording()


def of_rule(rule: StepRule, learned: Mapping[str, float], *, starts: bool = False) -> Recording:
    """A step that a network takes by a rule, or one of its starter, with these values of its learned numbers."""
    document = rule.starter if starts and rule.starter is not None else rule.scheme
    method = document.taken
    values = {name: number(Fraction(value)) for name, value in _named(method, learned).items()}
    if rule.step_size == "learned":
        own = {parameter.name for parameter in method.parameters}
        h = next(value for name, value in learned.items() if name.rstrip("_") not in own)
    else:
        h = 1.0 if rule.step_size == "absorbed" else to_float(_expression(rule.step_size))
    slope_out = starts and any(value.kind == "slope" for value in rule.scheme.taken.external)
    taking = Taking(
        coupling=rule.coupling,
        output=rule.output,
        h=h,
        sweeps=rule.iteration if isinstance(rule.iteration, Fused) else None,
        doubled=rule.after is not None,
        slope_out=slope_out,
    )
    return _Course(method.substitute(values), taking).recording()


def _named(method: Method, learned: Mapping[str, float]) -> dict[str, float]:
    """The values of the method's learned parameters, whose attributes may have given way to others: `k_` for k."""
    found: dict[str, float] = {}
    for parameter in method.parameters:
        fitting = [name for name in learned if name.rstrip("_") == parameter.name.rstrip("_")]
        if parameter.learned and fitting:
            found[parameter.name] = learned[fitting[0]]
    return found


def _expression(value: object) -> Expression:
    assert isinstance(value, Expression)
    return value


@dataclass
class _Course:
    """The evaluations of a step, one after the other. `newest` is the slope of each stage as a combination."""

    method: Method
    taking: Taking
    evaluations: list[tuple[int, float, list[Combination]]] = field(default_factory=list)
    newest: dict[int, Combination] = field(default_factory=dict)

    def recording(self) -> Recording:
        method, taking = self.method, self.taking
        for component in method.components:
            first = component[0]
            looped = len(component) > 1 or method.A[first][first] != ZERO
            if looped and taking.sweeps is None:
                self._solve(component)
                continue
            for stage in component:
                self._evaluate(stage, self.newest, 0)
            for sweep in range(1, taking.sweeps.sweeps + 1 if looped and taking.sweeps else 1):
                before = dict(self.newest)
                jacobi = taking.sweeps is not None and taking.sweeps.order == "jacobi"
                for stage in component:
                    self._evaluate(stage, before if jacobi else self.newest, sweep)
        outputs = [self._output(row) for row in range(len(method.external))]
        if taking.slope_out:
            outputs.append([_times(self.newest[0], taking.h)])
        size = len(method.external) + len(self.evaluations)
        names = method.fields or ("",) * method.stages
        return Recording(
            name=method.name,
            inputs=tuple(f"{value.kind}{value.age}" for value in method.external),
            evaluations=tuple(
                Evaluation(names[stage], time, _blocks(argument, size))
                for stage, time, argument in self.evaluations
            ),
            outputs=tuple(_blocks(output, size) for output in outputs),
            iterated=taking.sweeps is None and not method.explicit,
        )

    def _solve(self, component: tuple[int, ...]) -> None:
        """Every stage of a system is evaluated once, with the slopes that solve it."""
        for stage in component:
            self.newest[stage] = {self._next(stage): 1.0}
            self.evaluations.append((stage, self._time(stage), []))
        for stage in component:
            place = next(place for place in self.newest[stage]) - len(self.method.external)
            self.evaluations[place] = (stage, self._time(stage), self._argument(stage, self.newest, 0))

    def _evaluate(self, stage: int, slopes: dict[int, Combination], sweep: int) -> None:
        argument = self._argument(stage, slopes, sweep)
        if self.taking.coupling != "links":
            self.newest = {**self.newest, stage: {self._next(stage): 1.0}}
            self.evaluations.append((stage, self._time(stage), argument))
            return
        slope: Combination = {}
        for value in argument:
            slope[self._next(stage)] = 1.0
            self.evaluations.append((stage, self._time(stage), [value]))
        self.newest = {**self.newest, stage: slope}

    def _next(self, stage: int) -> int:
        return len(self.method.external) + len(self.evaluations)

    def _time(self, stage: int) -> float:
        return to_float(self.method.c[stage])

    def _argument(self, stage: int, slopes: dict[int, Combination], sweep: int) -> list[Combination]:
        method = self.method
        linear = list(_entries(method.U[stage]))
        weighted = [(j, a) for j, a in _entries(method.A[stage]) if j in slopes]
        if self.taking.coupling == "sum":
            total: Combination = {}
            for place, u in linear:
                _add(total, {place: 1.0}, to_float(u))
            for j, a in weighted:
                _add(total, slopes[j], self.taking.h * to_float(a))
            return [total]
        if sweep and self.taking.sweeps is not None and self.taking.sweeps.reads == "slopes":
            linear = []
        return [*({place: 1.0} for place, _ in linear), *(slopes[j] for j, _ in weighted)]

    def _output(self, row: int) -> list[Combination]:
        method, taking = self.method, self.taking
        linear = list(_entries(method.V[row]))
        slopes = [self.newest[j] for j in sorted(self.newest)]
        if taking.output == "concat":
            return [*({place: 1.0} for place, _ in linear), *slopes]
        if taking.output == "last-sweep":
            return slopes
        total: Combination = {}
        for place, v in linear:
            _add(total, {place: 1.0}, to_float(v))
        for j, b in enumerate(method.B[row]):
            if taking.coupling == "sum":
                weight = to_float(b) if b != ZERO else 0.0
            else:
                weight = 1.0 if len(method.external) == 1 or b != ZERO else 0.0
            if weight:
                _add(total, self.newest[j], taking.h * weight)
        external = method.external[row]
        doubled = taking.doubled and (external.kind == "part" or external == External("state"))
        return [_times(total, 2.0 if doubled else 1.0)]


def _entries(row: tuple[Expression, ...]) -> Iterator[tuple[int, Expression]]:
    return ((place, entry) for place, entry in enumerate(row) if entry != ZERO)


def _add(total: Combination, value: Combination, weight: float) -> None:
    for place, share in value.items():
        total[place] = total.get(place, 0.0) + weight * share


def _times(value: Combination, factor: float) -> Combination:
    return {place: factor * share for place, share in value.items()}


def _blocks(values: list[Combination], size: int) -> Blocks:
    return tuple(_row(value, size) for value in values)


def _row(value: Combination, size: int) -> Row:
    return tuple(value.get(place, 0.0) for place in range(size))
