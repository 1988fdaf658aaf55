"""What is told where a package of an extra is not installed: one line with the call that installs it."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tableau2net import extras
from tableau2net.cli import main

ROOT = Path(__file__).parent.parent
EXTRAS: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]


@pytest.mark.parametrize(
    ("call", "package", "extra"),
    [
        ("analyze rk4 --plot rk4.svg", "matplotlib", "plot"),
        ("analyze rk4 --plot rk4.svg", "numpy", "plot"),
        ("graph rk4 -o rk4.png", "matplotlib", "plot"),
        *(
            ("train resnet20", package, "train")
            for package in ("lightning", "filelock", "tensorboard", "matplotlib", "sklearn", "PIL")
        ),
        ("train resnet20 --data folder:photos", "PIL", "train"),
        ("compare resnet20 lm_resnet20 --runner here", "lightning", "train"),
        ("compare resnet20 lm_resnet20 --runner here", "scipy", "train"),
        ("compare resnet20 lm_resnet20 --runner here --picture x.svg", "matplotlib", "train"),
        ("compare resnet20 lm_resnet20 --runner ray", "ray", "ray"),
    ],
)
def test_a_package_that_is_missing_is_one_line_with_the_call_that_installs_it(
    call: str,
    package: str,
    extra: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, package, None)
    assert main(call.split()) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: ")
    assert captured.err.count("\n") == 1
    assert "no package" in captured.err
    assert extras.install(extra) in captured.err
    assert list(tmp_path.iterdir()) == []


def test_a_checkout_is_installed_with_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert extras.install("train") == f"pip install -c {ROOT / 'constraints.txt'} -e '{ROOT}[train]'"
    monkeypatch.chdir(ROOT)
    assert extras.install("train") == "pip install -c constraints.txt -e '.[train]'"


@pytest.mark.parametrize("extra", ["plot", "train", "ray"])
def test_beside_an_installed_package_the_packages_of_the_extra_are_installed(
    extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "_root", lambda: tmp_path)
    words = [Requirement(word.strip("'")) for word in extras.install(extra).split()[2:]]
    assert words == [Requirement(each) for each in EXTRAS[extra]]
