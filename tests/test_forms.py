"""Schemes in a form of their own: converted exactly, proved as their tableau, computed in their own order."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from emitted import network_around
from graph_values import field, values
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from perturbed import SHIFT, Claimed
from schemes import documents, fractions
from test_emitters_agree import MODES, assert_emitters_agree
from tiers import seeds, tries

import tableau2net
from tableau2net.errors import ClaimError, InputError
from tableau2net.exact import ZERO, Expression, number
from tableau2net.graph import Call, Graph
from tableau2net.lower.step import lower_step
from tableau2net.lower.step_options import StepOptions
from tableau2net.methods import Method
from tableau2net.read import Fused, SchemeDocument, canonical, load_scheme
from tableau2net.read.display.text import draw_form
from tableau2net.read.model import Source
from tableau2net.read.schemes.form import FormDocument
from tableau2net.read.schemes.scheme_class import read_scheme
from tableau2net.read.text import parse_bytes
from tableau2net.verify import verify

Row = list[Fraction]
FORMS = {name: each for name, each in documents().items() if isinstance(each, FormDocument)}
EXPLICIT = [name for name in FORMS if FORMS[name].method.explicit]
entries = st.fractions(min_value=-1, max_value=1, max_denominator=3)


def parsed(text: str) -> SchemeDocument:
    return read_scheme(parse_bytes(text.encode(), "form.yaml"), Source("inline", ""))


def listed(rows: Any) -> str:
    return f"[{', '.join(listed(each) if isinstance(each, list) else str(each) for each in rows)}]"


def written(kind: str, **keys: Any) -> str:
    lines = [f"{key}: {listed(value)}" for key, value in keys.items() if value is not None]
    return "\n".join(["name: form", f"kind: {kind}", *lines]) + "\n"


def f(u: Fraction) -> Fraction:
    """A field without symmetries."""
    return u * u - u / 3 + Fraction(1, 2)


def by_tableau(method: Method, u: Fraction, h: Fraction) -> tuple[Fraction, Fraction | None]:
    """A step of the explicit method, and that of its embedded weights."""
    A, U, B, V = (fractions(rows) for rows in (method.A, method.U, method.B, method.V))
    k: Row = []
    for row, carried in zip(A, U, strict=True):
        k.append(f(carried[0] * u + h * sum(a * each for a, each in zip(row, k, strict=False))))
    step = V[0][0] * u + h * sum(b * each for b, each in zip(B[0], k, strict=True))
    if method.b_hat is None:
        return step, None
    return step, u + h * sum(b * each for b, each in zip(fractions([method.b_hat])[0], k, strict=True))


# --- the forms as their authors write them, stepped as they stand ------------------------------------------------


@st.composite
def shu_osher(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """Rows of α and β, consistent: the rows of α sum to 1."""
    s = draw(st.integers(1, 4))
    alpha, beta = [], []
    for i in range(1, s + 1):
        row = draw(st.lists(entries, min_size=i, max_size=i))
        row[draw(st.integers(0, i - 1))] += 1 - sum(row)
        alpha.append(row)
        beta.append(draw(st.lists(entries, min_size=i, max_size=i)))
    return alpha, beta


@given(shu_osher(), entries, entries, st.booleans())
@settings(max_examples=tries(80))
def test_a_shu_osher_form_is_its_tableau(
    form: tuple[list[Row], list[Row]], u: Fraction, h: Fraction, modified: bool
) -> None:
    alpha, beta = form
    Y = [u]
    for shares, slopes in zip(alpha, beta, strict=True):
        Y.append(sum((a * y + h * b * f(y) for a, b, y in zip(shares, slopes, Y, strict=True)), Fraction(0)))
    if modified:  # what the first stage gives to the others is written as v, what is not there as 0
        v = [Fraction(1), *(row[0] for row in alpha)]
        alpha = [[Fraction(0)], *([Fraction(0), *row[1:]] for row in alpha)]
        beta = [[Fraction(0)], *beta]
        method = parsed(written("shu-osher", v=v, alpha=alpha, beta=beta)).method
    else:
        method = parsed(written("shu-osher", alpha=alpha, beta=beta)).method
    assert by_tableau(method, u, h) == (Y[-1], None)


@given(st.lists(st.tuples(entries, entries), min_size=1, max_size=4), entries, entries)
@settings(max_examples=tries(80))
def test_a_2n_form_is_its_tableau(pairs: list[tuple[Fraction, Fraction]], u: Fraction, h: Fraction) -> None:
    A, B = [Fraction(0), *(a for a, _ in pairs[1:])], [b for _, b in pairs]
    method = parsed(written("low-storage-2n", A=A, B=B)).method
    state, s = u, Fraction(0)
    for a, b in zip(A, B, strict=True):
        s = a * s + h * f(state)
        state += b * s
    assert by_tableau(method, u, h) == (state, None)


@st.composite
def registers(draw: st.DrawFn) -> dict[str, Any]:
    """γ1, γ2, γ3, β and δ, consistent: what s1 takes of the registers is the state once."""
    s, third = draw(st.integers(1, 4)), draw(st.booleans())
    delta = draw(st.lists(entries, min_size=s, max_size=s + (2 if third else 1)))
    delta[0] = draw(st.sampled_from([Fraction(1), delta[0]]))
    gamma2, gamma3 = (draw(st.lists(entries, min_size=s, max_size=s)) for _ in range(2))
    gamma1 = [
        1 - g2 * sum(delta[: i + 1]) - (g3 if third else 0)
        for i, (g2, g3) in enumerate(zip(gamma2, gamma3, strict=True))
    ]
    beta = draw(st.lists(entries, min_size=s, max_size=s))
    gammas = {"gamma1": gamma1, "gamma2": gamma2, "gamma3": gamma3 if third else None}
    return {**gammas, "beta": beta, "delta": delta}


@given(registers(), entries, entries)
@settings(max_examples=tries(120))
def test_a_3s_form_is_its_tableau(form: dict[str, Any], u: Fraction, h: Fraction) -> None:
    beta, delta, s = form["beta"], form["delta"], len(form["beta"])
    if len(delta) > s and sum(delta) == 0:
        with pytest.raises(InputError, match="the weights of the embedded method sum to 0"):
            parsed(written("low-storage-3s", **form))
        return
    gamma3 = form["gamma3"] or [Fraction(0)] * s
    s1, s2, s3 = u, Fraction(0), u
    for i in range(s):
        s2 = s2 + delta[i] * s1
        s1 = form["gamma1"][i] * s1 + form["gamma2"][i] * s2 + gamma3[i] * s3 + beta[i] * h * f(s1)
    embedded = None
    if len(delta) > s:
        more = [*delta[s:], Fraction(0)]
        embedded = (s2 + more[0] * s1 + more[1] * s3) / sum(delta)
    method = parsed(written("low-storage-3s", **form)).method
    assert by_tableau(method, u, h) == (s1, embedded)


@st.composite
def implicit_shu_osher(draw: st.DrawFn) -> dict[str, Any]:
    """v and rows of α and β, consistent, whose stages are made of those before them and of slopes up to their own."""
    s = draw(st.integers(1, 3))
    alpha, beta = (
        [draw(st.lists(entries, min_size=min(i + 1, s), max_size=min(i + 1, s))) for i in range(s + 1)]
        for _ in range(2)
    )
    assume(all(alpha[i][i] != 1 for i in range(s)))
    return {"v": [1 - sum(row) for row in alpha], "alpha": alpha, "beta": beta}


@given(implicit_shu_osher(), entries)
@settings(max_examples=tries(60))
def test_an_implicit_shu_osher_form_is_its_tableau(form: dict[str, Any], z: Fraction) -> None:
    """On u′ = λ u, z = h λ, whose stages are solved as they stand."""
    alpha, beta, v = form["alpha"], form["beta"], form["v"]
    Y: Row = []
    for i, (shares, slopes) in enumerate(zip(alpha, beta, strict=True)):
        own = sum(shares[i:], Fraction(0)) + z * sum(slopes[i:], Fraction(0))
        assume(own != 1)
        others = zip(shares, slopes, Y, strict=False)
        Y.append((v[i] + sum((a + z * b) * y for a, b, y in others)) / (1 - own))
    method = parsed(written("shu-osher", **form)).method
    A, U, B = (fractions(rows) for rows in (method.A, method.U, method.B))
    stages: Row = []
    for i, row in enumerate(A):
        stages.append(
            (U[i][0] + z * sum(a * y for a, y in zip(row, stages, strict=False))) / (1 - z * row[i])
        )
    assert stages == Y[:-1]
    assert 1 + z * sum(b * y for b, y in zip(B[0], stages, strict=True)) == Y[-1]


# --- in their own order ------------------------------------------------------------------------------------------


def step_of(document: SchemeDocument, **options: Any) -> Graph:
    return lower_step(document.method, StepOptions(**options), "Step")


def held(graph: Graph) -> int:
    """The most values that are held at an evaluation, for it or for what comes after it."""
    nodes = list(graph.operations)
    most = 0
    for place, node in enumerate(nodes):
        if isinstance(graph[node], Call):
            later = {each for other in nodes[place:] for each in graph[other].arguments} | set(graph.outputs)
            most = max(most, len(later & set(nodes[:place])))
    return most


LOW = {name: FORMS[name].recurrence().registers for name in EXPLICIT if FORMS[name].recurrence().registers}


@pytest.mark.parametrize("name", LOW)
def test_a_low_storage_form_keeps_no_more_than_its_registers(name: str) -> None:
    assert held(step_of(FORMS[name])) == LOW[name]
    assert held(step_of(FORMS[name], h=number("1/7"))) == LOW[name]


def test_its_tableau_keeps_more() -> None:
    assert held(step_of(documents()["carpenter_kennedy54"])) == 6  # the state, the stage and four slopes
    assert set(LOW.values()) == {2, 3}


@given(registers(), st.lists(st.tuples(entries, entries), min_size=2, max_size=6))
@settings(max_examples=tries(60))
def test_random_low_storage_forms_keep_no_more_than_their_registers(
    form: dict[str, Any], pairs: list[tuple[Fraction, Fraction]]
) -> None:
    form["delta"] = form["delta"][: len(form["beta"])]
    A, B = [Fraction(0), *(a for a, _ in pairs[1:])], [b for _, b in pairs]
    for text, most in (
        (written("low-storage-3s", **form), 3 if form["gamma3"] else 2),
        (written("low-storage-2n", A=A, B=B), 2),
    ):
        document = parsed(text)
        if reads_nothing(document):
            with pytest.raises(InputError, match="has no input when it is computed"):
                step_of(document)
        else:
            assert held(step_of(document)) <= most


def reads_nothing(document: SchemeDocument) -> bool:
    """Whether a value that a stage's field is given is made of nothing."""
    assert isinstance(document, FormDocument)
    recurrence = document.recurrence()
    used = {j for line in recurrence.lines for j, _ in line.slopes}
    lines = [recurrence.lines[at - 1] for j, at in enumerate(recurrence.reads) if at and j in used]
    return any(all(entry == ZERO for _, entry in (*line.values, *line.slopes)) for line in lines)


@pytest.mark.parametrize("name", LOW)
def test_an_emitted_low_storage_step_writes_to_two_registers_and_the_slope(name: str) -> None:
    text = tableau2net.emit("resnet20", **network_around(name))
    (step,) = (
        each for each in ast.parse(text).body if isinstance(each, ast.ClassDef) and each.name.endswith("Step")
    )
    forward = next(each for each in step.body if isinstance(each, ast.FunctionDef) and each.name == "forward")
    names = {
        node.id
        for node in ast.walk(forward)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    assert names in ({"u", "s", "k"}, {"s1", "s2", "k"})


def test_the_steps_read_as_their_authors_write_them() -> None:
    text = tableau2net.emit("resnet20", **network_around("ssprk33_shu_osher"))
    assert "y2 = u + k1\n" in text
    assert "k2 = f2(y2)\n" in text
    assert "y3 = 3/4 u + 1/4 y2 + 1/4 k2\n" in text
    assert "u' = 1/3 u + 2/3 y3 + 2/3 f3" not in text
    assert "u' = 1/3 u + 2/3 y3 + 2/3 k3\n" in text
    text = tableau2net.emit("resnet20", **network_around("williamson3_2n"))
    lines = ["s = f1(u)", "u = u + 1/3 s", "k = f2(u)", "s = -5/9 s + k", "u = u + 15/16 s", "k = f3(u)"]
    assert "\n    ".join([*lines, "s = -153/128 s + k", "u' = u + 8/15 s"]) in text


@pytest.mark.parametrize("options", [{"coupling": "concat"}, {"weights": "stage"}])
def test_a_scheme_whose_slopes_stand_side_by_side_is_its_tableau(options: dict[str, Any]) -> None:
    ours, plain = FORMS["ssprk33_shu_osher"], documents()["ssprk33"]
    same = list(step_of(ours, **options).operations.values()) == list(
        step_of(plain, **options).operations.values()
    )
    assert same is (options.get("coupling") == "concat")


def same_steps(method: Method, plain: Method, **options: Any) -> bool:
    """Whether two steps compute the same of a state, of h = 1/7, and of fields that are no two alike."""
    found = []
    for each in (method, plain):
        graph = lower_step(each, StepOptions(h=number("1/7"), **options), "Step")
        found.append(values(graph, ((3, 5),), {slot.name: field(slot.name, 2) for slot in graph.slots}))
    return found[0] == found[1]


SWEEPS = [Fused(sweeps=0), Fused(sweeps=1), Fused(sweeps=2, order="jacobi")]


@given(
    st.one_of(
        implicit_shu_osher().map(lambda form: written("shu-osher", **form)),
        registers().map(lambda form: written("low-storage-3s", **form)),
        shu_osher().map(lambda form: written("shu-osher", alpha=form[0], beta=form[1])),
    ),
    st.sampled_from(SWEEPS),
    st.sampled_from(["evaluation", "stage", "step"]),
)
@settings(max_examples=tries(150))
def test_the_order_of_operations_changes_nothing_of_what_is_computed(
    text: str, implicit: Fused, weights: str
) -> None:
    """Exactly, the iteration of implicit stages included: against the step of the tableau, which drops what is not
    used."""
    if "delta" in text:
        assume(sum(Fraction(each) for each in text.split("delta: [")[1].split("]")[0].split(", ")))
    document = parsed(text)
    assume(not reads_nothing(document))
    method = document.method
    plain = replace(method, recurrence=None)
    assert same_steps(method, plain, implicit=implicit, weights=weights)


def random_form(seed: int) -> str:
    draw = Random(seed)

    def entry() -> Fraction:
        return Fraction(draw.randint(-4, 4) or 1, draw.randint(1, 5))

    s = draw.randint(2, 4)
    row = [entry() for _ in range(s)]
    match draw.randrange(3):
        case 0:
            rows = [[entry() for _ in range(i)] for i in range(1, s + 1)]
            return written("shu-osher", alpha=rows, beta=[list(map(abs, each)) for each in rows])
        case 1:
            return written("low-storage-2n", A=[Fraction(0), *row[1:]], B=[entry() for _ in row])
    more = {key: [entry() for _ in row] for key in ("gamma1", "gamma2", "gamma3", "beta")}
    return written("low-storage-3s", **more, delta=row)


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds(8))
@pytest.mark.parametrize("weights", ["evaluation", "step"])
def test_the_emitters_agree_on_random_forms(seed: int, weights: str, tmp_path: Path) -> None:
    (tmp_path / "form.yaml").write_text(random_form(seed), encoding="utf-8")
    overrides = {**network_around("euler"), "scheme": str(tmp_path / "form.yaml"), "weights": weights}
    assert_emitters_agree(tmp_path, "resnet20", {**overrides, "step_size": "1/8"})


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_the_emitters_agree_on_an_implicit_form(mode: str, tmp_path: Path) -> None:
    overrides = network_around("ssp_implicit22_shu_osher", implicit=MODES[mode], step_size="1/10")
    assert_emitters_agree(tmp_path, "resnet20", overrides)


# --- claims ------------------------------------------------------------------------------------------------------


def moves(recurrence_of: FormDocument) -> Iterator[Method]:
    """The method with each coefficient of the form in turn larger by 10⁻³⁰."""
    recurrence = recurrence_of.recurrence()
    for place in range(len(list(recurrence.coefficients()))):
        numbers = count()

        def change(entry: Expression, numbers: Iterator[int] = numbers, place: int = place) -> Expression:
            return entry + SHIFT if next(numbers) == place else entry

        yield recurrence.mapped(change).method(recurrence_of.name)


EXACT = [name for name in FORMS if FORMS[name].method.printed is None]


@pytest.mark.parametrize("name", EXACT)
def test_every_coefficient_of_a_form_counts(name: str) -> None:
    found = [verify(Claimed(FORMS[name], method)).verdict for method in moves(FORMS[name])]
    assert set(found) == {"refuted"}


@pytest.mark.parametrize("name", [name for name in FORMS if FORMS[name].tableau is not None])
def test_every_entry_of_a_claimed_tableau_counts_and_is_named(name: str) -> None:
    document = FORMS[name]
    claimed = document.claims.tableau
    assert claimed
    for place, entry in enumerate(claimed):
        moved = [*claimed]
        moved[place] = type(entry)(entry.part, entry.at, entry.value + SHIFT, entry.place)
        scheme = Claimed(document, document.method)
        scheme.claims = type(scheme.claims)(tableau=tuple(moved))
        (failure,) = verify(scheme).failures
        assert failure.startswith(f"{entry.place}: {entry} = ")
        assert ".yaml:" in entry.place


RALSTON = """name: ralston
kind: shu-osher
alpha: [[1], [3/4, 1/4]]
beta: [[2/3], [1/12, 3/4]]
tableau: {A: [[], [2/3]], b: [1/4, 3/4], c: [0, 2/3]}
order: 2
"""


def test_a_conversion_by_hand_that_is_wrong_is_told_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "ralston.yaml"
    path.write_text(RALSTON, encoding="utf-8")
    assert verify(load_scheme(str(path))).verdict == "exact"
    path.write_text(RALSTON.replace("b: [1/4, ", "b: [2/12 * 2/3, "), encoding="utf-8")
    certificate = verify(load_scheme(str(path)))
    assert (certificate.verdict, certificate.order, certificate.refuted) == ("refuted", 2, ("tableau",))
    assert certificate.failures == (f"{path}:5:31: b[1] = 1/9 is claimed, but the form gives 1/4",)
    with pytest.raises(ClaimError, match="5:31: b"):
        tableau2net.compile("resnet20", scheme=str(path))


def test_a_form_whose_values_do_not_carry_the_state_once_is_told() -> None:
    certificate = verify(parsed(RALSTON.replace("[3/4, 1/4]", "[3/4, 1/3]")))
    assert certificate.order is None
    assert (
        "it is not pre-consistent: the shares of values in the row of u_next add up to 13/12, not 1"
        in certificate.notes
    )


def test_parameters_and_roots_are_converted_exactly() -> None:
    text = written(
        "shu-osher",
        alpha=[[1], ["1 - a", "a"]],
        beta=[["1/(2*a)"], ["(1 - a)/1 - 1/2 + a/2*0", "a - a + 1*1/1*a"]],
    )
    method = parsed(f"{text}parameters: {{a: {{range: '(0, 1]'}}}}\n").method
    assert [str(entry) for entry in method.A[1]] == ["1/2/a", "0"]
    root = parsed(
        written("low-storage-2n", A=[0, "1/(2 + sqrt(3))"], B=["sqrt(3)/3", "sqrt(12) - sqrt(3)"])
    ).method
    hidden = parsed(written("low-storage-2n", A=[0, "sqrt(8) - 2*sqrt(2)"], B=[1, "1/2"])).method
    assert str(root.B[0][1]) == "sqrt(3)"
    assert hidden.B[0][0] == number(1)


# --- rounded decimals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ssprk54_shu_osher", "ketcheson58_2s", "parsani53_3s"])
def test_a_digit_that_is_off_is_refuted(name: str, tmp_path: Path) -> None:
    document = FORMS[name]
    certificate = verify(document)
    assert (certificate.verdict, certificate.order) == ("digits", document.order)
    numbers = count()

    def change(entry: Expression) -> Expression:
        return entry + number("1e-9") if next(numbers) == 5 else entry

    off = document.recurrence().mapped(document.within).mapped(change).method(name)
    assert verify(Claimed(document, document.known(off))).verdict == "refuted"


def test_the_state_is_carried_once_within_the_digits_or_it_is_told() -> None:
    rows = "alpha: [[1], [{}, 0.6667]]\nbeta: [[1.0000], [0, 0.3333]]\n"
    text = f"name: x\nkind: shu-osher\ndecimals: rounded\norder: 1\n{rows}"
    assert verify(parsed(text.format("0.3333"))).order == 1
    certificate = verify(parsed(text.format("0.3353")))
    assert certificate.verdict == "refuted"
    assert (
        "not pre-consistent: the shares of values in the row of u_next add up to 501/500"
        in certificate.failures[0]
    )


def test_a_claimed_tableau_is_compared_within_the_digits() -> None:
    text = (
        "name: x\nkind: low-storage-2n\ndecimals: rounded\nA: [0, -0.5556, -1.1953]\nB: [0.3333, 0.9375, 0.5333]\n"
        "tableau: {{A: [[], [0.3333], [-0.1875, {}]], b: [0.1667, 0.3000, 0.5333]}}\n"
    )
    assert verify(parsed(text.format("0.9375"))).failures == ()
    (failure,) = verify(parsed(text.format("0.9385"))).failures
    assert (
        failure.startswith("form.yaml:5:43: A[3][2] = 1877/2000 is claimed") or "A[3][2] = 0.9385" in failure
    )


# --- documents ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_what_a_form_says_can_be_read_again(name: str) -> None:
    document = FORMS[name]
    keys = {key: value for key, value in json.loads(canonical(document)).items() if value is not None}
    again = parsed(json.dumps(keys, ensure_ascii=False))
    assert again.method == document.method
    assert verify(again).as_json() == verify(document).as_json()


@pytest.mark.parametrize("name", EXACT)
def test_what_show_draws_of_a_form_can_be_read_again(name: str) -> None:
    head, _, *rows = draw_form(FORMS[name]).splitlines()
    columns = [[row.split("│")[place].split() for row in rows] for place in range(head.count("│") + 1)]
    keys = {key.strip(): column for key, column in zip(head.split("│"), columns, strict=True)}
    vectors = FORMS[name].vectors()
    entries = {
        key: [each for row in column for each in row] if key in vectors else column
        for key, column in keys.items()
    }
    assert parsed(written(FORMS[name].kind, **entries)).method.recurrence == FORMS[name].method.recurrence


TWINS = {
    "williamson3_2n": "williamson3",
    "carpenter_kennedy54_2n": "carpenter_kennedy54",
    "ssprk33_shu_osher": "ssprk33",
    "ssprk104_shu_osher": "ssprk104",
    "ssp_implicit22_shu_osher": "qin_zhang",
}


@pytest.mark.parametrize("name", TWINS)
def test_the_catalogue_has_the_same_tableaux_converted_by_others(name: str) -> None:
    ours = load_scheme(name, ["accuracy=null"]).method
    theirs = load_scheme(TWINS[name], ["accuracy=null"]).method
    assert (ours.A, ours.B, ours.c) == (theirs.A, theirs.B, theirs.c)


BAD: list[tuple[str, str, str, str]] = [
    ("2n", "A: [0, 1]", "A: [1, 1]", "the second register starts empty: found A_1 = 1"),
    ("2n", "B: [1, 1]", "B: [1]", "B has the wrong length: found 1 entry; expected 2, as many as A"),
    ("so", "[1/2, 1/2]", "[1/2]", "alpha is ragged: found 1 entry in row 2; expected 2, one for each of Y_1 … Y_2"),
    ("so", "beta: [[1], [0, 1/2]]", "beta: [[1]]", "alpha has the wrong height: found 2 rows; expected 1"),
    ("so", "beta: [[1], [0, 1/2]]", "beta: []", "beta has the wrong height: found 0 rows"),
    ("so", "alpha", "alhpa", "this key is not known: found 'alhpa'"),
    ("so", "kind", "tableau: {A: [[]], b: [1]}\nkind", "A has the wrong height: found 1 rows; expected 2"),
    ("so", "kind", "tableau: {A: [[], [1]], b: [1]}\nkind", "b has the wrong length: found 1 entry; expected 2"),
    ("so", "kind", "tableau: {A: [[], [1]], b: [1, 1], b_hat: [1, 1]}\nkind", "the form has no embedded method"),
    ("v", "[0, 1]]", "[0, 1, 1]]", "alpha is ragged: found 3 entries in row 3; expected at most 2"),
    ("v", "alpha: [[0]", "alpha: [[0, 1/2]", "only on itself and on earlier stages: found alpha = 1/2 of Y_2"),
    ("v", "alpha: [[0]", "alpha: [[sqrt(4) - 1]", "a stage cannot consist of itself alone: found alpha = 1 of Y_1"),
    ("v", "v: [1, 0, 0]", "v: [1, 0]", "v has the wrong length: found 2 entries; expected 3"),
    ("3s", "gamma1: [0, 1]", "gamma1: [0]", "gamma1 has the wrong length: found 1 entry; expected 2"),
    ("3s", "delta: [1, 0]", "delta: [1, 0, 1, 1]", "delta has the wrong length: found 4 entries; expected 2"),
    ("3s", "name", "embedded_order: 1\nname", "there is no embedded method"),
    ("3s", "delta: [1, 0]", "delta: [1, sqrt(2), -1 - sqrt(2)]", "the weights of the embedded method sum to 0"),
]  # fmt: skip
TEXTS = {
    "2n": "name: x\nkind: low-storage-2n\nA: [0, 1]\nB: [1, 1]\n",
    "so": "name: x\nkind: shu-osher\nalpha: [[1], [1/2, 1/2]]\nbeta: [[1], [0, 1/2]]\n",
    "v": "name: x\nkind: shu-osher\nv: [1, 0, 0]\nalpha: [[0], [1], [0, 1]]\nbeta: [[1/4], [1/4, 1/4], [0, 1/4]]\n",
    "3s": "name: x\nkind: low-storage-3s\ngamma1: [0, 1]\ngamma2: [1, 0]\nbeta: [1, 1]\ndelta: [1, 0]\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_texts_that_are_spoilt_below_are_read(text: str) -> None:
    assert parsed(text).method.stages == 2


@pytest.mark.parametrize(("which", "old", "new", "sentence"), BAD)
def test_a_form_that_does_not_fit_together_is_refused(which: str, old: str, new: str, sentence: str) -> None:
    text = TEXTS[which]
    assert old in text
    with pytest.raises(InputError) as caught:
        parsed(text.replace(old, new, 1))
    assert sentence in str(caught.value)
    assert str(caught.value).startswith("form.yaml:")
