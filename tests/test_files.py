"""Which files are read and written, and what of a text reaches the screen."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tableau2net import files
from tableau2net.cli import main
from tableau2net.data import load
from tableau2net.errors import InputError, Position
from tableau2net.read import load_network
from tableau2net.recipes import load_recipe
from tableau2net.shown import LAYOUT, json_text, line, shell_word, visible

YAML = "name: mine\ninput: {channels: 1, size: 8}\nclasses: 10\nscheme: rk4\nperiods: [{channels: 8, steps: 2}]\n"


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


def _linked_pipe(path: Path) -> None:
    os.mkfifo("pipe")
    path.symlink_to("pipe")


PROGRAM = "import sys; from tableau2net.cli import main; sys.exit(main())"
OTHERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "pipe": (lambda path: os.mkfifo(path), "a pipe"),
    "directory": (lambda path: path.mkdir(), "a directory"),
    "socket": (_socket, "a socket"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "a device"),
    "terminal": (lambda path: path.symlink_to("/dev/tty"), "a device"),
    "pipe behind a link": (_linked_pipe, "a pipe"),
    "descriptor": (lambda path: path.symlink_to(f"/proc/self/fd/{os.pipe()[0]}"), "a pipe"),
}


@pytest.fixture(params=OTHERS)
def other(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The name of what is no regular file, and what it is called."""
    monkeypatch.chdir(tmp_path)
    make, called = OTHERS[request.param]
    make(tmp_path / "other.yaml")
    return "other.yaml", called


def test_only_regular_files_are_read(other: tuple[str, str]) -> None:
    name, called = other
    for read in (files.opened, files.content, files.text, files.appended):
        with pytest.raises(OSError, match=f"] {called}: "):
            read(name)
    assert not files.is_regular(name)


def test_only_regular_files_are_written(other: tuple[str, str]) -> None:
    name, called = other
    before = os.stat(name)
    with pytest.raises(OSError, match=f"] {called}: "):
        files.write_atomically(Path(name), "text")
    assert os.path.samestat(before, os.stat(name))


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"])
def test_a_name_that_no_file_has_is_one_error(name: str) -> None:
    for call in (lambda: files.opened(name), lambda: files.write_atomically(Path(name), "")):
        with pytest.raises(OSError, match="a name that no file has"):
            call()


# The places where a user names a file to be read; `{}` is the name.
READING = {
    "REF": "check ./{}",
    "REF of compile": "compile ./{}",
    "scheme": "compile mine.yaml --set scheme=./{}",
    "starter": "compile mine.yaml --set starter=./{}",
    "recipe": "train mine.yaml --recipe ./{}",
    "file to be compared with": "compile mine.yaml -o {} --check",
    "file that is there": "compile mine.yaml -o {}",
    "file by force": "compile mine.yaml -o {} --force",
}


@pytest.mark.parametrize("place", READING)
def test_what_is_no_file_is_refused_wherever_it_is_named(
    place: str, other: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    name, called = other
    Path("mine.yaml").write_text(YAML)
    before = os.stat(name)
    assert main(READING[place].format(name).split()) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert called.removeprefix("a directory") in captured.err
    assert os.path.samestat(before, os.stat(name))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["last.ckpt", "result.json", "run.json", "weights.pt"])
def test_no_training_is_begun_over_what_is_no_file(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / ".lock").touch()
    os.mkfifo(tmp_path / "run" / name)
    (tmp_path / "mine.yaml").write_text(YAML)
    assert main(["train", str(tmp_path / "mine.yaml"), "--output", str(tmp_path / "run")]) == 2
    errors = capsys.readouterr().err
    assert errors.count("\n") == 1
    assert name in errors
    assert stat.S_ISFIFO(os.stat(tmp_path / "run" / name).st_mode)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_weights_results_and_data_are_regular_files(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    OTHERS[kind][0](tmp_path / "other")
    Path("mine.yaml").write_text(YAML)
    for call in (
        "train mine.yaml --with distillation={teacher:\\ mine.yaml,\\ checkpoint:\\ other}",
        "train mine.yaml --data folder:other",
        "compare mine.yaml mine.yaml@lm --results other --runner here --epochs 1 --seeds 1",
    ):
        assert main(shlex.split(call)) in (1, 2)
        errors = capsys.readouterr().err
        assert "other" in errors
        assert errors.count("\n") == 1


def test_idx_files_are_regular_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "train-images-idx3-ubyte")
    with pytest.raises(InputError, match="a file is missing"):
        load(f"fashion-mnist:{tmp_path}")


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link = tmp_path / "link.txt"
    link.symlink_to("far/away.txt")
    for content in ("one", "two"):  # it is not there yet; it is
        files.write_atomically(link, content)
        assert link.is_symlink()
        assert (tmp_path / "far" / "away.txt").read_text() == content
    assert [path.name for path in (tmp_path / "far").iterdir()] == ["away.txt"]


def test_what_is_kept_of_a_link_is_not_the_link(tmp_path: Path) -> None:
    (tmp_path / "away").write_text("one")
    (tmp_path / "last").symlink_to("away")
    files.keep(tmp_path / "last", tmp_path / "before")
    files.write_atomically(tmp_path / "last", "two")
    assert (tmp_path / "before").read_text() == "one"
    assert (tmp_path / "away").read_text() == "two"


def test_a_file_that_is_too_large_is_told_before_it_is_read(tmp_path: Path) -> None:
    with open(tmp_path / "large", "wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(OSError, match="more than 67,108,864 bytes"):
        files.content(tmp_path / "large")


PROGRAM = "import sys; from tableau2net.cli import main; sys.exit(main())"


def piped(call: str, folder: Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    (folder / "mine.yaml").write_text(YAML)
    ran: subprocess.CompletedProcess[bytes] = subprocess.run(
        [sys.executable, "-c", PROGRAM, *call.split()],
        cwd=folder,
        check=False,
        stderr=subprocess.PIPE,
        **{"stdout": subprocess.PIPE, **options},  # type: ignore[call-overload]
    )
    return ran


@pytest.mark.slow
@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link.py"])
def test_a_name_of_standard_output_writes_to_it(name: str, tmp_path: Path) -> None:
    (tmp_path / "link.py").symlink_to("/dev/stdout")
    plain = piped("compile mine.yaml", tmp_path)
    named = piped(f"compile mine.yaml -o {name}", tmp_path)
    assert (named.returncode, named.stdout, named.stderr) == (0, plain.stdout, b"")
    with open(tmp_path / "out.py", "wb") as file:  # to a regular file, after what stands there
        file.write(b"# before\n")
        file.flush()
        assert piped(f"compile mine.yaml -o {name}", tmp_path, stdout=file).returncode == 0
    assert (tmp_path / "out.py").read_bytes() == b"# before\n" + plain.stdout
    picture = piped(f"graph mine.yaml -o {name.removesuffix('.py')}", tmp_path) if name == "-" else None
    assert picture is None or picture.stdout.startswith(b"<svg")
    checked = piped(f"compile mine.yaml -o {name} --check", tmp_path)
    assert (checked.returncode, checked.stdout) == (2, b"")
    assert (tmp_path / "link.py").is_symlink()


STREAMS = {  # what a shell does to a call, and what is found where its output cannot be written
    "closed": ("{} >&-", "Bad file descriptor"),
    "full": ("{} >/dev/full", "No space left on device"),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "call", ["list", "show rk4", "schema recipe", "compile mine.yaml", "compile mine.yaml -o -"]
)
@pytest.mark.parametrize("state", STREAMS)
def test_an_output_that_cannot_be_written_is_told_in_one_line(state: str, call: str, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(YAML, encoding="utf-8")
    redirection, found = STREAMS[state]
    ran = shell(redirection.format(call), tmp_path)
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.decode() == f"error: standard output: this cannot be written: found {found}\n"


@pytest.mark.slow
def test_a_closed_stream_is_no_place_for_what_is_written_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(YAML, encoding="utf-8")
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        ran = shell(f"compile mine.yaml -o out.py {closed}", tmp_path)
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")
        assert (tmp_path / "out.py").read_bytes().startswith(b"# Generated by ")
    ran = shell("check nothing_of_this_name 2>&-", tmp_path)
    assert (ran.returncode, ran.stdout) == (2, b"")  # an error is no result
    assert b"the document is empty" in shell("check - <&-", tmp_path).stderr


def shell(call: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """A call of the program, with what a shell does to it."""
    python = shlex.join([sys.executable, "-c", PROGRAM])
    return subprocess.run(["sh", "-c", f"{python} {call}"], cwd=folder, capture_output=True, check=False)


def test_a_text_that_is_not_unicode_is_one_error_and_leaves_the_file(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_text("before", encoding="utf-8")
    with pytest.raises(OSError, match=r"a text that is not Unicode: '.udcff'"):
        files.write_atomically(target, "n\udcff")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["before"]


# What reaches the screen.

CONTROLS = ["\x1b[2J", "\x9b31m", "\u202egpj", "\u2066", "\u2028", "\x07", "\r", "\x7f", "\u200b", "\udcff"]


def unseen(text: str) -> list[str]:
    """The characters of a text that a screen would not show, but for ends of lines and tabs."""
    return [each for each in text if not each.isprintable() and each not in LAYOUT]


@given(st.text())
def test_what_is_visible_holds_nothing_that_is_not(text: str) -> None:
    assert unseen(visible(text)) == []
    assert visible(text, LAYOUT).count("\n") == text.count("\n")
    assert "\n" not in line(text)
    assert unseen(line(text)) == []
    assert visible(text) == text or not text.isprintable()


@given(
    st.recursive(
        st.text() | st.integers() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_is_valid_means_the_same_and_is_visible(value: object) -> None:
    assert json.loads(json_text(value)) == value
    assert unseen(json_text(value)) == []


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_a_word_of_the_shell_is_visible_and_quoted(text: str) -> None:
    assert unseen(shell_word(text)) == []
    if text.isprintable():
        assert shlex.split(shell_word(text)) == [text]


@pytest.mark.slow
def test_a_shell_reads_the_word_as_it_was() -> None:
    words = ["a\nb", "it's\t\\here", "\x1b[31m", "ä\u202e'", "$(x) `y`", "\x01\x7f"]
    call = ["bash", "-c", "printf '%s\\0' " + " ".join(map(shell_word, words))]
    assert subprocess.run(call, stdout=subprocess.PIPE, check=True).stdout.decode().split("\0")[:-1] == words


@pytest.mark.parametrize("control", CONTROLS)
def test_a_path_is_shown_without_what_a_terminal_obeys(
    control: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = f"./a{control}\nb.yaml"
    Path(name).write_text("x: [")
    for call in (
        ["check", name],
        ["check", name, "--json"],
        ["show", f"./{control}"],
        ["compile", "rk4_resnet", "-o", name],
    ):
        assert main(call)
        captured = capsys.readouterr()
        assert unseen(captured.err + captured.out) == []
        assert captured.err.count("\n") == 1
        if captured.out:
            assert json.loads(captured.out)[0]["error"]["file"] == Path(name).as_posix()
    assert str(Position(name, 1, 1)).endswith("\\nb.yaml:1:1")


@pytest.mark.parametrize("control", ["\x1b[2J", "\n", "\u202e", "\x7f"])
def test_a_generated_file_holds_nothing_that_hides(
    control: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = f"./a{control}import os.yaml"
    Path(name).write_text(YAML)
    assert main(["compile", name, "-o", f"b{control}.py"]) == 0
    text = Path(f"b{control}.py").read_text(encoding="utf-8")
    assert unseen(text) == []
    assert not re.search("^import os", text, re.M)
    assert f"compile {shell_word(f'a{control}import os.yaml')}" in re.sub(r" \\\n# +", " ", text)
    assert main(["compile", name, "-o", f"b{control}.py", "--check"]) == 0
    for suffix in (".svg", ".dot", ".graphml", ".mmd"):
        assert main(["graph", name, "-o", f"b{suffix}"]) == 0
        assert unseen(Path(f"b{suffix}").read_text(encoding="utf-8")) == []
    ElementTree.parse("b.svg")


@pytest.mark.slow
def test_a_picture_is_drawn_whatever_the_data_are_called(tmp_path: Path) -> None:
    from tableau2net.train.curves import draw

    for title in ("folder:a$b$c_{^", "folder:\x1b[2J", "a\u202eb", "<!-- -->", "a\nb"):
        draw({"train_loss": [1.0, 0.5]}, tmp_path / "a.svg", title)
        assert unseen((tmp_path / "a.svg").read_text(encoding="utf-8")) == []
        ElementTree.parse(tmp_path / "a.svg")


@pytest.mark.parametrize(
    "text", ["secret of mine\nand more", "- secret\n- more", "root:x:0:0:secret:/root:/bin/sh\n" * 9]
)
def test_nothing_of_a_wrong_file_is_told(text: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text(text)
    mine = tmp_path / "mine.yaml"
    mine.write_text(YAML.replace("rk4", str(wrong)))
    for read in (
        lambda: load_network(str(mine)),
        lambda: load_network(str(wrong)),
        lambda: load_recipe(str(wrong)),
    ):
        with pytest.raises(InputError) as caught:
            read()
        assert "secret" not in str(caught.value)
        assert "x:0:0" not in str(caught.value)


def test_nothing_of_a_wrong_file_of_results_is_told(tmp_path: Path) -> None:
    from tableau2net.compare import records

    for text in ("secret", '"secret"', '["secret"]', "root:x:0:secret\nmore\n"):
        (tmp_path / "wrong").write_text(text + "\n")
        with pytest.raises(InputError) as caught:
            records.read(tmp_path / "wrong")
        assert "secret" not in str(caught.value)
