"""Certificates: each claim proved or refuted by name, and nothing waved through."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from schemes import matrix, multistep, tableau, vector

from tableau2net.errors import ClaimError, InputError
from tableau2net.exact import PATTERN, Expression, Function, number, parse
from tableau2net.methods import External, Method, Parameter, runge_kutta
from tableau2net.verify import Claims, assert_verified, prove, require

RK4 = tableau("0 0 0 0;1/2 0 0 0;0 1/2 0 0;0 0 1 0", "1/6 1/3 1/3 1/6")
HEUN = tableau("0 0;1 0", "1/2 1/2", b_hat="1 0")
GAUSS = tableau("1/4 1/4-sqrt(3)/6;1/4+sqrt(3)/6 1/4", "1/2 1/2")
AB2 = multistep("0 -1 1", "-1/2 3/2 0")
POLYNET = Method(
    "polynet", "", "general-linear", matrix("0 0;1 0"), matrix("1;0"), matrix("1 1"), matrix("1"),
    (External("state"),),
)  # fmt: skip
REVNET = Method(
    "revnet", "", "general-linear", matrix("0 0;1 0"), matrix("0 1;1 0"), matrix("1 0;0 1"),
    matrix("1 0;0 1"), (External("part", 0), External("part", 1)),
)  # fmt: skip
LEARNED = runge_kutta("learned", ((number(0), number(0)), (PATTERN, number(0))), (PATTERN, PATTERN))


@pytest.mark.parametrize(
    ("method", "claims"),
    [
        (RK4, Claims(order=4, stage_order=1, rescaled_order=4, c=vector("0 1/2 0.5 1"))),
        (HEUN, Claims(order=2, embedded_order=1, zero_stable=True)),
        (GAUSS, Claims(order=4, stage_order=2, c=vector("1/2-1/(2*sqrt(3)) (3+sqrt(3))/6"))),
        (AB2, Claims(order=2, zero_stable=True)),
        (tableau("0", "2"), Claims(order=0, rescaled_order=1)),
        (POLYNET, Claims()),
        (REVNET, Claims(order=1, zero_stable=True)),
        (LEARNED, Claims()),
    ],
)
def test_true_claims_are_proved(method: Method, claims: Claims) -> None:
    certificate = prove(method, claims)
    assert certificate.failures == ()
    assert certificate.verdict == "exact"
    assert require(certificate) is certificate
    assert certificate
    assert certificate.ok
    assert_verified(certificate)


@pytest.mark.parametrize(
    ("method", "claims", "sentence"),
    [
        (RK4, Claims(order=5), "order 5 is claimed, but the order is 4: the condition of order 5"),
        (RK4, Claims(order=3), "order 3 is claimed, but the order is 4"),
        (RK4, Claims(stage_order=2), "stage order 2 is claimed, but it is 1"),
        (RK4, Claims(embedded_order=3), "there are no embedded weights"),
        (RK4, Claims(rescaled_order=3), "order after rescaling 3 is claimed, but it is 4"),
        (RK4, Claims(zero_stable=False), "not zero-stable is claimed, but it is zero-stable"),
        (RK4, Claims(c=vector("0 1/2 1/2 0")), "c[4] = 0 is claimed, but row 4 of A sums to 1"),
        (RK4, Claims(c=vector("0 1/2 1/2")), "3 abscissae are claimed, but there are 4 stages"),
        (HEUN, Claims(embedded_order=2), "embedded order 2 is claimed, but the order is 1"),
        (GAUSS, Claims(c=vector("1/2-sqrt(3)/6 1/2+sqrt(3)/6+1e-40")), "c[2] = "),
        (AB2, Claims(order=3), "order 3 is claimed, but the order is 2"),
        (multistep("-2 1 1", "0 3 0"), Claims(zero_stable=True), "but it is not zero-stable"),
        (multistep("-1/2 0 1", "0 2 0"), Claims(order=1), "not pre-consistent"),
        (POLYNET, Claims(order=1), "stage 2 carries 0 times the state, not 1"),
        (POLYNET, Claims(stage_order=1), "not pre-consistent"),
        (
            REVNET,
            Claims(order=2),
            "order 2 is claimed, but the order is 1: the condition of order 2 at the tree f1[f2]",
        ),
        (REVNET, Claims(zero_stable=False), "it is zero-stable"),
    ],
)
def test_false_claims_are_refuted_by_name(method: Method, claims: Claims, sentence: str) -> None:
    certificate = prove(method, claims)
    assert certificate.verdict == "refuted"
    assert len(certificate.failures) == 1
    assert sentence in certificate.failures[0]
    with pytest.raises(ClaimError) as error:
        require(certificate)
    assert sentence in str(error.value)
    assert error.value.status == 1
    assert not certificate
    assert not certificate.ok
    with pytest.raises(AssertionError) as failed:
        assert_verified(certificate)
    assert str(failed.value) == f"{certificate.name}: {certificate.describe()}"


def test_a_refuted_order_comes_with_its_condition() -> None:
    violation = prove(RK4, Claims(order=5)).violation
    assert violation is not None
    assert violation.order == 5
    assert prove(RK4, Claims(order=3)).violation is None
    assert prove(RK4, Claims(order=4)).violation is None
    assert prove(RK4, Claims(stage_order=2)).violation is None
    empty = prove(POLYNET, Claims(order=1)).violation
    assert empty is not None
    assert (empty.order, empty.tree, empty.value, empty.expected) == (0, "∅", "0", "1")


def test_an_order_can_be_asked_for() -> None:
    assert prove(RK4, at_least=4).verdict == "exact"
    assert prove(RK4, at_least=1).verdict == "exact"
    refused = prove(RK4, Claims(order=4), at_least=5)
    assert refused.verdict == "refuted"
    assert refused.violation is not None
    assert refused.failures[0].startswith("order 5 or more is asked for, but the order is 4: ")
    assert prove(POLYNET, at_least=1).verdict == "refuted"
    assert prove(LEARNED, at_least=1).verdict == "open"


def test_wrong_weights_are_order_zero_not_malformed() -> None:
    certificate = prove(tableau("0 0;1 0", "1/2 1/3"))
    assert (certificate.order, certificate.stage_order, certificate.verdict) == (0, 0, "exact")
    assert (certificate.rescaled_order, certificate.rescaling) == (1, "6/5")
    assert prove(tableau("0 0;1 0", "1 -1")).rescaling is None


def test_the_certificate_is_one_json_value() -> None:
    value = json.loads(json.dumps(prove(RK4, Claims(order=5)).as_json()))
    assert value["violation"].keys() >= {"order", "tree", "value", "expected"}
    assert (value["name"], value["kind"], value["stages"]) == ("test", "runge-kutta", 4)
    assert (value["explicit"], value["order"], value["claimed"]) == (True, 4, 5)
    assert (value["verdict"], value["stage_order"], value["zero_stable"]) == ("refuted", 1, True)


def test_the_certificate_can_be_read_by_people() -> None:
    assert prove(RK4, Claims(order=4)).describe().splitlines() == [
        "order 4, proved exactly; stage order 1",
        "explicit, 4 stages",
    ]
    assert prove(AB2).describe().splitlines() == [
        "order 2, proved exactly; stage order 2",
        "explicit, 1 stage",
        "zero-stable; error constant 5/12",
    ]
    assert "refuted: order 5 is claimed" in prove(RK4, Claims(order=5)).describe()
    assert "note: it is not pre-consistent" in prove(POLYNET).describe()


def test_the_certificate_is_immutable() -> None:
    with pytest.raises(FrozenInstanceError):
        prove(RK4).order = 5  # type: ignore[misc]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("cos(1)", "cannot be decided exactly"),
        ("sqrt(k)", "cannot be decided exactly"),
        ("cos(pi/99999)", "too complicated to decide"),
        ("sqrt(sqrt(sqrt(sqrt(sqrt(sqrt(sqrt(3)))))))", "too complicated to decide"),
        ("sqrt(2)+sqrt(3)+sqrt(5)+sqrt(7)+sqrt(11)+sqrt(13)+sqrt(17)", "too complicated to decide"),
    ],
)
def test_what_no_field_decides_is_refused(entry: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        prove(runge_kutta("test", matrix("0 0;1 0"), (parse(entry, ["k"]), number(1))))


ROOT = parse("sqrt(2)")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (Function("sqrt", (number(1) - ROOT,)), "not a real number"),
        ((ROOT**2 - number(2)) ** -1, "has no value"),
    ],
)
def test_what_was_computed_and_never_read_is_refused_too(entry: Expression, message: str) -> None:
    with pytest.raises(InputError, match=message):
        prove(runge_kutta("test", matrix("0 0;1 0"), (entry, number(1))))


def test_a_value_at_a_pole_is_refused() -> None:
    method = runge_kutta(
        "test", matrix("0 0;alpha 0"), vector("1-1/(2*alpha) 1/(2*alpha)"),
        parameters=(Parameter("alpha", value=number(0)),),
    )  # fmt: skip
    with pytest.raises(InputError, match="has no value"):
        prove(method)


PROGRAM = """
import sys
{before}
from tableau2net.read import load_scheme
from tableau2net.verify import verify
for path in sys.argv[1:]:
    certificate = verify(load_scheme(path))
    assert certificate.verdict == "exact", certificate
print(*sorted({{"sympy", "networkx", "flint", "torch"}} & set(sys.modules)))
"""


def run(before: str, *stems: str) -> list[str]:
    root = Path(__file__).parent.parent
    paths = [str(root / "tableaux" / "schemes" / f"{stem}.yaml") for stem in stems]
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(before=before), *paths],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return result.stdout.split()


@pytest.mark.slow
def test_rational_schemes_need_no_symbolic_library() -> None:
    loaded = run("", "rk4", "dopri5", "ab4", "bdf4", "leapfrog", "predictor_corrector3")
    assert not {"sympy", "networkx", "torch"} & set(loaded)


@pytest.mark.slow
def test_python_flint_is_optional() -> None:
    loaded = run(
        "import os; os.environ['SYMPY_GROUND_TYPES'] = 'python'; sys.modules['flint'] = None",
        *("rk4", "dopri5", "bdf4", "gauss2", "crouzeix3", "alexander_sdirk3", "lm2", "rk2_alpha"),
    )
    assert "sympy" in loaded


def test_a_scheme_that_is_merely_bad_has_no_violation() -> None:
    """Nothing is claimed, so nothing is refuted: the notes say what is wrong."""
    certificate = prove(POLYNET)
    assert certificate.verdict == "exact"
    assert certificate.order is None
    assert certificate.violation is None
    assert certificate.rescaling is None
    assert "not pre-consistent" in certificate.notes[0]
