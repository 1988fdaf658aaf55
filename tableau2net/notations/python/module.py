"""Statements of Python: what is bound in each place, in order, and the tableaux that this makes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import PurePath

from tableau2net.notations.found import Found, Outcome
from tableau2net.notations.gathering import Names
from tableau2net.notations.python.evaluation import Evaluator
from tableau2net.notations.python.syntax import assigned, bases, fields, last_word
from tableau2net.notations.python.values import Table, Tableau, Value, placed
from tableau2net.notations.text import Text
from tableau2net.notations.unnamed import by_shape
from tableau2net.read.arrays import rows
from tableau2net.read.yaml_tree import Node, Scalar
from tableau2net.read.yaml_tree import Sequence as List

_MAKER = re.compile(r"[A-Z]|(?i:.*(tableau|butcher|runge|rk|method|scheme))")
_OTHERS = re.compile(
    r"nystr[oö]m|rkn|rosenbrock|two_?step", re.IGNORECASE
)  # have an A and a b of another meaning
_COMPUTING = frozenset(
    ["np", "numpy", "torch", "jnp", "scipy", "linalg", "math", "sp", "sympy", "plt", "F", "nn"]
)
_ORDER = re.compile(r"(embedded_|error_estimator_)?order", re.IGNORECASE)


@dataclass
class Scope:
    """What is known in a place, and what of it is bound there and belongs to no tableau yet."""

    title: str
    known: dict[str, Value]
    names: Names = field(default_factory=Names)
    held: list[Tableau] = field(default_factory=list)
    attributes: Scope | None = None  # those of `self`, in a method


class Reading:
    """One reading of a module. Nothing is run: loops are passed over once, and what they change is not known after."""

    def __init__(self, source: Text) -> None:
        self.source = source
        self.found: list[Outcome] = []
        self.owned: set[int] = set()  # the tableaux that have the name of a class
        self.parameters: dict[str, list[str]] = {}  # of the classes and tuples of the module, by their names
        self.scope = Scope(PurePath(source.file).stem, {})
        self.target = ""
        self.classes = 0  # inside one another
        self.evaluator = Evaluator(source, self)

    def outcomes(self, tree: ast.Module) -> list[Outcome]:
        self._body(tree.body)
        self._flush()
        return sorted(self.found, key=lambda each: (each.position.line, each.position.column))

    # Names

    def lookup(self, name: str) -> Value:
        return self.scope.known.get(name)

    def attribute(self, name: str) -> Value:
        return (self.scope.attributes or self.scope).known.get(name)

    @contextmanager
    def _within(self, scope: Scope | None) -> Iterator[None]:
        """Within it, names are those of the scope, if there is one."""
        outer, self.scope = self.scope, scope or self.scope
        yield
        self.scope = outer

    def _bind(self, name: str, value: Value) -> None:
        if name in self.scope.names.values and not isinstance(value, Scalar):
            self._flush()
        self.scope.known[name] = value
        self.scope.names.values.pop(name, None)
        if isinstance(value, Scalar | List):
            self.scope.names.values[name] = value
        elif isinstance(value, Tableau):
            self.scope.held.append(value)

    def _forget(self, names: Iterable[str]) -> None:
        for name in names:
            self.scope.known[name] = None
            self.scope.names.values.pop(name, None)

    def _flush(self) -> None:
        """Take the tableaux of the names that are bound here, and begin anew."""
        names = self.scope.names
        for gathered in names.tableaux(self.scope.title):
            self.found.append(gathered.found)
        self._begin()

    def _begin(self) -> None:
        """Begin anew: only single numbers, such as orders, stay."""
        bound = self.scope.names.values.items()
        self.scope.names = Names({name: value for name, value in bound if isinstance(value, Scalar)})

    # Statements

    def _body(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.Assign(targets, value):
                self._assign(targets, value)
            case ast.AnnAssign(target, _, value) if value is not None:
                self._assign([target], value)
            case ast.AugAssign():
                self._augment(node)
            case ast.Expr(value):
                self.evaluator.value(value)
            case ast.Return(value) if value is not None:
                self._return(value)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node)
            case ast.ClassDef():
                self._class(node)
            case ast.If() | ast.Match():
                self._branches(node)
            case ast.For() | ast.AsyncFor() | ast.While():
                self._body([*node.body, *node.orelse])
                self._forget(assigned(node))
            case ast.With() | ast.AsyncWith():
                self._body(node.body)
            case ast.Try():
                self._body([*node.body, *node.orelse, *node.finalbody])
                self._forget(chain.from_iterable(map(assigned, node.handlers)))
            case ast.Delete(targets):
                self._forget(each.id for each in targets if isinstance(each, ast.Name))

    def _assign(self, targets: Sequence[ast.expr], node: ast.expr) -> None:
        self.target = next(filter(None, map(self._name, targets)), "")
        value = self.evaluator.value(node)
        self.target = ""
        if isinstance(node, ast.Call):
            self._learn(targets[0], node)
        for target in targets:
            self._put(target, value)
        if isinstance(value, List) and isinstance(node, ast.Tuple) and isinstance(targets[0], ast.Name):
            self._mixed(value, self._name(targets[0]))

    def _name(self, target: ast.expr) -> str:
        match target:
            case ast.Name(name) | ast.Attribute(_, name):
                return name
            case ast.Subscript(_, ast.Constant(str(name))):
                return name
        return ""

    def _put(self, target: ast.expr, value: Value) -> None:
        match target:
            case ast.Name(name):
                self._bind(name, value)
            case ast.Attribute(ast.Name("self" | "cls"), name):
                with self._within(self.scope.attributes):
                    self._bind(name, value)
            case ast.Tuple(elements) | ast.List(elements):
                several = isinstance(value, List) and len(value.items) == len(elements)
                items = value.items if several and isinstance(value, List) else (None,) * len(elements)
                for element, item in zip(elements, items, strict=True):
                    self._put(element, item if isinstance(item, Scalar | List) else None)
            case ast.Subscript(ast.Name(name), index):
                self._replace(name, self.evaluator.index(index), value)
            case ast.Subscript(ast.Attribute(ast.Name("self"), name), index):
                place = self.evaluator.index(index)
                with self._within(self.scope.attributes):
                    self._replace(name, place, value)

    def _replace(self, name: str, index: object, value: Value) -> None:
        """A[1, 0] = 1/2: the same array, changed."""
        array = self.scope.known.get(name)
        if isinstance(array, Table):
            return
        changed = None
        if isinstance(array, List) and isinstance(value, Scalar | List):
            changed = None if index is None else placed(array, index, value)
        if changed is None:
            self._forget([name])
            return
        self.scope.known[name] = changed
        self.scope.names.values[name] = changed

    def _augment(self, node: ast.AugAssign) -> None:
        if not isinstance(node.target, ast.Name):
            self._forget(bases([node.target]))
            return
        binary = ast.copy_location(ast.BinOp(ast.Name(node.target.id, ast.Load()), node.op, node.value), node)
        ast.copy_location(binary.left, node.target)
        value = self.evaluator.value(binary)
        self.scope.known[node.target.id] = value
        self.scope.names.values.pop(node.target.id, None)
        if isinstance(value, Scalar | List):
            self.scope.names.values[node.target.id] = value

    def _return(self, node: ast.expr) -> None:
        named = isinstance(node, ast.Tuple) and any(isinstance(each, ast.Name) for each in node.elts)
        self.target = self.scope.title
        value = self.evaluator.value(node)
        self.target = ""
        if isinstance(value, List) and isinstance(node, ast.Tuple) and not named:
            self._mixed(value, self.scope.title)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        title = self.scope.title if node.name.startswith("__") else node.name
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        outer, inner = self.scope, Scope(title, dict(self.scope.known))
        inner.attributes = (
            outer if self.classes and arguments and arguments[0].arg in ("self", "cls") else None
        )
        for argument in arguments:
            inner.known[argument.arg] = None
        self.scope = inner
        self._body(node.body)
        self._flush()
        self.scope = outer
        if _ORDER.fullmatch(node.name) and len(node.body) <= 2 and isinstance(node.body[-1], ast.Return):
            returned = node.body[-1].value
            if isinstance(returned, ast.Constant):
                self._bind(node.name, self.evaluator.value(returned))
                return
        outer.known[node.name] = None

    def _class(self, node: ast.ClassDef) -> None:
        self.parameters[node.name] = fields(node)
        if any(_OTHERS.search(last_word(base)) for base in node.bases):
            return
        outer = self.scope
        self.scope = Scope(node.name, dict(outer.known))
        self.classes += 1
        self._body(node.body)
        self.classes -= 1
        orders = {name: value for name, value in self.scope.names.values.items() if _ORDER.fullmatch(name)}
        self._flush()
        for each in self.scope.held:
            self._own(each, node.name, orders)
        bound = {
            name: value for name, value in self.scope.known.items() if value is not outer.known.get(name)
        }
        self.scope = outer
        outer.known[node.name] = Table(bound, self.evaluator.position(node))

    def _own(self, tableau: Tableau, name: str, orders: dict[str, Node]) -> None:
        """Give a tableau the name of the class that has it, and what the class says of its order."""
        found = self.found[tableau.number]
        if not isinstance(found, Found) or tableau.number in self.owned:
            return
        self.owned.add(tableau.number)
        claims = Names({**orders, **found.parts}).claims(found.parts)
        self.found[tableau.number] = replace(found, name=name, claims={**claims, **found.claims})

    def _branches(self, node: ast.If | ast.Match) -> None:
        """Each branch by itself; what one of them binds is not known after."""
        bodies = [node.body, node.orelse] if isinstance(node, ast.If) else [case.body for case in node.cases]
        outer = self.scope
        for body in bodies:
            of = outer.attributes
            inside = None if of is None else Scope(of.title, dict(of.known))
            self.scope = Scope(outer.title, dict(outer.known), attributes=inside)
            self._body(body)
            self._flush()
            with self._within(inside):
                self._flush()
        self.scope = outer
        self._forget(assigned(node))

    # Calls and mappings

    def _learn(self, target: ast.expr, node: ast.Call) -> None:
        """The fields of a named tuple."""
        if last_word(node.func) != "namedtuple" or not isinstance(target, ast.Name) or len(node.args) != 2:
            return
        given = node.args[1]
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            self.parameters[target.id] = given.value.replace(",", " ").split()
        elif isinstance(given, ast.List | ast.Tuple):
            self.parameters[target.id] = [
                str(each.value) for each in given.elts if isinstance(each, ast.Constant)
            ]

    def called(self, node: ast.Call, values: Sequence[Value], keywords: Mapping[str, Value]) -> Value:
        word = last_word(node.func)
        of = node.func.value if isinstance(node.func, ast.Attribute) else None
        if not word or not (_MAKER.match(word) or (of is not None and _MAKER.match(last_word(of)))):
            return None
        if isinstance(of, ast.Name) and of.id in _COMPUTING:
            return None
        if _OTHERS.search(word):
            self._use(node)
            return None
        if word in ("Matrix", "ImmutableMatrix", "Rational", "Fraction", "Decimal", "S", "Integer"):
            return None
        name = next((each for key in ("shortname", "name") if isinstance(each := keywords.get(key), str)), "")
        title = self.evaluator.keys[-1] or self.target or name or _short(values) or word
        outcome = self._made(word, node, keywords, values, title)
        if outcome is None:
            return None
        self._use(node)
        self.found.append(outcome)
        return Tableau(len(self.found) - 1)

    def _made(
        self, word: str, node: ast.Call, keywords: Mapping[str, Value], values: Sequence[Value], title: str
    ) -> Outcome | None:
        place = self.evaluator.position(node)
        parameters = self.parameters.get(word, [])
        named = {**dict(zip(parameters, values, strict=False)), **keywords}
        if any(isinstance(each, List) and rows(each) for each in named.values()):
            given: dict[str, Node] = {
                key: each for key, each in named.items() if isinstance(each, Scalar | List)
            }
            for gathered in Names(given).tableaux(title, place):
                return replace(gathered.found, name=title)
        arrays = [each for each in values if isinstance(each, Scalar | List)]
        others: dict[str, Node] = {
            key: each for key, each in keywords.items() if isinstance(each, Scalar | List)
        }
        return by_shape(arrays, title, place, others)

    def tabled(self, table: Table, node: ast.expr, key: str) -> None:
        named = next(
            (each for word in ("name", "id") if isinstance(each := table.entries.get(word), str)), ""
        )
        given: dict[str, Node] = {
            name: value for name, value in table.entries.items() if isinstance(value, Scalar | List)
        }
        title = named or key or self.target or self.scope.title
        gathered = list(Names(given).tableaux(title))
        self.found += [each.found for each in gathered]
        if gathered:
            self._use(node)

    def tupled(self, values: List, key: str) -> None:
        if key:
            self._mixed(values, key)

    def _use(self, node: ast.expr) -> None:
        """Begin anew where an expression that made a tableau has used names that are bound here."""
        used = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        used |= {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
        for scope in (self.scope, self.scope.attributes):
            if scope is not None and used & scope.names.values.keys():
                with self._within(scope):
                    self._begin()

    def _mixed(self, value: List, title: str) -> None:
        """(A, b, c), as a tuple."""
        outcome = by_shape(
            [item for item in value.items if isinstance(item, Scalar | List)], title, value.position
        )
        if outcome is not None:
            self.found.append(outcome)


def _short(values: Sequence[Value]) -> str:
    """A text among the arguments that is a name."""
    return next(
        (each for each in values if isinstance(each, str) and len(each) < 60 and "\n" not in each), ""
    )
