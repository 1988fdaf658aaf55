"""Mistakes with classes of one's own: the same line from every command, with its place, and never a traceback."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import tableau2net
from tableau2net.cli import main
from tableau2net.compare import records
from tableau2net.errors import InputError

NET = """\
name: net
input: {channels: 1, size: 8}
classes: 10
scheme: euler
periods: [{channels: 4, steps: 1}, {channels: 8, steps: 1}]
"""

MODULE = '''
import torch
from torch import nn

WIDTH = 3

class Field(nn.Conv2d):
    def __init__(self, inputs, channels, *, stride=1, gain=1.0):
        super().__init__(inputs, channels, 3, stride, 1)

class Needy(nn.Conv2d):
    def __init__(self, inputs, channels, *, gain, stride=1):
        super().__init__(inputs, channels, 3, stride, 1)

class Wide(nn.Conv2d):
    def __init__(self, inputs, channels, *, stride=1):
        super().__init__(inputs, channels + 1, 3, stride, 1)

class Narrow(nn.Conv2d):
    def __init__(self, inputs, channels, *, stride=1):
        super().__init__(inputs, channels, 3, stride)

class Strideless(nn.Conv2d):
    def __init__(self, inputs, channels):
        super().__init__(inputs, channels, 3, 1, 1)

class Failing(nn.Module):
    def __init__(self, inputs, channels, *, stride=1):
        super().__init__()
        raise ValueError("no such gate")

class Raising(nn.Module):
    def __init__(self, inputs, channels, *, stride=1):
        super().__init__()

    def forward(self, u):
        raise KeyError("gate")

class Cut(nn.Conv2d):
    """The first image alone."""

    def __init__(self, inputs, channels, *, stride=1):
        super().__init__(inputs, channels, 3, stride, 1)

    def forward(self, u):
        return super().forward(u)[:1]

class Total(Cut):
    def forward(self, u):
        return super().forward(u).sum()

class Unmoved(nn.Conv2d):
    """Whatever the stride, the resolution stays."""

    def __init__(self, inputs, channels, *, stride=1):
        super().__init__(inputs, channels, 3, 1, 1)

class Exiting(nn.Module):
    def __init__(self, inputs, channels, *, stride=1):
        super().__init__()

    def forward(self, u):
        raise SystemExit("no licence")

class Quitting(nn.Module):
    def __init__(self, inputs, channels, *, stride=1):
        raise SystemExit(3)

class Interrupted(nn.Module):
    def __init__(self, inputs, channels, *, stride=1):
        super().__init__()

    def forward(self, u):
        raise KeyboardInterrupt

class Twofold(nn.Conv2d):
    def __init__(self, inputs, channels, *, stride=1):
        super().__init__(inputs, channels, 3, stride, 1)

    def forward(self, u):
        return super().forward(u), u

class Plain:
    def __init__(self, inputs, channels, *, stride=1):
        pass

class Widthless(nn.Module):
    def __init__(self):
        super().__init__()

class Flat(nn.Conv2d):
    def __init__(self, inputs, channels):
        super().__init__(inputs, channels, 1)

class Mean(nn.Linear):
    def __init__(self, channels, classes):
        super().__init__(channels, classes + 1)

    def forward(self, u):
        return super().forward(u.mean((2, 3)))

class Gate(nn.Module):
    """A linear layer without bias, and numbers that cannot be had without computing."""

    def __init__(self, inputs, channels, *, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(inputs, channels, 3, stride, 1)
        self.linear = nn.Linear(channels, channels, bias=False)

    def forward(self, u):
        u = self.conv(u)
        scale = 1.0 if u.abs().max().item() < 1e9 else 0.0
        return u * scale * self.linear(u.mean((2, 3))).sigmoid()[:, :, None, None]

class Late(nn.Conv2d):
    """An error that only training shows."""

    def __init__(self, inputs, channels, *, stride=1):
        super().__init__(inputs, channels, 3, stride, 1)

    def forward(self, u):
        if self.training:
            raise ValueError("not while training")
        return super().forward(u)

class LateExit(Late):
    def forward(self, u):
        if self.training:
            raise SystemExit("not while training")
        return super().forward(u)

class LateInterrupt(Late):
    def forward(self, u):
        if self.training:
            raise KeyboardInterrupt
        return super().forward(u)
'''

# A mistake's keys, as they stand in lines 6 and 7, and what is told of it: the place below `doc.yaml`, then the rest.
MISTAKES: dict[str, tuple[str, str]] = {
    "missing module": (
        'field: {custom: "own_part:Field"}',
        "6:17: there is no module of this name: found 'own_part'; expected 'own_parts', or else own_part.py in the "
        "current folder, or a package that is installed",
    ),
    "missing submodule": (
        'field: {custom: "own_parts.deep:Field"}',
        "6:17: there is no module of this name: found 'own_parts.deep'; expected 'own_parts', or else own_parts.py in "
        "the current folder, or a package that is installed",
    ),
    "missing class": (
        'field: {custom: "own_parts:Feild"}',
        "6:17: the module own_parts has no such class: found 'Feild'; expected 'Field', or else one of "
        "Cut, Exiting, Failing, Field, Flat, Gate, Interrupted, Late, LateExit, LateInterrupt, Mean, Narrow, Needy, "
        "Plain, Quitting, Raising, Strideless, Total, Twofold, Unmoved, Wide, Widthless",
    ),
    "no class": (
        'field: {custom: "own_parts:WIDTH"}',
        "6:17: the module own_parts has no such class: found WIDTH, which is no class; expected a subclass of "
        "torch.nn.Module",
    ),
    "syntax error": (
        'field: {custom: "own_typo:Field"}',
        "6:17: the module own_typo cannot be imported: found SyntaxError: ",
    ),
    "error in the module": (
        'field: {custom: "own_crash:Field"}',
        "6:17: the module own_crash cannot be imported: found ZeroDivisionError: division by zero (own_crash.py:3); "
        "expected a module that Python can import",
    ),
    "exit in the module": (
        'field: {custom: "own_exit:Field"}',
        "6:17: the module own_exit cannot be imported: found SystemExit: 3 (own_exit.py:2)",
    ),
    "package that the module needs": (
        'field: {custom: "own_needs:Field"}',
        "6:17: the module own_needs cannot be imported: found ModuleNotFoundError: No module named "
        "'no_such_package' (own_needs.py:1)",
    ),
    "misspelt option": (
        'field: {custom: "own_parts:Field", gian: 2.0}',
        "6:36: the field own_parts:Field has no such option: found 'gian'; expected 'gain', or else one of gain",
    ),
    "option left out": (
        'field: {custom: "own_parts:Needy"}',
        "6:17: the field own_parts:Needy cannot be called with 2 widths and these options: found missing a required "
        "argument: 'gain'; expected Needy(inputs, channels, *, gain, stride=1)",
    ),
    "class without widths": (
        'field: {custom: "own_parts:Widthless"}',
        "6:17: the field own_parts:Widthless cannot be called with 2 widths and these options: found too many "
        "positional arguments; expected Widthless()",
    ),
    "error in the constructor": (
        'field: {custom: "own_parts:Failing"}',
        "6:17: the field own_parts:Failing cannot be constructed with (4, 4): found ValueError: no such gate "
        "(own_parts.py:",
    ),
    "no module of torch": (
        'field: {custom: "own_parts:Plain"}',
        "6:17: the module own_parts has no such class: found Plain, which is no class of modules; "
        "expected a subclass of torch.nn.Module",
    ),
    "wrong channels": (
        'field: {custom: "own_parts:Wide"}',
        "6:17: the field own_parts:Wide returns a value that does not fit, for (N, 4, 8, 8): found (N, 5, 8, 8); "
        "expected (N, 4, 8, 8)",
    ),
    "wrong resolution": (
        'field: {custom: "own_parts:Narrow"}',
        "6:17: the field own_parts:Narrow returns a value that does not fit, for (N, 4, 8, 8): found (N, 4, 6, 6); "
        "expected (N, 4, 8, 8)",
    ),
    "other images": (
        'field: {custom: "own_parts:Cut"}',
        "6:17: the field own_parts:Cut returns a value that does not fit, for (N, 4, 8, 8): "
        "found (1, 4, 8, 8) for N = 2; expected (N, 4, 8, 8)",
    ),
    "a number": (
        'field: {custom: "own_parts:Total"}',
        "6:17: the field own_parts:Total returns a value that does not fit, for (N, 4, 8, 8): found () for N = 2; "
        "expected (N, 4, 8, 8)",
    ),
    "stride ignored": (
        'field: {custom: "own_parts:Unmoved"}',
        "6:17: the field own_parts:Unmoved returns a value that does not fit, for (N, 4, 8, 8) with stride 2: "
        "found (N, 8, 8, 8); expected (N, 8, 4, 4)",
    ),
    "two results": (
        'field: {custom: "own_parts:Twofold"}',
        "6:17: the field own_parts:Twofold returns a value that does not fit, for (N, 4, 8, 8): found a tuple; "
        "expected (N, 4, 8, 8)",
    ),
    "error in forward": (
        'field: {custom: "own_parts:Raising"}',
        "6:17: the field own_parts:Raising cannot be run on (N, 4, 8, 8): found KeyError: 'gate' (own_parts.py:",
    ),
    "exit in forward": (
        'field: {custom: "own_parts:Exiting"}',
        "6:17: the field own_parts:Exiting cannot be run on (N, 4, 8, 8): found SystemExit: no licence (own_parts.py:",
    ),
    "exit in the constructor": (
        'field: {custom: "own_parts:Quitting"}',
        "6:17: the field own_parts:Quitting cannot be constructed with (4, 4): found SystemExit: 3 (own_parts.py:",
    ),
    "field without stride": (
        'field: {custom: "own_parts:Strideless"}',
        "6:17: the field own_parts:Strideless takes no stride: found Strideless(inputs, channels); expected a "
        "keyword stride, as a residual transition has a field with one, or transition: {residual: false}",
    ),
    "transition without stride": (
        'transition: {custom: "own_parts:Strideless"}\nstem: {kind: conv, channels: 6}',
        "6:22: the transition own_parts:Strideless takes no stride: found Strideless(inputs, channels); expected a "
        "keyword stride, or a stem of the first period's channels",
    ),
    "residual transition that keeps the resolution": (
        'transition: {custom: "own_parts:Strideless", residual: true}',
        "6:22: the transition own_parts:Strideless returns a value that does not fit, for (N, 4, 8, 8) with stride 2: "
        "found (N, 8, 8, 8); expected (N, 8, 4, 4)",
    ),
    "stem of other channels": (
        'stem: {custom: "own_parts:Wide"}',
        "6:16: the stem own_parts:Wide returns a value that does not fit, for (N, 1, 8, 8): found (N, 5, 8, 8); "
        "expected (N, 4, H, W)",
    ),
    "head of other classes": (
        'head: {custom: "own_parts:Mean"}',
        "6:16: the head own_parts:Mean returns a value that does not fit, for (N, 8, 4, 4): "
        "found (N, 11); expected (N, 10)",
    ),
    "head that classifies pixels": (
        'head: {custom: "own_parts:Flat"}',
        "6:16: the head own_parts:Flat returns a value that does not fit, for (N, 8, 4, 4): found (N, 10, 4, 4); "
        "expected (N, 10)",
    ),
    "operator without stride": (
        'field: {operator: {custom: "own_parts:Strideless"}}',
        "6:28: the operator own_parts:Strideless takes no stride: found Strideless(inputs, channels); expected a "
        "keyword stride, as convolutions have",
    ),
    "operator of other channels": (
        'field: {operator: {custom: "own_parts:Wide"}}',
        "6:28: the operator own_parts:Wide returns a value that does not fit, for (N, 4, 8, 8): found (N, 5, 8, 8); "
        "expected (N, 4, 8, 8)",
    ),
    "misspelt option of an operator": (
        'field: {operator: {custom: "own_parts:Field", gian: 1}}',
        "6:47: the operator own_parts:Field has no such option: found 'gian'; expected 'gain', or else one of gain",
    ),
}

COMMANDS = {
    "summary": ["summary", "doc.yaml"],
    "train": ["train", "doc.yaml", "--output", "run"],
    "compare": ["compare", "resnet20", "doc.yaml", "--runner", "here"],
}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the modules of a user, which Python keeps, so that there is one for tests one after the other."""
    path = tmp_path_factory.mktemp("own")
    (path / "own_parts.py").write_text(MODULE, encoding="utf-8")
    (path / "own_typo.py").write_text("class Field(:\n", encoding="utf-8")
    (path / "own_crash.py").write_text("\n\n1 / 0\n", encoding="utf-8")
    (path / "own_exit.py").write_text("import sys\nsys.exit(3)\n", encoding="utf-8")
    (path / "own_needs.py").write_text("import no_such_package\n", encoding="utf-8")
    yield path
    for module in path.glob("own_*.py"):
        sys.modules.pop(
            module.stem, None
        )  # another process may steal some of these tests, and this one others later


@pytest.fixture(autouse=True)
def folder(own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That folder as the working one, and not on Python's path, as for a command that is installed."""
    monkeypatch.setattr(sys, "path", [each for each in sys.path if each not in ("", str(own))])
    monkeypatch.chdir(own)
    return own


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_command_tells_the_same_line(
    mistake: str, command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys, message = MISTAKES[mistake]
    (folder / "doc.yaml").write_text(f"{NET}{keys}\n", encoding="utf-8")
    before = {path for path in folder.rglob("*") if "__pycache__" not in path.parts}
    assert main(COMMANDS[command]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"error: doc.yaml:{message}")
    assert captured.err.count("\n") == 1
    assert {path for path in folder.rglob("*") if "__pycache__" not in path.parts} == before


@pytest.mark.parametrize("mistake", MISTAKES)
def test_python_tells_it_too(mistake: str, folder: Path) -> None:
    keys, message = MISTAKES[mistake]
    (folder / "doc.yaml").write_text(f"{NET}{keys}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        tableau2net.compile("doc.yaml")
    assert str(refused.value).startswith(f"doc.yaml:{message}")


def test_an_override_is_the_place_of_what_it_sets(capsys: pytest.CaptureFixture[str]) -> None:
    override = 'field={custom: "own_parts:Feild"}'
    assert main(["summary", "resnet20", "--allow-custom", "--set", override]) == 2
    assert capsys.readouterr().err.startswith(
        f"error: --set {override}: the module own_parts has no such class"
    )


@pytest.mark.parametrize("field", ["Field", "Gate"])
def test_classes_of_the_working_folder_are_found_by_every_command(
    field: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`Gate` has a linear layer without bias, and cannot be run without numbers."""
    (folder / "doc.yaml").write_text(f'{NET}field: {{custom: "own_parts:{field}"}}\n', encoding="utf-8")
    short = ["--epochs", "1", "--images", "50", "--data", "digits"]
    for command in (["graph", "doc.yaml", "-o", "x.svg"], ["compile", "doc.yaml"], COMMANDS["summary"]):
        assert main(command) == 0
    assert main(["train", "doc.yaml", *short, "--output", f"run_{field}"]) == 0
    assert (folder / f"run_{field}" / "network.py").exists()
    tableau2net.compile("doc.yaml")
    capsys.readouterr()


@pytest.mark.slow
def test_a_trial_in_another_process_finds_them(folder: Path) -> None:
    (folder / "doc.yaml").write_text(f'{NET}field: {{custom: "own_parts:Gate"}}\n', encoding="utf-8")
    call = [
        *COMMANDS["compare"],
        "--seeds",
        "1",
        "--epochs",
        "1",
        "--images",
        "50",
        "--results",
        "found.jsonl",
    ]
    call[1] = "doc.yaml"
    call[2:3] = []
    assert main(call) == 0
    assert [record.network for record in records.read(folder / "found.jsonl")] == ["net"]


@pytest.mark.parametrize("command", COMMANDS)
def test_an_interruption_passes(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "doc.yaml").write_text(f'{NET}field: {{custom: "own_parts:Interrupted"}}\n', encoding="utf-8")
    assert main(COMMANDS[command]) == 130
    assert "error" not in capsys.readouterr().err


def test_an_interruption_of_the_training_passes(folder: Path) -> None:
    (folder / "doc.yaml").write_text(f'{NET}field: {{custom: "own_parts:LateInterrupt"}}\n', encoding="utf-8")
    call = ["train", "doc.yaml", "--epochs", "1", "--images", "50", "--output", "interrupted"]
    handler = signal.getsignal(signal.SIGINT)
    try:
        assert main(call) == 130
    finally:
        signal.signal(signal.SIGINT, handler)  # Lightning ignores further interruptions


@pytest.mark.parametrize(("field", "error"), [("Late", "ValueError"), ("LateExit", "SystemExit")])
def test_what_only_training_shows_is_one_line(
    field: str, error: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "doc.yaml").write_text(f'{NET}field: {{custom: "own_parts:{field}"}}\n', encoding="utf-8")
    assert main(["train", "doc.yaml", "--epochs", "1", "--images", "50", "--output", field]) == 1
    errors = capsys.readouterr().err
    assert errors.startswith(f"error: training ended: {error}: not while training (own_parts.py:")
    assert "; no checkpoint had been written" in errors
    assert errors.count("\n") == 1
