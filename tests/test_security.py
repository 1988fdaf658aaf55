"""What docs/security.md claims: what each command runs and writes, when classes of the user's own are imported, and
that nothing else is."""

from __future__ import annotations

import io
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

import tableau2net
import tableau2net_command
from tableau2net.cli import main
from tableau2net.cli.commands import KIND
from tableau2net.emit.trust import trusted
from tableau2net.errors import InputError

PAGE = (Path(__file__).parents[1] / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = {
    cells[0].strip("` "): [cell.strip() for cell in cells[1:]]
    for cells in (line.strip("|\n").split("|") for line in PAGE.splitlines() if line.startswith("| `"))
}
MODULE = """\
import pathlib
pathlib.Path(__file__).with_name("ran").touch()
from torch import nn
class Field(nn.Module):
    def __init__(self, inputs, channels, *, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, stride, 1)
    def forward(self, u):
        return self.conv(u)
def operator(inputs, channels, *, stride=1):
    return nn.Conv2d(inputs, channels, 3, stride, 1)
def other(inputs, channels):
    raise AssertionError("called")
def anything(inputs, channels, **options):
    raise AssertionError("called")
def unnamed(inputs, channels, stride=1, /):
    raise AssertionError("called")
def misplaced(stride, channels):
    raise AssertionError("called")
class Deaf(nn.Conv2d):
    def __init__(self, inputs, channels, **options):
        super().__init__(inputs, channels, 3, padding=1)
class Plain:
    def __init__(self, *arguments, **options):
        raise AssertionError("called")
class Disguised:
    __class__ = type
    __bases__ = (nn.Module,)
    __name__ = __qualname__ = "Disguised"
    def __call__(self, *arguments, **options):
        raise AssertionError("called")
disguised = Disguised()
class Claiming(type):
    def __subclasscheck__(cls, other):
        return True
    def __instancecheck__(cls, other):
        return True
    def __call__(cls, *arguments, **options):
        raise AssertionError("called")
class Claimed(metaclass=Claiming):
    pass
"""
NETWORK = "name: net\ninput: {channels: 1, size: 8}\nclasses: 10\nscheme: euler\nperiods: [{channels: 2, steps: 1}]\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The working folder: documents in `docs`, and beside them, in no folder of theirs, `elsewhere` on Python's
    path."""
    for each in ("docs", "elsewhere"):
        (tmp_path / each).mkdir()
    monkeypatch.setattr(sys, "path", [*filter(None, sys.path), str(tmp_path / "elsewhere")])
    monkeypatch.chdir(tmp_path)
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.partition(".")[0].startswith("mine_"):
            del sys.modules[name]


def document(folder: Path, custom: str) -> str:
    path = folder / "docs" / "net.yaml"
    path.write_text(f"{NETWORK}field: {{custom: '{custom}'}}\n", encoding="utf-8")
    return "docs/net.yaml"


CALLS = {
    "analyze": ["analyze", "rk4"],
    "audit": ["audit", "docs/mine_below.py:operator"],
    "check": ["check", "docs/net.yaml"],
    "compare": [
        "compare",
        "docs/net.yaml",
        "--runner",
        "here",
        "--seeds",
        "1",
        "--epochs",
        "1",
        "--images",
        "50",
    ],
    "compile": ["compile", "docs/net.yaml", "-o", "net.py"],
    "convert": ["convert", "docs/source.py"],
    "export": ["export", "docs/net.yaml", "-o", "net.pt2"],
    "generated": ["generated"],
    "graph": ["graph", "docs/net.yaml", "-o", "net.dot"],
    "list": ["list"],
    "new": ["new", "scheme", "mine"],
    "schema": ["schema", "network"],
    "show": ["show", "docs/net.yaml"],
    "summary": ["summary", "docs/net.yaml"],
    "train": ["train", "docs/net.yaml", "--epochs", "1", "--images", "50", "--output", "run"],
}
SOURCE = "import pathlib\npathlib.Path('ran').touch()\nA = [[0, 0], [1, 0]]\nb = [1/2, 1/2]\n"


def test_the_page_has_a_row_for_every_command() -> None:
    assert sorted(ROWS) == sorted(KIND.names) == sorted(CALLS)


def test_the_readme_leads_to_the_page() -> None:
    assert "docs/security.md" in (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("command", CALLS)
def test_a_command_runs_and_writes_what_the_page_says(command: str, folder: Path) -> None:
    runs, _, writes = ROWS[command]
    (folder / "docs" / "mine_below.py").write_text(MODULE, encoding="utf-8")
    (folder / "docs" / "source.py").write_text(SOURCE, encoding="utf-8")
    document(folder, "mine_below:Field")
    before = {path for path in folder.rglob("*") if "__pycache__" not in path.parts}
    main(CALLS[command])
    after = {path for path in folder.rglob("*") if "__pycache__" not in path.parts} - before
    ran = {path for path in after if path.name == "ran"}
    assert bool(ran) == (runs != "nothing")
    assert runs in ("custom classes", "CODE", "nothing")
    if writes == "nothing":
        assert after == ran


@pytest.mark.parametrize("command", ["summary", "train", "compare"])
def test_what_lies_elsewhere_is_imported_only_where_that_is_allowed(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "elsewhere" / "mine_far.py").write_text(MODULE, encoding="utf-8")
    document(folder, "mine_far:Field")
    call = [*CALLS[command][:1], "resnet20", *CALLS[command][1:]] if command == "compare" else CALLS[command]
    assert main(call) == 2
    errors = capsys.readouterr().err
    assert errors.startswith(
        "error: docs/net.yaml:6:17: importing a class of a document's own runs its module"
    )
    assert "--allow-custom" in errors
    assert not (folder / "elsewhere" / "ran").exists()


def test_the_flag_allows_it_to_one_call(folder: Path) -> None:
    (folder / "elsewhere" / "mine_told.py").write_text(MODULE, encoding="utf-8")
    path = document(folder, "mine_told:Field")
    assert main(["summary", path, "--allow-custom"]) == 0
    assert main(["summary", path]) == 2
    with pytest.raises(InputError, match="allow_custom=True"):
        tableau2net.compile(path)
    tableau2net.compile(path, allow_custom=True)
    with pytest.raises(InputError, match="allow_custom=True"):
        tableau2net.compile(path, allow_custom="yes")


def test_a_class_below_the_document_s_folder_came_with_it(folder: Path) -> None:
    package = folder / "docs" / "mine_package" / "deep"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    (package / "parts.py").write_text(MODULE, encoding="utf-8")
    assert main(["summary", document(folder, "mine_package.deep.parts:Field")]) == 0


def test_a_package_elsewhere_is_not_imported_for_a_module_below(folder: Path) -> None:
    """The same package's name in both places: Python's own path comes first, and so would its package."""
    for each in ("docs", "elsewhere"):
        package = folder / each / "mine_twice"
        package.mkdir()
        (package / "__init__.py").write_text(MODULE, encoding="utf-8")
        (package / "parts.py").write_text(MODULE, encoding="utf-8")
    assert main(["summary", document(folder, "mine_twice.parts:Field")]) == 2
    assert not [*folder.rglob("ran")]


def test_a_link_that_leads_elsewhere_lies_elsewhere(folder: Path) -> None:
    (folder / "elsewhere" / "mine_real.py").write_text(MODULE, encoding="utf-8")
    (folder / "docs" / "mine_link.py").symlink_to(folder / "elsewhere" / "mine_real.py")
    assert main(["summary", document(folder, "mine_link:Field")]) == 2
    assert not [*folder.rglob("ran")]


# What lies in the folder of a document, or seems to: how it is made in `docs`, with `elsewhere` and `away` beside it;
# the module that is named; whether it came with the document.
LAYOUTS: dict[str, tuple[Callable[[Path], object], str, bool]] = {
    "a package without a file": (lambda docs: file(docs / "mine_n" / "parts.py"), "mine_n.parts", True),
    "one that lies elsewhere too": (
        lambda docs: [file(each / "mine_n" / "parts.py") for each in (docs, docs.parent / "elsewhere")],
        "mine_n.parts",
        False,
    ),
    "a package that is a link": (
        lambda docs: [
            file(docs.parent / "away" / "parts.py"),
            link(docs / "mine_l", docs.parent / "away"),
        ],
        "mine_l.parts",
        False,
    ),
    "a package whose file is a link": (
        lambda docs: [
            file(docs / "mine_i" / "parts.py"),
            link(docs / "mine_i" / "__init__.py", file(docs.parent / "away" / "other.py")),
        ],
        "mine_i.parts",
        False,
    ),
    "a module in a link's package": (
        lambda docs: link(docs / "mine_m.py", file(docs.parent / "away" / "mine_m.py")),
        "mine_m",
        False,
    ),
    "the name of what is installed": (lambda docs: file(docs / "pydantic.py"), "pydantic", False),
    "a part of what is installed": (lambda docs: file(docs / "torch" / "parts.py"), "torch.parts", False),
    "an environment's packages": (
        lambda docs: [
            file(docs / "site-packages" / "mine_e.py"),
            looked_in(docs / "site-packages"),
        ],
        "mine_e",
        False,
    ),
    "an archive on Python's path": (
        lambda docs: looked_in(archive(docs.parent / "elsewhere" / "mine.zip", "mine_z.py")),
        "mine_z",
        False,
    ),
}


def file(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(MODULE, encoding="utf-8")
    return path


def link(path: Path, target: Path) -> Path:
    path.symlink_to(target)
    return path


def looked_in(path: Path) -> Path:
    sys.path.append(str(path))
    return path


def archive(path: Path, name: str) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(name, MODULE)
    return path


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_came_with_a_document_lies_below_its_folder_whatever_it_is_called(
    layout: str, folder: Path
) -> None:
    make, module, came = LAYOUTS[layout]
    make(folder / "docs")
    assert main(["summary", document(folder, f"{module}:Field")]) == (0 if came else 2)
    assert bool([*folder.rglob("ran")]) == came


def test_a_module_that_has_no_file_lies_below_no_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mine_session", ModuleType("mine_session"))  # as a session's __main__
    assert not trusted("mine_session", str(folder))


@pytest.mark.parametrize("module", ["mine_far", "mine_nowhere", "mine_broken"])
def test_after_a_refusal_python_does_not_look_in_the_document_s_folder(module: str, folder: Path) -> None:
    file(folder / "elsewhere" / "mine_far.py")
    (folder / "docs" / "mine_broken.py").write_text("raise ValueError", encoding="utf-8")
    before = list(sys.path)
    for allow in (True, False) if module != "mine_far" else (False,):
        with pytest.raises(InputError):
            tableau2net.compile(document(folder, f"{module}:Field"), allow_custom=allow)
        assert sys.path == before


@pytest.mark.parametrize("module", ["os", "sys", "shutil", "torch.hub", "this", "posix"])
def test_what_is_installed_is_below_no_document_s_folder(module: str) -> None:
    assert not trusted(module, "/")


def test_standard_input_has_no_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "mine_input.py").write_text(MODULE, encoding="utf-8")
    text = (folder / document(folder, "mine_input:Field")).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert main(["summary", "-"]) == 2
    assert not [*folder.rglob("ran")]


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("field", "os:kill"),
        ("field", "os:system"),
        ("field", "shutil:rmtree"),
        ("field", "mine_wrong:operator"),
        ("field", "mine_wrong:Plain"),
        ("field", "mine_wrong:disguised"),
        ("field", "mine_wrong:Claimed"),
        ("field.operator", "os:kill"),
        ("field.operator", "shutil:rmtree"),
        ("field.operator", "mine_wrong:other"),
        ("field.operator", "mine_wrong:anything"),
        ("field.operator", "mine_wrong:unnamed"),
        ("field.operator", "mine_wrong:misplaced"),
        ("field.operator", "mine_wrong:Plain"),
        ("field.operator", "mine_wrong:disguised"),
        ("field.operator", "mine_again:operator"),
    ],
)
def test_nothing_is_called_but_what_makes_modules(
    part: str, name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "elsewhere" / "mine_wrong.py").write_text(MODULE, encoding="utf-8")
    (folder / "elsewhere" / "mine_again.py").write_text("from mine_wrong import operator\n", encoding="utf-8")
    assert main(["summary", "resnet20", "--allow-custom", "--set", f"{part}={{custom: '{name}'}}"]) == 2
    assert "has no such class" in capsys.readouterr().err


def test_an_operator_may_be_a_function(folder: Path) -> None:
    (folder / "elsewhere" / "mine_operator.py").write_text(MODULE, encoding="utf-8")
    operator = "field.operator={custom: 'mine_operator:operator'}"
    assert main(["summary", "resnet20", "--allow-custom", "--set", operator]) == 0


def test_an_operator_that_takes_any_option_and_heeds_no_stride_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "elsewhere" / "mine_operator.py").write_text(MODULE, encoding="utf-8")
    operator = "field.operator={custom: 'mine_operator:Deaf'}"
    assert main(["summary", "resnet20", "--allow-custom", "--set", operator]) == 2
    errors = capsys.readouterr().err
    assert "the operator mine_operator:Deaf returns a value that does not fit" in errors
    assert errors.count("\n") == 1


@pytest.mark.slow
def test_the_program_imports_nothing_from_the_current_folder(tmp_path: Path) -> None:
    names = ("torch", "typer", "ruamel", "yaml", "sympy", "pydantic", "tableau2net", "flint", "signal", "ray")
    for name in names:
        (tmp_path / f"{name}.py").write_text(
            "import pathlib\npathlib.Path('ran').touch()\n", encoding="utf-8"
        )
    program = tmp_path / "bin" / "program"
    program.parent.mkdir()
    root = str(Path(tableau2net_command.__file__).parent)
    text = f"import sys\nsys.path.append({root!r})\nfrom tableau2net_command import main\nsys.exit(main())\n"
    program.write_text(text, encoding="utf-8")
    call = [sys.executable, str(program)]
    for arguments in (["check", "gauss2"], ["summary", "resnet20"]):
        subprocess.run([*call, *arguments], cwd=tmp_path, check=True, capture_output=True)
    assert not (tmp_path / "ran").exists()


INTERRUPTED = """\
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell in the background hands it down ignored
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
from tableau2net_command import main
sys.exit(main())
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tableau2net", "tableau2net.verify", "tableau2net.cli", "typer", "yaml"])
def test_ctrl_c_before_anything_is_loaded_is_no_traceback(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED.format(name=name), "check", "rk4"],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_an_interruption_that_is_ignored_stays_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        monkeypatch.setattr(sys, "argv", ["tableau2net", "schema", "scheme"])
        assert tableau2net_command.main() == 0
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_yaml_objects_and_bombs_are_refused(tmp_path: Path) -> None:
    for text in (
        "!!python/object/apply:os.system ['touch ran']",
        "a: &a [x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
        ),
    ):
        path = tmp_path / "doc.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=r"tags are not allowed|too many values"):
            tableau2net.load(str(path))


def test_no_code_unpickles_or_looks_for_entry_points() -> None:
    root = Path(__file__).parents[1]
    found = re.compile(r"import pickle|pickle\.load|entry_points|weights_only=False|\beval\(|\bexec\(")
    for file in [*(root / "tableau2net").rglob("*.py"), *(root / "cli").rglob("*.py")]:
        for line in file.read_text(encoding="utf-8").splitlines():
            assert not found.search(line.partition("#")[0]) or ".eval(" in line, f"{file}: {line}"
