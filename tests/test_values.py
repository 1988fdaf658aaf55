"""Schemes as Python values: whatever numbers they are of, and whoever's objects they are, the same is proved."""

from __future__ import annotations

import math
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from cover import tiered
from hypothesis import given, settings
from hypothesis import strategies as st
from schemes import catalogued, documents
from tiers import tries

import tableau2net
from tableau2net.errors import InputError
from tableau2net.exact import FORMATS, Rounded, as_float, as_printed, is_zero, parse, to_float
from tableau2net.methods import Method
from tableau2net.read import SchemeDocument
from tableau2net.values import scheme
from tableau2net.values.packages import KIND

THIRD = Fraction(1, 3)
RALSTON: dict[str, Any] = {"A": [[0, 0], [2 * THIRD, 0]], "b": ["1/4", "3/4"], "order": 2}


def as_loaded(value: Any) -> SchemeDocument:
    document = tableau2net.load(value)
    assert isinstance(document, SchemeDocument)
    return document


# -- numbers ----------------------------------------------------------------------------------------------------------


def arrays() -> dict[str, Any]:
    """Two thirds in all that has an exact one, as the matrix of a scheme of two stages."""
    import numpy
    import sympy

    half = sympy.Rational(2, 3)
    return {
        "tuples": ((), (2 * THIRD,)),
        "a text": [[0, 0], ["2/3", "0"]],
        "another way to write it": [[0, 0], ["\\frac{2}{3}", 0]],
        "an array of objects": numpy.array([[0, 0], [2 * THIRD, 0]], dtype=object),
        "a matrix of sympy": sympy.Matrix([[0, 0], [half, 0]]),
        "numbers of sympy": [[0, 0], [half, sympy.Integer(0)]],
        "an integer of numpy": [[numpy.int64(0), 0], [2 * THIRD, numpy.int64(0)]],
        "a number of ours": [[0, 0], [parse("2/3"), 0]],
    }


@pytest.mark.parametrize("form", sorted(arrays()))
def test_exact_numbers_are_taken_exactly_in_whatever_form_they_come(form: str) -> None:
    made = scheme(**(RALSTON | {"A": arrays()[form]}))
    assert made == scheme(**RALSTON)
    certificate = tableau2net.verify(made)
    assert (certificate.verdict, certificate.order) == ("exact", 2)


def test_a_decimal_is_exactly_what_it_says() -> None:
    made = scheme(A=[[0, 0], [Decimal("0.5"), 0]], b=[0, Decimal("1E+0")], order=2)
    assert tableau2net.verify(made).verdict == "exact"


def test_an_irrational_number_of_sympy_is_exact() -> None:
    import sympy

    root = sympy.sqrt(3) / 6
    quarter = sympy.Rational(1, 4)
    A = [[quarter, quarter - root], [quarter + root, quarter]]
    certificate = tableau2net.verify(scheme(A=A, b=sympy.Matrix([1, 1]) / 2, order=4))
    assert (certificate.verdict, certificate.order) == ("exact", 4)


def floats() -> dict[str, Any]:
    import numpy
    import sympy
    import torch

    A = [[0, 0], [2 / 3, 0]]
    return {
        "floats": A,
        "float64 of numpy": numpy.array(A),
        "float32 of numpy": numpy.array(A, dtype=numpy.float32),
        "float16 of numpy": numpy.array(A, dtype=numpy.float16),
        "scalars of numpy": [[0, 0], [numpy.float64(2 / 3), 0]],
        "float32 of torch": torch.tensor(A),
        "float64 of torch, learned": torch.tensor(A, dtype=torch.float64, requires_grad=True),
        "bfloat16 of torch": torch.tensor(A, dtype=torch.bfloat16),
        "a float of sympy": sympy.Matrix([[0, 0], [sympy.Float(2 / 3), 0]]),
    }


@pytest.mark.parametrize("form", sorted(floats()))
def test_floats_are_known_within_half_a_unit_of_their_own_last_place(form: str) -> None:
    made = scheme(**(RALSTON | {"A": floats()[form]}))
    bits = next((FORMATS[name][0] for name in FORMATS if form.startswith(name)), 53)
    printed = made.method.printed
    assert printed is not None
    (entry,) = (entry for entry in printed.A[1] if isinstance(entry, Rounded))
    assert entry.unit == Fraction(1, 2 ** (bits + 1))  # of a number from 1/2 to 1
    assert abs(entry.value - 2 * THIRD) <= entry.unit
    assert tableau2net.verify(made).order == 2


def test_of_floats_of_several_formats_the_coarsest_is_that_of_all() -> None:
    import numpy

    made = scheme(A=[[0, 0], [numpy.float32(2 / 3), 0]], b=[0.1, 0.9])
    assert getattr(made, "decimals", "") == "float32"


def test_floats_with_an_accuracy_are_known_within_that() -> None:
    made = scheme(A=[[0, 0], [0.6667, 0]], b=[0.25, 0.75], order=2, accuracy="1e-4")
    assert tableau2net.verify(made).verdict == "digits"


def test_a_float_that_is_off_by_more_than_half_a_unit_is_refuted() -> None:
    off = math.nextafter(math.nextafter(2 / 3, 1), 1)
    certificate = tableau2net.verify(scheme(A=[[0, 0], [off, 0]], b=["1/4", "3/4"], order=2))
    assert certificate.verdict == "refuted"
    assert certificate.remedy.endswith("write `accuracy: 1e-15`")
    certificate = tableau2net.verify(
        scheme(A=[[0, 0], [off, 0]], b=["1/4", "3/4"], order=2, accuracy="1e-15")
    )
    assert certificate.verdict == "digits"


def test_fractions_beside_floats_stay_exact() -> None:
    """The weights of the wrong sum are refuted, although all numbers would be right as doubles."""
    slightly = Fraction(3, 4) + Fraction(1, 10**17)
    assert float(slightly) == 0.75
    wrong = scheme(A=[[0, 0], [2 / 3, 0]], b=[Fraction(1, 4), slightly], order=2)
    assert tableau2net.verify(wrong).verdict == "refuted"


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=tries(200), deadline=None)
def test_a_double_is_read_as_itself(value: float) -> None:
    """What is nearest to its shortest text is the double, and half a unit leads to its neighbours' halves."""
    entry = as_float(parse(repr(abs(value)), round_off=True), "float64")
    assert as_printed(entry).rational == Fraction(abs(value))
    if isinstance(entry, Rounded):
        assert entry.unit == Fraction(math.ulp(value)) / 2


# -- the exact numbers behind floats ----------------------------------------------------------------------------------

GAUSS2: dict[str, Any] = {
    "A": [[1 / 4, 1 / 4 - math.sqrt(3) / 6], [1 / 4 + math.sqrt(3) / 6, 1 / 4]],
    "b": [0.5, 0.5],
    "order": 4,
}


def test_fractions_and_surds_are_found_behind_floats_proved_and_told() -> None:
    found = tableau2net.verify(GAUSS2, snap=True)
    assert (found.verdict, found.order) == ("exact", 4)
    assert "0.5386751345948129 is taken as 1/4 + sqrt(3)/6" in found.notes
    assert "0.5 is taken as 1/2" in found.notes
    document = scheme(**GAUSS2, snap=True)
    assert tableau2net.verify(document).verdict == "exact"
    assert document.notes.splitlines() == list(found.notes)


def test_what_is_found_behind_floats_is_proved_and_not_believed() -> None:
    found = tableau2net.verify({**GAUSS2, "order": 5}, snap=True)
    assert found.verdict == "refuted"
    assert found.order == 4


def test_floats_behind_which_nothing_is_found_stay_and_are_named() -> None:
    strange = 0.1234567890123457
    keys: dict[str, Any] = {"A": [[0, 0], [strange, 0]], "b": [0.25, 0.75]}
    found = tableau2net.verify(keys, snap=True)
    assert found.notes[-1] == f"no exact number is found for {strange}"
    assert found.within_digits
    assert scheme(**keys, snap=True).method == scheme(**keys).method


@given(st.lists(st.fractions(-8, 8, max_denominator=50), min_size=1, max_size=3))
@settings(max_examples=tries(60), deadline=None)
def test_fractions_are_found_again_behind_their_doubles(numbers: list[Fraction]) -> None:
    b = [*numbers, 1 - sum(numbers)]
    A = [[Fraction(0)] * len(b)] * len(b)
    snapped = scheme(A=A, b=list(map(float, b)), snap=True)
    assert snapped.method.B == scheme(A=A, b=b).method.B


def test_a_scheme_of_exact_numbers_is_not_changed() -> None:
    assert scheme(**RALSTON, snap=True) == scheme(**RALSTON)


def doubles(method: Method) -> dict[str, Any]:
    """The tableau of a method as a program has it."""
    rows = {"A": [[to_float(entry) for entry in row] for row in method.A], "b": [*map(to_float, method.B[0])]}
    return {**rows, "b_hat": [*map(to_float, method.b_hat)]} if method.b_hat else rows


TABLEAUX = [
    name
    for name, document in documents().items()
    if document.kind == "runge-kutta" and not document.parameters and document.claims.order is not None
    if getattr(document, "decimals", "") == "exact" and getattr(document, "accuracy", None) is None
]


@pytest.mark.parametrize(
    "name", tiered(TABLEAUX, ["rk4", "dopri5", "ars222_explicit", "luther6", "ssprk104"])
)
def test_a_proved_tableau_is_not_refuted_as_doubles_and_what_is_found_behind_them_is_it(name: str) -> None:
    """Doubles are nearest to their numbers: these are within half a unit, and are one choice for which all holds."""
    document = catalogued(name)
    method = document.method
    keys = {**doubles(method), "order": document.claims.order}
    assert not tableau2net.verify(keys).refuted
    found = scheme(**keys, snap=True)
    if "no exact number is found" not in found.notes:
        pairs = zip(found.method.coefficients(), method.coefficients(), strict=True)
        assert all(is_zero(one - other) for one, other in pairs)


# -- what a person has ------------------------------------------------------------------------------------------------


def things(folder: Path) -> dict[str, Any]:
    """One scheme in every form in which it may be at hand."""
    text = "name: mine\nkind: runge-kutta\norder: 2\nA:\n  - []\n  - [2/3]\nb: [1/4, 3/4]\n"
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    (folder / "solvers.py").write_text(
        "class Mine:\n    order = 2\n    A = [[0, 0], [2 / 3, 0]]\n    b = [1 / 4, 3 / 4]\n", encoding="utf-8"
    )
    return {
        "a name": "ralston",
        "a path": folder / "mine.yaml",
        "the text of a path": str(folder / "mine.yaml"),
        "a source": folder / "solvers.py",
        "one of a source": f"{folder / 'solvers.py'}:Mine",
        "text": text,
        "JSON": '{"kind": "runge-kutta", "order": 2, "A": [[], ["2/3"]], "b": ["1/4", "3/4"]}',
        "drawn text": " 0  │\n2/3 │ 2/3\n────┼─────────\n    │ 1/4  3/4\n",
        "keys": RALSTON,
        "a document": scheme(**RALSTON),
        "a network": tableau2net.load("rk4_resnet", scheme="ralston"),
    }


def test_a_scheme_is_verified_in_every_form_in_which_it_is_at_hand(tmp_path: Path) -> None:
    for form, value in things(tmp_path).items():
        found = tableau2net.verify(value)
        assert (found.verdict, found.order, found.stages) == ("exact", 2, 2), form


def test_a_path_is_never_a_name_of_the_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        tableau2net.load(Path("rk4"))


def test_keys_of_a_value_are_replaced() -> None:
    assert as_loaded(RALSTON).claims.order == 2
    document = tableau2net.load(RALSTON, order=1)
    assert isinstance(document, SchemeDocument)
    assert document.claims.order == 1
    with pytest.raises(InputError, match="read already"):
        tableau2net.load(document, order=2)


class Holder:
    """Something of the user's own."""


LOOP: list[Any] = []
LOOP.append(LOOP)
NAN, INFINITY = math.nan, math.inf
REFUSED: dict[str, Any] = {
    "a number": 3,
    "nothing": None,
    "a list": [[1, 2], [3, 4]],
    "an object": Holder(),
    "a class": Holder,
    "a name that is none": "no_such_name",
    "an empty text": "",
    "text that is none": "one\ntwo\n",
    "too few keys": {"A": [[0]]},
    "no keys": {},
    "not a number": {"A": [[0, 0], [NAN, 0]], "b": [0, 1]},
    "infinity": {"A": [[0, 0], [INFINITY, 0]], "b": [0, 1]},
    "a decimal that is none": {"A": [[0]], "b": [Decimal("NaN")]},
    "a complex number": {"A": [[0, 0], [1j, 0]], "b": [0, 1]},
    "an object in a matrix": {"A": [[0, 0], [Holder(), 0]], "b": [0, 1]},
    "bytes": {"A": [[0]], "b": [b"1"]},
    "a flag in a matrix": {"A": [[0]], "b": [True]},
    "a gap in a matrix": {"A": [[0, 0], [None, 0]], "b": [0, 1]},
    "a list in itself": {"A": LOOP, "b": [1]},
    "a matrix that is a number": {"A": 3, "b": [1]},
    "code": {"A": [[0]], "b": ["__import__('os').getcwd()"]},
    "a ragged matrix": {"A": [[0, 0], [1, 0, 3]], "b": [0, 1]},
    "an order that is none": {"A": [[0]], "b": [1], "order": "two"},
    "a key that is none": {"A": [[0]], "b": [1], "ordre": 2},
    "a set": {"A": {1, 2}, "b": [1]},
    "an integer that Python does not print": {"A": [[0]], "b": [10**5000]},
    "a fraction that Python does not print": {"A": [[0]], "b": [Fraction(1, 10**5000)]},
}


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_what_is_no_scheme_is_refused_in_one_message(what: str) -> None:
    with pytest.raises(InputError) as error:
        tableau2net.verify(REFUSED[what])
    assert "\n" not in str(error.value)
    assert error.value.expected or error.value.message


def test_the_place_of_a_number_that_is_refused_is_told() -> None:
    with pytest.raises(InputError, match=r"^A\[1\]\[0\]: .*found complex 1j"):
        scheme(A=[[0, 0], [1j, 0]], b=[0, 1])
    with pytest.raises(InputError, match=r"^tableaux\.g\.b\[0\]: "):
        scheme(tableaux={"f": {"A": [[0]], "b": [1]}, "g": {"A": [[0]], "b": ["one"]}})


def test_other_kinds_are_told_by_their_keys() -> None:
    multistep = scheme(alpha=[0, -1, 1], beta=["-1/2", "3/2", 0], order=2)
    assert multistep.kind == "linear-multistep"
    general = scheme(A=[[0]], U=[[1]], B=[[1]], V=[[1]], order=1)
    assert general.kind == "general-linear"
    pair = scheme(tableaux={"f": {"A": [[0]], "b": [1]}, "g": {"A": [[1]], "b": [1]}}, order=1)
    assert pair.kind == "partitioned"
    gauss = scheme(family="gauss", stages=3)
    assert all(tableau2net.verify(each) for each in (multistep, general, pair, gauss))
    assert tableau2net.verify(gauss).order == 6


def test_what_is_refuted_or_left_open_is_false() -> None:
    assert tableau2net.verify(RALSTON)
    assert not tableau2net.verify({**RALSTON, "order": 3})
    left_open = tableau2net.verify("prince97")
    assert left_open.verdict == "open"
    assert not left_open
    with pytest.raises(AssertionError):
        tableau2net.assert_verified(tableau2net.verify({**RALSTON, "order": 3}))


def test_a_network_has_the_certificate_of_its_scheme_that_fails(tmp_path: Path) -> None:
    assert tableau2net.verify("rk4_resnet").name == "rk4"
    with pytest.raises(InputError, match="no numbers to snap"):
        tableau2net.verify("rk4_resnet", snap=True)


# -- other packages ---------------------------------------------------------------------------------------------------


def objects(package: str) -> dict[str, tuple[Any, int, int | None]]:
    """Objects of a package, with the order and the embedded order that they have."""
    pytest.importorskip(package)
    match package:
        case "diffrax":
            import diffrax

            return {
                "Tsit5()": (diffrax.Tsit5(), 5, 4),
                "Heun": (diffrax.Heun, 2, 1),
                "a tableau": (diffrax.Dopri5().tableau, 5, 4),
                "Sil3()": (diffrax.Sil3(), 2, 2),
                "a class of one's own": (type("Mine", (diffrax.Midpoint,), {"__module__": "mine"}), 2, 1),
            }
        case "scipy":
            import numpy
            from scipy.integrate import DOP853, RK23, RK45

            def instance(solver: Any) -> Any:
                return solver(lambda t, y: -y, 0, numpy.ones(1), 1)

            return {
                "RK45": (RK45, 5, 4),
                "RK23": (RK23, 3, 2),
                "an RK45": (instance(RK45), 5, 4),
                "DOP853": (DOP853, 8, None),
            }
        case "torchdiffeq":
            from torchdiffeq._impl import bosh3, dopri5

            return {
                "Dopri5Solver": (dopri5.Dopri5Solver, 5, 4),
                "Bosh3Solver": (bosh3.Bosh3Solver, 3, 2),
                "a tableau": (dopri5.Dopri5Solver.tableau, 5, 4),
            }
        case "nodepy":
            from nodepy import lm, rk

            return {
                "RK44": (rk.loadRKM("RK44"), 4, None),
                "BS5": (rk.loadRKM("BS5"), 5, 4),
                "GL3": (rk.loadRKM("GL3"), 6, None),
                "Adams_Bashforth(3)": (lm.Adams_Bashforth(3), 3, None),
            }
        case "kauri":
            import kauri

            return {"rk4": (kauri.rk4, 4, None), "euler": (kauri.euler, 1, None)}
    raise AssertionError(f"no objects of {package} are tested")


@pytest.mark.slow
@pytest.mark.parametrize("package", KIND.names)
@pytest.mark.filterwarnings("ignore")
def test_objects_of_other_packages_are_verified(package: str) -> None:
    for name, (value, order, embedded) in objects(package).items():
        found = tableau2net.verify(value)
        assert found, f"{name}: {found}"
        assert (found.order, found.embedded_order) == (order, embedded), name


@pytest.mark.slow
@pytest.mark.parametrize("package", KIND.names)
@pytest.mark.filterwarnings("ignore")
def test_another_object_of_a_package_is_refused_with_what_may_be_given(package: str) -> None:
    pytest.importorskip(package)
    other = type("Other", (), {"__module__": f"{package}.anything"})
    for value in (other, other()):
        with pytest.raises(
            InputError, match=f"this object of {package} has no tableau.*found Other; expected"
        ):
            tableau2net.verify(value)


BROKEN: dict[str, dict[str, Any]] = {
    "a number for a matrix": {"A": 1},
    "other lengths": {"A": [[0]], "B": [[1], [2]], "C": [None]},
    "an order that is none": {"order": object()},
    "a part that raises": {"B": property(lambda self: 1 / 0)},
}


@pytest.mark.slow
@pytest.mark.parametrize("what", BROKEN)
def test_an_object_that_is_not_what_its_package_makes_is_refused(what: str) -> None:
    scipy = pytest.importorskip("scipy.integrate")
    broken = type("Broken", (scipy.RK45,), BROKEN[what])
    with pytest.raises(InputError):
        tableau2net.verify(broken)
    with pytest.raises(InputError):
        tableau2net.verify(object.__new__(broken))


@pytest.mark.slow
def test_nothing_is_imported_that_the_values_are_not_of() -> None:
    program = """
import sys
import tableau2net
before = [name for name in ("torch", "numpy", "sympy", "networkx", "typer") if name in sys.modules]
assert tableau2net.verify(tableau2net.scheme(A=[[0, 0], [0.5, 0]], b=[0, 1], order=2), snap=True)
print(before, [name for name in ("torch", "numpy", "diffrax", "scipy", "typer") if name in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("[] []\n", "")
