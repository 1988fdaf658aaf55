"""What the commands print, the functions at the top of the library give as values; documents and certificates show
themselves."""

from __future__ import annotations

import re

import pytest

import tableau2net
from tableau2net.cli import main
from tableau2net.errors import InputError
from tableau2net.read import NetworkDocument, SchemeDocument, catalogue
from tableau2net.values import scheme

RALSTON = scheme(name="mine", A=[[0, 0], ["2/3", 0]], b=["1/4", "3/4"], order=2)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main([*arguments]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "name", ["rk4", "bdf2", "revnet", "ssprk33", "ark324l2sa", "rk4_resnet", "lm_resnet20"]
)
def test_show_is_what_the_command_prints(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = tableau2net.show(name)
    assert f"{found}\n" == printed(capsys, "show", name)
    assert all(found.certificates)


def test_a_certificate_prints_as_check_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert f"{tableau2net.verify('gauss3')}\n" == printed(capsys, "check", "gauss3")


def test_analyze_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    found = tableau2net.analyze("rk4", digits=5)
    assert f"{found.describe()}\n" == printed(capsys, "analyze", "rk4", "--digits", "5")
    assert tableau2net.analyze(RALSTON).name == "mine"


@pytest.mark.parametrize("kind", [None, "network", "recipe", "partitioned"])
def test_list_is_what_the_command_prints(kind: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--kind", kind] if kind else []
    lines = printed(capsys, "list", *options).splitlines()
    names = [line.split()[0] for line in lines if line]
    assert [name for name in names if name not in ("scheme", "network", "recipe")] == [
        entry.name for entry in tableau2net.list(kind)
    ]


@pytest.mark.parametrize("notation", ["julia", "latex", "yaml"])
def test_convert_is_what_the_command_prints(notation: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert tableau2net.convert("ralston", notation) == printed(capsys, "convert", "ralston", "--to", notation)


def test_what_is_converted_to_yaml_is_read_again() -> None:
    assert tableau2net.load(tableau2net.convert(RALSTON, "yaml")) == RALSTON


def test_a_scheme_of_floats_is_converted_to_yaml_and_read_again() -> None:
    floats = scheme(name="floats", A=[[0, 0], [2 / 3, 0]], b=["1/4", 0.75], order=2)
    again = tableau2net.load(tableau2net.convert(floats, "yaml"))
    assert again == floats
    assert isinstance(again, SchemeDocument)
    assert again.method == floats.method


def test_what_is_not_there_is_told() -> None:
    with pytest.raises(InputError, match="no such notation: found 'julja'; expected 'julia'"):
        tableau2net.convert("rk4", "julja")
    with pytest.raises(InputError, match="nothing of this kind"):
        tableau2net.list("no-such-kind")
    for call in (tableau2net.analyze, lambda name: tableau2net.convert(name, "yaml")):
        with pytest.raises(InputError, match="this is a network"):
            call("resnet20")


@pytest.mark.parametrize("name", [entry.name for entry in catalogue()])
def test_a_document_shows_itself(name: str) -> None:
    """As text with its name and what it claims, as HTML without a sign that is not escaped, as LaTeX where it is a
    tableau."""
    document = tableau2net.load(name)
    text = str(document)
    assert text.startswith(document.name)
    if isinstance(document, NetworkDocument):
        assert "  steps by " in text
        return
    assert (document.order is None) or f"order {document.order}" in text
    html = document._repr_html_()
    assert re.fullmatch(r"<pre>[^<>]*</pre>", html)
    latex = document._repr_latex_()
    try:
        written = tableau2net.convert(document, "latex")
    except InputError:
        assert latex is None
    else:
        assert latex is not None
        assert latex.removeprefix("$$\n").removesuffix("\n$$") in written


def test_a_certificate_shows_itself_in_a_notebook() -> None:
    certificate = tableau2net.verify({"A": [[0]], "b": [1], "order": 2})
    html = certificate._repr_html_()
    assert re.fullmatch(r"<pre>[^<>]*</pre>", html)
    assert "refuted: order 2 is claimed" in html
    assert "refuted: order 2 is claimed" in str(certificate)


def test_a_network_is_made_with_a_scheme_that_is_a_value() -> None:
    """The file says it whole in its header, and is that of the same scheme in a document."""
    source = tableau2net.emit("rk4_resnet", scheme=RALSTON)
    assert "class MineStep(nn.Module)" in source
    network = tableau2net.load("rk4_resnet", scheme=RALSTON)
    assert isinstance(network, NetworkDocument)
    assert network.scheme == RALSTON
