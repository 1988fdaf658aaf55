"""Generated files in repositories: whatever happens to them there, their state is told, and nobody's work is lost."""

from __future__ import annotations

import ast
import copy
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiers import tries

import tableau2net
from tableau2net.cli import main
from tableau2net.cli.options import FORMATS
from tableau2net.emit.source.code import code_digest
from tableau2net.generated import GeneratedFile, state
from tableau2net.shown import shell_word, shell_words

YAML = """\
name: mine
title: My network
notes: {notes}
input: {{channels: 1, size: 8}}
classes: {classes}
scheme: rk4
periods:
  - {{channels: 8, steps: 2}}
"""
SCHEME = "name: own\nkind: runge-kutta\norder: 2\nA:\n  - []\n  - [2/3]\nb: [1/4, 3/4]\n"
FRONTS = {
    "licence": "# Copyright 2026\n# SPDX-License-Identifier: MIT\n\n",
    "shebang": "#!/usr/bin/env python3\n",
    "noqa": "# ruff: noqa\n",
    "generated": "# @generated\n",
    "coding": "# -*- coding: utf-8 -*-\n\n",
}


@cache
def emitted(steps: int) -> str:
    return tableau2net.emit("rk4_resnet", **{"periods.*.steps": steps})


def document(classes: int = 10, notes: str = "none") -> None:
    Path("mine.yaml").write_text(YAML.format(classes=classes, notes=notes), encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A generated file in the current folder, made of mine.yaml beside it."""
    monkeypatch.chdir(tmp_path)
    document()
    assert main(["compile", "mine.yaml", "-o", "mine.py"]) == 0
    return tmp_path / "mine.py"


def tabs(spaces: re.Match[str]) -> str:
    return "\t" * (len(spaces[0]) // 4) + " " * (len(spaces[0]) % 4)


def identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns


def table(capsys: pytest.CaptureFixture[str], *call: str) -> tuple[int, dict[str, str], str]:
    """The exit status of `generated`, the state of each file, and what is printed besides."""
    capsys.readouterr()
    status = main(["generated", *call])
    out, err = capsys.readouterr()
    rows = [line.split("  ", 1) for line in out.splitlines()[1:]]
    return status, {name.strip(): rest.strip() for name, rest in rows}, err


@pytest.mark.parametrize("call", [["generated", "--update"], ["compile", "mine.yaml", "-o", "mine.py"]])
@pytest.mark.parametrize(
    "change",
    [
        *(pytest.param(lambda text, front=front: front + text, id=name) for name, front in FRONTS.items()),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: "\ufeff" + text, id="byte order mark"),
        pytest.param(lambda text: "\ufeff" + (FRONTS["licence"] + text).replace("\n", "\r\n"), id="all"),
        pytest.param(lambda text: re.sub(r"^ +", tabs, text, flags=re.M), id="tabs"),
        pytest.param(
            lambda text: text.replace(".add(k1, alpha=1 / 2)", ".add(\n  k1, alpha=1/2,\n)"), id="layout"
        ),
    ],
)
def test_what_repositories_do_to_a_file_is_no_change_of_it(
    change: Callable[[str], str], call: list[str], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = change(file.read_text(encoding="utf-8"))
    assert changed != file.read_text(encoding="utf-8")
    file.write_bytes(changed.encode())
    before = identity(file)
    assert main(["compile", "mine.yaml", "-o", "mine.py", "--check"]) == 0
    status, states, _ = table(capsys)
    assert (status, states["mine.py"] in ("up to date", "reformatted, same code")) == (0, True)
    assert main(call) == 0
    assert (identity(file), file.read_bytes()) == (before, changed.encode())
    document(classes=12)
    assert table(capsys)[:2] == (1, {"mine.py": "stale: its input has changed"})
    assert main(call) == 0
    anew = file.read_bytes()
    assert table(capsys)[:2] == (0, {"mine.py": "up to date"})
    kept = changed.partition("# Generated")[0]
    assert anew.decode().startswith(f"{kept}# Generated")
    assert anew.count(b"\r\n") == (anew.count(b"\n") if "\r" in changed else 0)


@pytest.mark.parametrize(
    "edit",
    [
        ("alpha=1 / 2", "alpha=1 / 3"),
        ("class Mine(", "# mine\nclass Mine("),
        ("My network", "Your network"),
        ("import Tensor, nn", "import Tensor, nn, optim"),
        ("# Generated", "import os\n\n# Generated"),
        ("class ", "class class "),
        ("# code  sha256 ", "# "),
    ],
)
def test_a_hand_edit_is_told_and_kept(
    edit: tuple[str, str], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = file.read_text(encoding="utf-8")
    edited = text.replace(*edit, 1)
    assert edited != text
    file.write_text(edited, encoding="utf-8")
    before = identity(file)
    same = edit[0].startswith("# code")  # the code itself is what it should be
    message = "up to date; another header" if same else "edited by hand"
    assert table(capsys)[:2] == (int(not same), {"mine.py": message})
    if same:
        document(classes=12)
        message = "edited by hand"
    assert main(["generated", "--check"]) == 1
    _, err = capsys.readouterr()
    assert "+++ mine.py (compiled)" in err
    status, states, _ = table(capsys, "--update")
    assert (status, states) == (1, {"mine.py": f"{message}  left alone"})
    assert main(["compile", "mine.yaml", "-o", "mine.py"]) == 2
    assert (identity(file), file.read_text(encoding="utf-8")) == (before, edited)
    assert main(["compile", "mine.yaml", "-o", "mine.py", "--force"]) == 0
    assert table(capsys)[:2] == (0, {"mine.py": "up to date"})


def changes(tree: ast.Module) -> list[ast.Module]:
    """The tree with one thing changed in it, for every thing that can be."""
    found = []
    for place, node in enumerate(ast.walk(tree)):
        for name, value in ast.iter_fields(node):
            if isinstance(value, bool) or name == "conversion" or value is None or isinstance(value, ast.AST):
                continue
            other: object
            if isinstance(value, list):
                if not value or (len(value) == 1 and name in ("body", "names", "targets")):
                    continue
                other = value[1:]
            elif isinstance(value, str):
                other = f"{value}x" if value.isprintable() else value.replace(value.split()[0], "x", 1)
            else:
                other = value + 1
            changed = copy.deepcopy(tree)
            setattr(next(each for n, each in enumerate(ast.walk(changed)) if n == place), name, other)
            found.append(changed)
    return found


SMALL = '''\
"""A title.

Told.
"""

from torch import nn


class Step(nn.Module):
    """A step: u' = u + 1/2 k1."""

    def forward(self, u: Tensor, *more: float, drop_rate: float = 0.5) -> Tensor:
        for step in self.period1:
            (u, k1) = step(u, alpha=-1 / 2, **self.options)
        if not u[0] > 1 or isinstance(u, (int, float)):
            raise ValueError(f"stages {u:.2e}")
        return [lambda x: x for x in u if x]
'''


def test_every_change_of_a_syntax_tree_is_seen() -> None:
    texts = [SMALL, *map(ast.unparse, changes(ast.parse(SMALL)))]
    trees = {ast.dump(ast.parse(text)): code_digest(text) for text in texts}
    assert len(trees) > 60
    assert len(set(trees.values()) - {None}) == len(trees)


@given(st.data())
def test_a_number_that_is_changed_anywhere_in_a_file_is_an_edit(data: st.DataObject) -> None:
    made = GeneratedFile.of(emitted(2).encode())
    assert made is not None
    places = [n for n, each in enumerate(made.body) if each.isdigit()]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([d for d in "123456789" if d != made.body[place]]))
    edited = emitted(2).removesuffix(made.body) + made.body[:place] + other + made.body[place + 1 :]
    assert state(edited.encode(), emitted(2)).words == "edited by hand"


@pytest.mark.parametrize("stale", [False, True])
@given(data=st.data())
@settings(max_examples=tries(25))
def test_no_layout_is_an_edit(stale: bool, data: st.DataObject) -> None:
    """Blank lines, spaces inside brackets, ends of lines and backslashes, at random."""
    lines = emitted(2).split("\n")
    body = next(n for n, line in enumerate(lines) if line.startswith("class "))
    for _ in range(data.draw(st.integers(1, 8))):
        n = data.draw(st.integers(body, len(lines) - 1))
        way = data.draw(st.sampled_from(["blank", "spaces", "break"]))
        if way == "blank" and lines[n].startswith(("class ", "def ")):
            lines[n] = "\n" + lines[n]
        elif way == "spaces" and " = " in lines[n] and "self." in lines[n]:
            lines[n] = lines[n].replace(" = ", "   =  ", 1)
        elif way == "break" and lines[n].strip().startswith("self.") and " = " in lines[n]:
            lines[n] = lines[n].replace(" = ", " = \\\n  ", 1)
        else:
            lines.insert(body, "")
    text = "\n".join(lines)
    against = emitted(3 if stale else 2)
    message = "stale: its input has changed" if stale else "reformatted, same code"
    assert state(text.encode(), against).words == message


def test_a_file_of_another_version_is_up_to_date_and_gets_its_header(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = file.read_text(encoding="utf-8")
    laid_out = good.replace("alpha=1 / 2", "alpha=1/2")
    file.write_text(laid_out.replace("by tableau2net 0", "by tableau2net 99", 1), encoding="utf-8")
    assert table(capsys)[:2] == (0, {"mine.py": "reformatted, same code; another header"})
    assert main(["compile", "mine.yaml", "-o", "mine.py", "--check"]) == 0
    capsys.readouterr()
    status, states, _ = table(capsys, "--update")
    assert (status, states) == (0, {"mine.py": "reformatted, same code; another header  regenerated"})
    assert file.read_text(encoding="utf-8") == laid_out


def test_a_file_of_another_version_with_other_code_is_stale(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    made = GeneratedFile.of(text.encode())
    assert made is not None
    assert made.code is not None
    body = made.body.replace("alpha=1 / 2", "alpha=0.5")
    other = text.replace(made.body, body).replace(made.code, str(code_digest(body)))
    assert state(other.encode(), text).words == "stale: made by another call or version"


def test_a_digest_of_the_text_is_still_understood(file: Path) -> None:
    """As versions before this one wrote it."""
    from tableau2net.emit.source.header import digest

    text = file.read_text(encoding="utf-8")
    made = GeneratedFile.of(text.encode())
    assert made is not None
    older = text.replace(f"# code  sha256 {made.code}", f"# body  sha256 {digest(made.body)}")
    assert state(older.encode(), text).words == "up to date; another header"
    stale = text.replace("alpha=1 / 2", "alpha=1 / 4")
    assert state(older.encode(), stale).words == "stale: made by another call or version"
    assert state(older.replace("BasicField", "Field").encode(), text).words == "edited by hand"


def test_notes_that_are_not_emitted_change_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = identity(file)
    document(notes="other ones")
    assert table(capsys, "--update")[:2] == (0, {"mine.py": "up to date"})
    assert main(["compile", "mine.yaml", "-o", "mine.py"]) == 0
    assert identity(file) == before


def test_links_and_paths_are_those_that_really_are(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("deep/nets").mkdir(parents=True)
    Path("link").symlink_to("deep/nets")
    Path("schemes").mkdir()
    Path("schemes/own.yaml").write_text(SCHEME, encoding="utf-8")
    assert main(["compile", "mine.yaml", "-o", "link/a.py", "--set", "scheme=schemes/own.yaml"]) == 0
    Path("b.py").symlink_to("link/a.py")
    Path("deep/loop").symlink_to("..")
    text = Path("deep/nets/a.py").read_text(encoding="utf-8")
    assert "compile ../../mine.yaml -o a.py --set scheme=../../schemes/own.yaml" in text
    status, states, _ = table(capsys, ".")
    assert (status, states) == (0, {"b.py": "up to date", "mine.py": "up to date"})
    document(classes=7)
    assert main(["generated", "b.py", "--update"]) == 0
    assert Path("b.py").is_symlink()
    assert Path("deep/nets/a.py").read_text(encoding="utf-8") != text
    assert main(["compile", "mine.yaml", "-o", "b.py", "--set", "scheme=schemes/own.yaml", "--check"]) == 0


def test_paths_inside_a_longer_value_lead_from_where_the_file_lies(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("nets").mkdir()
    Path("own.yaml").write_text(SCHEME, encoding="utf-8")
    Path("my own.yaml").write_text(SCHEME, encoding="utf-8")
    periods = """periods=[{channels: 4, steps: 1, scheme: own.yaml},
  {channels: 8, parts: [{steps: 1, scheme: 'my own.yaml'}, {steps: 1}]}]"""
    assert main(["compile", "mine.yaml", "-o", "nets/a.py", "--set", periods]) == 0
    assert table(capsys)[:2] == (0, {"mine.py": "up to date", "nets/a.py": "up to date"})
    made = GeneratedFile.of(Path("nets/a.py").read_bytes())
    assert made is not None
    assert made.arguments[-1] == periods.replace("own.yaml", "../own.yaml", 1).replace(
        "'my own.yaml'", "../my own.yaml"
    )


def test_a_licence_stands_in_front_and_in_the_call(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("LICENCE").write_text("Copyright 2026 Me\n\n  All rights\x1b.\n", encoding="utf-8")
    call = ["compile", "mine.yaml", "-o", "mine.py", "--header", "LICENCE"]
    assert main(call) == 0
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# Copyright 2026 Me\n#\n#   All rights\\x1b.\n\n# Generated by")
    assert "--header ./LICENCE" in text
    file.write_text(f"#!/usr/bin/env python3\n# ruff: noqa\n\n{text}", encoding="utf-8")
    assert table(capsys)[:2] == (0, {"mine.py": "up to date"})
    Path("LICENCE").write_text("Copyright 2027 Me\n", encoding="utf-8")
    assert table(capsys)[:2] == (0, {"mine.py": "up to date; another header"})
    assert main(["generated", "--update"]) == 0
    anew = file.read_text(encoding="utf-8")
    assert anew.startswith("#!/usr/bin/env python3\n# ruff: noqa\n\n# Copyright 2027 Me\n\n# Generated by")
    assert main([*call, "--check"]) == 0
    for front in (
        "# Copyright 2027 Me\n# ruff: noqa\n",
        "# fmt: off\n# Copyright 2027 Me\n\n# ruff: noqa\n# Mine.\n",
    ):
        file.write_text(front + anew[anew.index("# Generated by") :], encoding="utf-8")
        Path("LICENCE").write_text("Copyright 2028 Me\nand others\n", encoding="utf-8")
        assert main(["generated", "--update"]) == 0
        kept = front.replace("2027 Me", "2028 Me\n# and others") + "# Generated by"
        assert file.read_text(encoding="utf-8").startswith(kept)
        Path("LICENCE").write_text("Copyright 2027 Me\n", encoding="utf-8")
    file.write_text(anew.replace("# Copyright 2027 Me", "# Copyright 2020 You"), encoding="utf-8")
    assert main(["generated", "--update"]) == 0  # a licence of somebody else's is not taken away
    assert "# Copyright 2020 You\n\n# Copyright 2027 Me\n\n# Generated" in file.read_text(encoding="utf-8")
    Path("LICENCE").unlink()
    capsys.readouterr()
    assert "LICENCE: this cannot be read" in table(capsys)[2]


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "an empty file"), (b"\xff", "not UTF-8"), (None, "No such file"), (b"x" * 70_000, "more than")],
)
def test_what_is_no_licence_is_refused(
    content: bytes | None, message: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        Path("L").write_bytes(content)
    assert main(["compile", "mine.yaml", "-o", "mine.py", "--header", "L"]) == 2
    assert message in capsys.readouterr().err


HOSTILE = {
    "check rk4 -o mine.py": "check",
    "compile mine.yaml -o mine.py --force": "--force",
    "compile mine.yaml -o mine.py --check": "--check",
    "compile mine.yaml -o mine.py --help": "--help",
    "compile mine.yaml -o ../mine.py": "../mine.py",
    "compile mine.yaml -o /dev/null": "/dev/null",
    "compile mine.yaml": "no -o",
    "compile - -o mine.py": "standard input",
    "compile mine.yaml -o mine.py; touch ran": "otherwise than as words",
    "compile mine.yaml -o mine.py $(touch ran)": "otherwise than as words",
    "compile mine.yaml -o mine.py `touch ran`": "otherwise than as words",
    "compile 'mine.yaml -o mine.py": "otherwise than as words",
    "compile mine.yaml -o mine.py --width 3": "--width",
    "compile mine.yaml -o mine.py --set nonsense": "KEY=VALUE",
    "compile mine.yaml -o mine.py --set no.such=1": "no",
    "compile gone.yaml -o mine.py": "gone.yaml",
    "compile mine.yaml mine.yaml -o mine.py": "unexpected extra argument",
}


@pytest.mark.parametrize("call", HOSTILE)
def test_a_header_that_asks_for_anything_else_is_refused(
    call: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = file.read_text(encoding="utf-8")
    hostile = text.replace("tableau2net compile mine.yaml -o mine.py", f"tableau2net {call}")
    file.write_text(hostile, encoding="utf-8")
    assert main(["compile", "mine.yaml", "-o", "other.py"]) == 0
    status, states, err = table(capsys, "--update")
    assert (status, states["other.py"]) == (2, "up to date")
    assert states["mine.py"].endswith("left alone")
    assert err.count("\n") == 1
    assert err.startswith("error: mine.py:2:1: ")
    assert HOSTILE[call] in err
    assert file.read_text(encoding="utf-8") == hostile
    assert not Path("ran").exists()


def test_what_is_no_generated_file_is_an_error(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    Path("other.py").write_text('X = """\n# Generated by tableau2net 1\n"""\n', encoding="utf-8")
    for path, message in [
        ("empty", "no generated file is found here"),
        ("other.py", "this file was not generated by tableau2net"),
        ("gone.py", "No such file"),
        ("mine.yaml", "this file was not generated by tableau2net"),
    ]:
        assert main(["generated", path]) == 2
        assert message in capsys.readouterr().err
    for folder in (".git", ".venv", "environment"):
        Path(folder).mkdir()
        Path(folder, "copy.py").write_bytes(file.read_bytes())
    Path("environment/pyvenv.cfg").touch()
    assert table(capsys)[:2] == (0, {"mine.py": "up to date"})
    assert main(["generated", "--check", "--update"]) == 2


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text("\"'\\$`\n \x00é*"))
def test_words_are_read_as_they_are_written(word: str) -> None:
    assert shell_words(f"a {shell_word(word)}  b") == ["a", word, "b"]
    if word.isprintable():
        assert shlex.split(f"a {shell_word(word)}") == ["a", word]


@pytest.mark.parametrize("value", ["title=a  b", 'title=It\'s "x"', 'title="a\\tb"', "notes=ü\u2028"])
def test_the_call_in_a_header_is_the_one_that_was_made(
    value: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compile", "mine.yaml", "-o", "mine.py", "--set", value]) == 0
    made = GeneratedFile.of(file.read_bytes())
    assert made is not None
    assert made.arguments == ["mine.yaml", "-o", "mine.py", "--set", value]
    assert table(capsys)[:2] == (0, {"mine.py": "up to date"})


def test_states_are_told_in_every_format_of_check(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("edited.py").write_bytes(file.read_bytes().replace(b"alpha=1 / 2", b"alpha=1 / 4"))
    Path("refused.py").write_bytes(file.read_bytes().replace(b"compile mine.yaml", b"compile none.yaml"))
    states = {
        "edited.py": "edited by hand",
        "mine.py": "up to date",
        "refused.py": "not generated: its call is refused",
    }
    for form in FORMATS:
        assert main(["generated", "--format", form]) == 2
        captured = capsys.readouterr()
        assert [name for name, state in states.items() if state in captured.out] != []
        assert "none.yaml: this cannot be read" in captured.err
        assert "edited.py" in captured.out
    assert main(["generated", "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert {each["reference"]: each["state"] for each in found} == states
    assert [each["current"] for each in found] == [False, True, False]
    assert "+        k2: Tensor = self.f2(u.add(k1, alpha=1 / 2))" in found[0]["difference"]
    (refusal,) = found[2]["diagnostics"]
    assert (refusal["rule"], refusal["file"], refusal["line"]) == ("generated", "refused.py", 2)
    assert main(["generated", "mine.py", "no.py", "--json"]) == 2
    unread, read = json.loads(capsys.readouterr().out)
    assert (unread["error"]["file"], read["state"]) == ("no.py", "up to date")
    document(classes=7)
    assert main(["generated", "mine.py", "--update", "--json"]) == 0
    (made,) = json.loads(capsys.readouterr().out)
    assert (made["state"], made["done"]) == ("stale: its input has changed", "regenerated")


@pytest.mark.slow
def test_many_files_are_made_in_processes(file: Path) -> None:
    """Another process, for this one may not be started anew."""
    for number in range(3):
        assert main(["compile", "mine.yaml", "-o", f"m{number}.py"]) == 0
    Path("m1.py").write_text(
        Path("m1.py").read_text("utf-8").replace("mine.yaml", "gone.yaml"), encoding="utf-8"
    )
    program = "import sys; from tableau2net.cli import main\nif __name__ == '__main__': sys.exit(main())\n"
    Path("run.txt").write_text(program, encoding="utf-8")
    call = [sys.executable, "run.txt", "generated", "--jobs", "2"]
    ran = subprocess.run(call, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.count("up to date")) == (2, 3)
    assert ran.stderr.count("\n") == 1
    assert "gone.yaml" in ran.stderr


@pytest.mark.slow
def test_a_checkout_with_other_ends_of_lines_is_up_to_date(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "core.autocrlf=true"]
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        subprocess.run(["git", *identity, *arguments], check=True, capture_output=True, env=environment)

    git("init", "-q")
    git("add", "mine.py", "mine.yaml")
    git("commit", "-q", "-m", "made")
    file.unlink()
    Path("mine.yaml").unlink()
    git("checkout", "-q", "--", ".")
    assert b"\r\n" in file.read_bytes()
    assert table(capsys)[:2] == (0, {"mine.py": "up to date"})
    document(classes=12)
    assert main(["generated", "--update"]) == 0
    assert b"\r\n" in file.read_bytes()
    text = file.read_text(encoding="utf-8").replace("alpha=1 / 2", "alpha=1 / 3")
    file.write_text(text, encoding="utf-8", newline="\r\n")
    assert table(capsys)[:2] == (1, {"mine.py": "edited by hand"})
