"""Mistakes in writing coefficients down are named, with the line to write: in documents and in every source."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cover import tiered
from schemes import catalogued, certificate, documents

from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.notations.given_keys import given_keys
from tableau2net.read import SchemeDocument
from tableau2net.read.load import read_document
from tableau2net.read.mistakes import KIND
from tableau2net.read.model import Source
from tableau2net.read.schemes.tableau import tableau
from tableau2net.read.text import parse_bytes
from tableau2net.read.yaml_tree import plain
from tableau2net.verify import verify

Keys = dict[str, Any]


def decimal_comma(keys: Keys) -> Keys:
    """Each fraction of a power of 2 as a decimal, and all points as commas."""

    def comma(entry: str) -> str:
        return re.sub(r"^(-?)1/2$", r"\g<1>0.5", entry).replace(".", ",")

    return {**keys, "A": [list(map(comma, row)) for row in keys["A"]], "b": list(map(comma, keys["b"]))}


def matlab_matrix(keys: Keys) -> Keys:
    rows = [" ".join(entry.replace(" ", "") for entry in row) for row in keys["A"]]
    return {**keys, "A": f"[{'; '.join(rows)}]"}


def pasted_tableau(keys: Keys) -> Keys:
    above = [[node, *row] for node, row in zip(keys["c"], keys["A"], strict=True)]
    pasted = {**keys, "A": [*above, ["0", *keys["b"]]]}
    return {key: value for key, value in pasted.items() if key not in ("b", "c")}


def nodes_in_a(keys: Keys) -> Keys:
    pasted = {**keys, "A": [[node, *row] for node, row in zip(keys["c"], keys["A"], strict=True)]}
    return {key: value for key, value in pasted.items() if key != "c"}


def weights_in_a(keys: Keys) -> Keys:
    return {key: value for key, value in {**keys, "A": [*keys["A"], keys["b"]]}.items() if key != "b"}


def transposed_a(keys: Keys) -> Keys:
    return {**keys, "A": [list(column) for column in zip(*keys["A"], strict=True)]}


MAKERS: dict[str, Callable[[Keys], Keys]] = {
    "decimal-comma": decimal_comma,
    "matlab-matrix": matlab_matrix,
    "pasted-tableau": pasted_tableau,
    "nodes-in-a": nodes_in_a,
    "weights-in-a": weights_in_a,
    "transposed-a": transposed_a,
}


WORDS = {
    "decimal-comma": "a decimal is written with a comma",
    "matlab-matrix": "is written in MATLAB's notation",
    "pasted-tableau": "the whole tableau is pasted as A",
    "nodes-in-a": "the nodes c are pasted into A",
    "weights-in-a": "the weights b are pasted into A",
    "transposed-a": "A is transposed",
}


def written(name: str) -> Keys | None:
    """The keys of an explicit Runge–Kutta scheme of the catalogue with numbers, with A in full and its nodes; None of
    any other."""
    document = catalogued(name)
    if document.kind != "runge-kutta" or document.parameters or not document.method.explicit:
        return None
    try:
        found = tableau(document)
    except InputError:
        return None
    keys = given_keys(document)
    rows = [[str(entry) for entry in row] for row in document.A]  # type: ignore[attr-defined]
    return {**keys, "A": rows, "c": keys.get("c", [str(entry) for entry in found.c])}


def read(keys: Keys) -> SchemeDocument:
    """The document of these keys; JSON is YAML."""
    node = parse_bytes(json.dumps(keys, ensure_ascii=False).encode(), "mine.yaml")
    document = read_document(node, Source("path", "mine.yaml"))
    assert isinstance(document, SchemeDocument)
    return document


def fault(keys: Keys) -> str:
    """What is reported of the document: that it is refused, or what to write in the place of what is refuted."""
    try:
        return verify(read(keys)).remedy
    except InputError as error:
        return str(error)


def as_told(keys: Keys, message: str) -> Keys:
    """The keys with the lines that a message says to write."""
    lines = re.findall(r"`([^`]*)`", message)
    assert lines
    right = plain(parse_bytes("\n".join(lines).encode(), "lines"))
    assert isinstance(right, dict)
    return {**keys, **right}


def applies(mistake: str, keys: Keys) -> bool:
    """Whether a mistake changes a scheme, so that it can be seen: its nodes are not all 0, its weights add up to 1."""
    if mistake == "decimal-comma":
        return any("." in entry for row in (*keys["A"], keys["b"]) for entry in row)
    if mistake == "transposed-a":
        return bool(transposed_a(keys)["A"] != keys["A"])
    if mistake == "matlab-matrix":
        return True
    return certificate(keys["name"]).order != 0 and any(entry != "0" for entry in keys["c"])


EXPLICIT = sorted(name for name in documents() if written(name) is not None)
FEW = {"rk4", "dopri5", "ralston2", "rk38", "euler", "fehlberg45"}


def test_every_mistake_is_made_here() -> None:
    assert set(MAKERS) == set(WORDS) == set(KIND.names)


@pytest.mark.parametrize("mistake", KIND.names)
@pytest.mark.parametrize("name", tiered(EXPLICIT, FEW))
def test_a_scheme_of_the_catalogue_written_so_is_recognised(mistake: str, name: str) -> None:
    """With the lines that are fault, it is the scheme again."""
    keys = written(name)
    assert keys is not None
    if not applies(mistake, keys):
        assert MAKERS[mistake](keys)["A"] is not None
        return
    wrong = MAKERS[mistake](keys)
    message = fault(wrong)
    assert WORDS[mistake] in message
    if "…`" in message:  # a matrix of thousands of characters is fault by its beginning
        assert len(message) > 4000
        return
    right = read(as_told(wrong, message))
    assert right.method.A == catalogued(name).method.A
    assert right.method.B == catalogued(name).method.B


@pytest.mark.parametrize("name", tiered(sorted(documents()), lambda name: len(name) < 6))
def test_no_scheme_of_the_catalogue_is_taken_for_a_mistake(name: str) -> None:
    """As it is, it holds; and where it claims nothing, nothing better is offered."""
    document = catalogued(name)
    assert certificate(name).remedy == ""
    if not list(document.corrections()):
        return
    keys = {
        key: value
        for key, value in given_keys(document).items()
        if key not in ("order", "c", "embedded_order")
    }
    assert verify(read(keys)).remedy == ""


def test_an_explicit_scheme_with_its_stages_in_reverse_is_none() -> None:
    """A is upper triangular then, and what it claims holds."""
    keys = written("rk38") or {}
    A = [list(reversed(row)) for row in reversed(keys["A"])]
    reversed_keys = {**keys, "A": A, "b": keys["b"][::-1], "c": keys["c"][::-1]}
    assert verify(read(reversed_keys)).ok
    unclaimed = {key: value for key, value in reversed_keys.items() if key not in ("order", "c")}
    assert verify(read(unclaimed)).remedy == ""


def test_where_nothing_is_claimed_it_is_a_question() -> None:
    keys = {
        key: value for key, value in transposed_a(written("rk4") or {}).items() if key not in ("order", "c")
    }
    certified = verify(read(keys))
    assert certified.ok
    assert certified.remedy.startswith(
        "perhaps A is transposed: with rows and columns of A exchanged the order is 4: "
    )


DOCUMENTS = {
    "a text": (
        'A: "[0 0; 1/2 0]"\nb: [0, 1]',
        "4:4: A is written in MATLAB's notation: found '[0 0; 1/2 0]'",
    ),
    "torn by YAML": (
        "A: [0, 0; 1/2, 0]\nb: [0, 1]",
        "4:4: A is written in MATLAB's notation: found '0, 0; 1/2, 0'",
    ),
    "blanks": ("A: [[0 0], [1/2 0]]\nb: [0, 1]", "4:5: A is written in MATLAB's notation: found '0 0'"),
    "a column": ('A: [[], [1/2]]\nb: "[0; 1]"', "5:4: b is written in MATLAB's notation"),
    "a sign": ('A: "0 0; -1/2 + 1 0"\nb: 0 1', "4:4: A is written in MATLAB's notation"),
    "two entries": ("A: [[], [0,5]]\nb: [0, 1]", "4:9: a decimal is written with a comma: found 0,5"),
    "full rows": ("A: [[0, 0], [0,5, 0]]\nb: [0, 1]", "4:13: a decimal is written with a comma: found 0,5"),
    "a quoted entry": ('A: [[], ["0,5"]]\nb: [0, 1]', "4:10: a decimal is written with a comma: found 0,5"),
    "a block": ("A:\n- []\n- - 0,5\nb: [0, 1]", "6:5: a decimal is written with a comma: found 0,5"),
    "below one": ("A: [[], [1/2]]\nb: [0,0,1]", "5:4: a decimal is written with a comma: found 0,0"),
    "the lower part": ("A: [[], [1/2], [0, 1]]\nb: [0, 1]", "4:4: the weights b are pasted into A"),
}


@pytest.mark.parametrize("case", DOCUMENTS)
def test_the_message_names_the_mistake_and_the_line(case: str, tmp_path: Path) -> None:
    text, message = DOCUMENTS[case]
    path = tmp_path / "doc.yaml"
    head = "name: mine\nkind: runge-kutta\norder: 2\n"
    path.write_text(f"{head}{text}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_document(parse_bytes(path.read_bytes(), "doc.yaml"), Source("path", "doc.yaml"))
    assert str(refused.value).startswith(f"doc.yaml:{message}")
    for line in re.findall(r"`([^`]*)`", str(refused.value)):
        text = re.sub(rf"(?ms)^{line[0]}:.*?(?=^\w|\Z)", f"{line}\n", f"{text}\n")
    right = read_document(parse_bytes(f"{head}{text}".encode(), "doc.yaml"), Source("path", "doc.yaml"))
    assert isinstance(right, SchemeDocument)
    assert verify(right).order == 2


UNCERTAIN = {
    "weights forgotten": "A: [[], [1/2], [-1, 2]]",  # of Kutta's third order: the last row adds up to 1
    "either entry": "A: [[], [1/2]]\nb: [1,2,3]",
    "another fault": "oder: 3\nA: [[], [0,5]]\nb: [0, 1]",
    "no sum": "A: [[0, 0, 0], [1/2, 1/3, 0]]\nb: [0, 1]",
    "arguments": "A: [[], ['root(1,-1,2']]\nb: [0, 1]",
}


@pytest.mark.parametrize("case", UNCERTAIN)
def test_what_is_not_certain_is_refused_as_ever(case: str) -> None:
    text = f"name: mine\nkind: runge-kutta\norder: 2\n{UNCERTAIN[case]}\n"
    with pytest.raises(InputError) as refused:
        read_document(parse_bytes(text.encode(), "doc.yaml"), Source("path", "doc.yaml"))
    assert "`" not in str(refused.value)


SOURCES = {
    "comma.csv": ("0;0;0\n0,5;0,5;0\n;0;1\n", "a decimal is written with a comma: found 0,5"),
    "comma.txt": (
        "0   | 0   0\n0,5 | 0,5 0\n----+------\n    | 0   1\n",
        "a decimal is written with a comma",
    ),
    "comma.md": (
        "| c | 1 | 2 |\n|---|---|---|\n| 0 | 0 | 0 |\n| 0,5 | 0,5 | 0 |\n|  | 0 | 1 |\n",
        "a decimal is",
    ),
    "comma.tex": (
        "\\begin{array}{c|cc}\n0 & & \\\\\n0,5 & 0{,}5 & \\\\ \\hline\n & 0 & 1\n\\end{array}\n",
        "a decimal is written with a comma",
    ),
    "comma.py": ("A = [[0, 0], [0,5, 0]]\nb = [0, 1]\n", "a decimal is written with a comma"),
    "comma.c": ("double A[2][2] = {{0, 0}, {0,5, 0}};\ndouble b[2] = {0, 1};\n", "a decimal is written with"),
    "comma.m": ("A = [0 0; 0,5 0];\nb = [0 1];\n", "a decimal is written with a comma"),
    "comma.jl": ("A = [0 0; 0,5 0]\nb = [0, 1]\n", "a decimal is written with a comma"),
    "comma.xml": (
        '<ParameterList name="x"><Parameter name="A" type="string" value="0 0; 0,5 0"/>'
        '<Parameter name="b" type="string" value="0 1"/></ParameterList>\n',
        "a decimal is written with a comma",
    ),
    "nodes.py": ("A = [[0, 0, 0], [1/2, 1/2, 0]]\nb = [0, 1]\n", "the nodes c are pasted into A"),
    "nodes.m": ("A = [0 0 0; 1/2 1/2 0];\nb = [0 1];\n", "the nodes c are pasted into A"),
    "nodes.jl": ("A = [0 0 0; 1//2 1//2 0]\nb = [0, 1]\n", "the nodes c are pasted into A"),
    "nodes.c": (
        "double A[2][3] = {{0, 0, 0}, {0.5, 0.5, 0}};\ndouble b[2] = {0, 1};\n",
        "the nodes c are pasted",
    ),
    "nodes.f90": (
        "real, parameter :: A(2,3) = transpose(reshape([0.d0, 0.d0, 0.d0, 0.5d0, 0.5d0, 0.d0], [3,2]))\n"
        "real, parameter :: b(2) = [0.d0, 1.d0]\n",
        "the nodes c are pasted into A",
    ),
    "whole.py": ("A = [[0, 0, 0], [1/2, 1/2, 0], [0, 0, 1]]\n", "the whole tableau is pasted as A"),
    "whole.m": ("A = [0 0 0; 1/2 1/2 0; 0 0 1];\n", "the whole tableau is pasted as A"),
    "weights.py": (
        "A = [[0, 0], [1/2, 0], [0, 1]]\nc = [0, 1/2]\norder = 2\n",
        "the weights b are pasted into A",
    ),
    "transposed.py": ("A = [[0, 1/2], [0, 0]]\nb = [0, 1]\nc = [0, 1/2]\n", "A is transposed"),
    "transposed.m": ("A = [0 1/2; 0 0];\nb = [0 1]; c = [0 1/2];\n", "A is transposed"),
    "transposed.jl": ("A = [0 1//2; 0 0]\nb = [0, 1]\nc = [0, 1//2]\n", "A is transposed"),
    "transposed.c": (
        "double A[2][2] = {{0, 0.5}, {0, 0}};\ndouble b[2] = {0, 1};\ndouble c[2] = {0, 0.5};\n",
        "A is",
    ),
    "transposed.txt": ("0   | 0 1/2\n1/2 | 0 0\n----+------\n    | 0 1\n", "A is transposed"),
    "transposed.tex": (
        "\\begin{array}{c|cc}\n0 & 0 & 1/2 \\\\\n1/2 & 0 & 0 \\\\ \\hline\n & 0 & 1\n\\end{array}\n",
        "A is transposed",
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_every_reader_names_the_mistake(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, message = SOURCES[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path / name)]) == (1 if "transposed" in message or message == "A is" else 2)
    (fault,) = [line for line in capsys.readouterr().out.splitlines() if message in line]
    assert re.search(r"`A: \[\[0(\.e0)?, 0(\.e0)?\], \[(0\.5(e0)?|1 ?/ ?2), 0(\.e0)?\]\]`", fault)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("scipy.py", "A = [[0, 0], [1/2, 0], [0, 1]]\nb = [0, 1]\n"),  # a row more, for the step itself
        ("linear.py", "A = [[1, 2, 3], [4, 5, 6]]\nb = [1, 2]\n"),
        ("square.py", "A = [[0, 0, 0], [1, 1, 0], [0, 5, 1]]\n"),
    ],
)
def test_other_arrays_of_code_are_let_pass(
    name: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    main(["check", str(tmp_path / name)])
    fault = capsys.readouterr()
    assert "pasted" not in fault.out + fault.err
    assert "`A:" not in fault.out + fault.err


def test_python_s_own_arrays_are_told_so_too() -> None:
    import tableau2net

    with pytest.raises(
        InputError, match=r"the nodes c are pasted into A: .*`A: \[\[0, 0\], \[1/2, 0\]\]` and `c: "
    ):
        tableau2net.scheme(A=[[0, 0, 0], ["1/2", "1/2", 0]], b=[0, 1])
