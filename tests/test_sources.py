"""Tableaux in sources: all are found, each with its name, its place, its numbers and its claims, and nothing is run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tableau2net.cli import main
from tableau2net.cli.options import READERS
from tableau2net.errors import InputError
from tableau2net.exact import Expression, as_printed, parse, to_float
from tableau2net.notations import Found, Judgement, Outcome, Text, Unread, judge, read_source
from tableau2net.notations.readers import KIND


def outcomes(text: str, file: str = "source.py", reader: str | None = None) -> list[Outcome]:
    return list(read_source(Text(text, file), reader).outcomes)


def found(text: str, file: str = "source.py", reader: str | None = None) -> list[Found]:
    every = outcomes(text, file, reader)
    tableaux = [each for each in every if isinstance(each, Found)]
    assert tableaux == every
    return tableaux


def one(text: str, file: str = "source.py", reader: str | None = None) -> Found:
    (tableau,) = found(text, file, reader)
    return tableau


def numbers(node: Any) -> Any:
    """The numbers of a vector or a matrix."""
    if hasattr(node, "items"):
        return [numbers(each) for each in node.items]
    return parse(node.text)


def exactly(*rows: str) -> list[list[Expression]]:
    return [[parse(each) for each in row.split()] for row in rows]


def orders(tableau: Found) -> tuple[int | None, int | None]:
    certificate = judge(tableau).certificate
    return certificate.order, certificate.embedded_order


def test_the_help_names_the_readers_that_are_there() -> None:
    assert (*KIND.names, "yaml") == READERS


HEUN = {"A": exactly("0 0", "1 0"), "b": exactly("1/2 1/2")[0], "c": exactly("0 1")[0]}

PYTHON = {
    "assignments": "A = [[0, 0], [1, 0]]\nb = [1/2, 1/2]\nc = [0, 1]",
    "numpy": "import numpy as np\nA = np.array([[0., 0], [1, 0]])\nb = np.array([1, 1]) / 2\nc = np.asarray((0, 1))",
    "torch": "import torch\n"
    "a = torch.tensor([[0, 0], [1, 0]])\nb = torch.tensor([.5, 5e-1], dtype=torch.float64)\nc = [0, 1.0]",
    "sympy": "from sympy import *\nA = Matrix([[0, 0], [1, 0]])\n"
    "b = Matrix([Rational(1, 2), S(1)/2])\nc = Matrix(2, 1, [0, 1])",
    "fractions": "A = [[0, 0], [Fraction(1), 0]]\nb = [Fraction('1/2'), Fraction(1, 2)]\nc = [0, Decimal('1')]",
    "elements": "A = np.zeros((2, 2))\nA[1, 0] = 1.0\nb = np.zeros(2)\nb[:] = [1/2, 1/2]\nc = np.zeros((2,))\nc[1] = 1",
    "rows": "A = [[], [1]]\nb = [0.5, 0.5]\nc = [0, 1]",
    "no first row": "a_lower = ([1],)\nb_sol = [0.5, 0.5]\nc = [1]",
    "a wide array": "A = np.array([[0], [1]])\nB = np.array([1/2, 1/2])\nC = np.array([0, 1])",
    "names": "half = 1/2\nA = [[0, 0], [2*half, 0]]\nb = [half, 1 - half]\nc = [0, half + half]",
    "entries": "a21 = 1.0\nb1 = b2 = 1/2\nb1 = 0.5\nc1, c2 = 0, 1",
    "a class": "class Heun:\n    A = [[0, 0], [1, 0]]\n    b = [1/2, 1/2]\n    c = [0, 1]",
    "attributes": "class Heun:\n    def __init__(self):\n        self.A = [[0, 0], [1, 0]]\n"
    "        self.b = [1/2, 1/2]\n        self.c = [0, 1]",
    "methods": "class Heun:\n    def a(self):\n        self.A = np.zeros((2, 2))\n"
    "    def b(self):\n        self.A[1, 0] = 1\n"
    "        self.b = [1/2, 1/2]\n        self.c = [0, 1]",
    "a mapping": "heun = {'A': [[0, 0], [1, 0]], 'b': [1/2, 1/2], 'c': [0, 1]}",
    "dict()": "heun = dict(A=[[0, 0], [1, 0]], b=[1/2, 1/2], c=[0, 1])",
    "a mapping of tuples": "methods = {'heun': ([[0, 0], [1, 0]], [1/2, 1/2], [0, 1])}",
    "nodes first": "methods = {'heun': ([0, 1], [[0, 0], [1, 0]], [1/2, 1/2])}",
    "keywords": "heun = Tableau(A=[[0, 0], [1, 0]], b=[1/2, 1/2], c=[0, 1])",
    "arguments": "A = [[0, 0], [1, 0]]\nb = [1/2, 1/2]\nheun = RungeKutta(A, b, [0, 1], 'Heun')",
    "fields": "T = namedtuple('T', 'nodes weights matrix')\nheun = T([0, 1], [1/2, 1/2], [[0, 0], [1, 0]])",
    "a constructor": "class Tableau:\n    def __init__(self, weights, nodes, matrix): ...\n"
    "heun = Tableau([1/2, 1/2], [0, 1], [[0, 0], [1, 0]])",
    "a comprehension": "R = [[0, 0], [1, 0]]\nheun = Tableau(A=[np.array(r) for r in R], b=[0.5] + [0.5], c=[0, 1])",
    "returned": "def heun():\n    A = [[0, 0], [1, 0]]\n    b = [1/2, 1/2]\n    return A, b, [0, 1]\n"
    "def other():\n    c = [0, 1]",
    "a stem": "heun_A = [[0, 0], [1, 0]]\nheun_b = [1/2, 1/2]\nheun_c = [0, 1]\nother_b = [1, 0]",
    "annotated": "A: list = [[0, 0], [1, 0]]\nb: tuple = (1/2, 1/2)\nc: tuple = (0, 1)",
    "comments": "A = [  # of Heun\n  [0, 0],\n\n  [  1 , 0 ],  # second\n]\nb = [1/2,\n     1/2]\nc = (0,\n     1)",
    "with order": "def build():\n    return make_tableau(c=[0, 1], A=[[0, 0], [1, 0]], b=[1/2, 1/2], order=2)",
}


@pytest.mark.parametrize("text", PYTHON.values(), ids=PYTHON)
def test_python_is_read_in_all_its_forms(text: str) -> None:
    tableau = one(text)
    parts = {name: numbers(node) for name, node in tableau.parts.items()}
    parts["A"] = [row + [parse("0")] * (2 - len(row)) for row in parts["A"]]
    expected = HEUN if "c" in parts else {name: HEUN[name] for name in ("A", "b")}
    assert parts == expected
    assert ("c" in parts) == (text not in (PYTHON["returned"],))
    assert orders(tableau) == (2, None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (PYTHON["assignments"], "source"),
        (PYTHON["a class"], "Heun"),
        (PYTHON["attributes"], "Heun"),
        (PYTHON["a mapping"], "heun"),
        (PYTHON["a mapping of tuples"], "heun"),
        (PYTHON["keywords"], "heun"),
        (PYTHON["returned"], "heun"),
        (PYTHON["a stem"], "source heun"),
        ("table['heun'] = Method(A=[[0, 0], [1, 0]], b=[1/2, 1/2])", "heun"),
        ("register(Method(A=[[0, 0], [1, 0]], b=[1/2, 1/2], name='Heun'))", "Heun"),
        ("[{'name': 'Heun 2', 'A': [[0, 0], [1, 0]], 'b': [1/2, 1/2]}]", "Heun 2"),
    ],
)
def test_a_tableau_has_the_name_that_the_code_gives_it(text: str, name: str) -> None:
    assert one(text).name == name


CLAIMED = """
class Solver:
    tableau = Tableau(A=[[0, 0], [1, 0]], b=[1/2, 1/2], b_error=[-1/2, 1/2])
    def order(self, terms):
        return 2

class Pair:
    order = 2
    error_estimator_order = 1
    A = [[0, 0], [1, 0]]
    B = [1/2, 1/2]
    E = [1/2, -1/2]

other = Tableau(A=[[0, 0], [1, 0]], b=[1/2, 1/2], b_hat=[1, 0], order=2, embedded_order=1)
"""


def test_orders_are_claimed_by_attributes_methods_and_keywords() -> None:
    tableaux = found(CLAIMED)
    assert [(each.name, each.claim) for each in tableaux] == [
        ("Solver", "order 2"),
        ("Pair", "order 2(1)"),
        ("other", "order 2(1)"),
    ]
    assert [orders(each) for each in tableaux] == [(2, 1)] * 3
    assert numbers(tableaux[0].parts["b_hat"]) == numbers(tableaux[2].parts["b_hat"])


def test_entries_have_the_places_where_they_stand() -> None:
    text = "A = [[0, 0],\n     [1, 0]]\nb = [1/2, 1/2]\nc = [0, 1/3]\norder = 2\n"
    tableau = one(text)
    A: Any = tableau.parts["A"]
    assert str(A.items[1].items[0].position) == "source.py:2:7"
    with pytest.raises(InputError, match=r"^source.py:3:5: b has the wrong length"):
        one(text.replace("1/2, 1/2", "1/2, 1/2, 0, 0")).document()


def test_methods_that_follow_one_another_are_not_mixed_up() -> None:
    text = "".join(
        f"A = [[0, 0], [{x}, 0]]\nb = [1 - 1/(2*{x}), 1/(2*{x})]\nmethods['m{i}'] = ERK(A, b)\n"
        for i, x in enumerate(["1/2", "2/3", "1", "3/4"])
    )
    tableaux = found(text)
    assert [each.name for each in tableaux] == ["m0", "m1", "m2", "m3"]
    assert [orders(each) for each in tableaux] == [(2, None)] * 4
    bare = text.replace("methods['m", "# ['m")
    assert [numbers(each.parts["A"]) for each in found(bare)] == [
        numbers(each.parts["A"]) for each in tableaux
    ]


def test_branches_and_loops_are_not_guessed() -> None:
    branches = "if k:\n    A = [[0]]\n    b = [1]\nelse:\n    A = [[1]]\n    b = [1]\nuse(A, b)"
    assert [numbers(each.parts["A"]) for each in found(branches)] == [exactly("0"), exactly("1")]
    looped = f"{PYTHON['assignments']}\nfor i in range(2):\n    c[i] = sum(A[i])\n"
    assert "c" not in one(looped).parts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2//3", "0"),
        ("7//2", "3"),
        ("3**0.5", "sqrt(3)"),
        ("np.sqrt(3)/6", "sqrt(3)/6"),
        ("1_000", "1000"),
        ("-1/2", "-1/2"),
    ],
)
def test_numbers_mean_what_they_mean_in_python(text: str, value: str) -> None:
    tableau = one(f"A = [[{text}]]\nb = [1]")
    assert numbers(tableau.parts["A"]) == exactly(value.replace(" ", ""))


@pytest.mark.parametrize("text", ["2^3", "x", "f(3)", "2 % 3", "'1/2'", "1j", "True"])
def test_what_is_not_known_before_it_runs_is_told(text: str) -> None:
    every = outcomes(f"A = [[0, 0], [{text}, 0]]\nb = [1/2, 1/2]")
    assert isinstance(every[0], Unread)
    assert str(every[0].error).startswith("source.py:1:15: the value of this entry is unknown")
    assert len(every) == 1


def test_ordinary_code_has_no_tableaux() -> None:
    text = (
        "A = np.random.rand(3, 3)\nb = f(A)\nx = np.linalg.solve(A, b)\nplot([[1, 2], [3, 4]])\nc = [1, 2]\n"
    )
    assert outcomes(text) == []


EDIT = {"exact": "1/3", "rounded": "0.333333333333333333", "double": "0.3333333333333333"}


@pytest.mark.parametrize(("taken", "third"), EDIT.items())
def test_numbers_are_taken_exactly_then_within_their_digits_then_as_doubles(taken: str, third: str) -> None:
    """RK4's weights; in doubles beside fractions that approximate: as in KenCarp4."""
    half = "4503599627370497/9007199254740993" if taken == "double" else "1/2"
    text = f"A = [[], [{half}], [0, 1/2], [0, 0, 1]]\nb = [1/6, {third}, {third}, 1/6]\norder = 4"
    judgement: Judgement = judge(one(text))
    assert judgement.certificate.ok
    assert judgement.certificate.order == 4
    assert judgement.taken == taken


def test_a_double_is_known_within_half_a_unit_in_its_last_place() -> None:
    tableau = one("A = [[1/3]]\nb = [1.0]")
    method = tableau.document("double").method
    assert method.printed is not None
    entry: Any = method.printed.A[0][0]
    assert float(entry.value) == 1 / 3
    assert entry.unit == 2**-55
    assert to_float(as_printed(entry)) == 1 / 3


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.py").write_text(
        "class Heun:\n    order = 2\n    A = [[0, 0], [1, 0]]\n    b = [1/2, 1/2]\n"
    )
    (tmp_path / "wrong.py").write_text(
        "class Third:\n    order = 3\n    A = [[0, 0], [1, 0]]\n    b = [1/2, 1/2]\n"
    )
    (tmp_path / "rk4.yaml").write_text("name: mine\nkind: runge-kutta\norder: 1\nA: [[]]\nb: [1]\n")
    (tmp_path / "ci.yaml").write_text("jobs: {test: {steps: [checkout]}}\n")
    (tmp_path / "none.py").write_text("print('no tableau here')\n")
    (tmp_path / "broken.py").write_text("def f(:\n")
    return tmp_path


def test_check_prints_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "good.py"]) == 0
    assert capsys.readouterr().out == (
        "place      name  claim    what holds\ngood.py:3  Heun  order 2  order 2, proved exactly\n"
    )


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["good.py"], 0, "good.py:3"),
        (["wrong.py"], 1, "refuted: order 3 is claimed, but the order is 2: the condition of order 3"),
        (["good.py", "--order", "3"], 1, "refuted: order 3 or more is asked for"),
        (["none.py"], 2, "error: none.py: no tableau is found here"),
        (["broken.py"], 2, "error: broken.py:1:7: this is not Python"),
        (["absent.py"], 2, "error: absent.py: this cannot be read"),
        (["rk4", "good.py", "wrong.py"], 1, "rk4: order 4, proved exactly"),
        (["."], 2, "this is not Python"),
        (
            ["good.py", "--as", "pyhton"],
            2,
            "error: there is no such reader: found 'pyhton'; expected 'python'",
        ),
    ],
)
def test_check_of_sources_has_the_status_of_the_worst(
    folder: Path, arguments: list[str], status: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *arguments]) == status
    captured = capsys.readouterr()
    assert message in captured.out + captured.err


def test_check_gives_each_source_an_object(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", ".", "none.py", "--json"]) == 2
    here, nothing = json.loads(capsys.readouterr().out)
    assert here["reference"] == "."
    assert [(each["name"], each["verdict"], each["claims"]["order"]) for each in here["tableaux"]] == [
        ("Heun", "exact", 2),
        ("Third", "refuted", 3),
    ]
    assert (here["tableaux"][0]["file"], here["tableaux"][0]["line"]) == ("good.py", 3)
    assert [(each["file"], each["order"]) for each in here["documents"]] == [("rk4.yaml", 1)]
    assert [each["file"] for each in here["errors"]] == ["broken.py"]
    assert nothing["error"]["message"] == "no tableau is found here"


@pytest.mark.parametrize(
    ("call", "count"),
    [
        ("TSRKRegister(TSRK2A, 2, 2, &A[0][0], b, NULL, NULL, 0, NULL)", 1),
        ("TSRosWRegister(TSROSW2P, 2, 2, &A[0][0], &Gamma[0][0], b, NULL, 0, NULL)", 0),
        ("TSGLEERegister(TSGLEE23, p, 2, 2, 0.0, &A[0][0], &B[0][0], &U[0][0], &V[0][0], S, F, NULL)", 0),
    ],
)
def test_the_matrix_of_another_kind_of_method_is_no_tableau(call: str, count: int) -> None:
    """PETSc's methods of Rosenbrock and its general linear ones have an A too, and b."""
    text = f"{{ const PetscReal A[2][2] = {{{{0, 0}}, {{1, 0}}}}, b[2] = {{0.5, 0.5}}; PetscCall({call}); }}"
    assert len(outcomes(text, "rk.c")) == count
