"""README's example passes the type checkers where the product is installed: from a wheel, and from a checkout that is
installed as README says. Both are made by the build backend and unpacked; nothing is downloaded."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHIPPED = [
    "tableau2net",
    "cli",
    "tableaux",
    "tableau2net_command.py",
    "tableau2net_pytest.py",
    "pyproject.toml",
    "README.md",
    "LICENSE",
]
BUILD = "import sys; from setuptools import build_meta; build_meta.{hook}(sys.argv[1], {settings})"
INSTALLS = {"wheel": ("build_wheel", {}), "editable": ("build_editable", {"editable_mode": "strict"})}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is shipped: building leaves files beside it."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module", params=sorted(INSTALLS))
def installed(
    request: pytest.FixtureRequest, checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An environment in which the product is installed so, with the packages of this one, and README's example."""
    hook, settings = INSTALLS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    program = BUILD.format(hook=hook, settings=settings)
    subprocess.run(
        [sys.executable, "-c", program, str(folder)], cwd=checkout, capture_output=True, check=True
    )
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "env")], check=True)
    (packages,) = (folder / "env").glob("lib/python*/site-packages")
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(packages)
    others = [path for path in sys.path if Path(path).name == "site-packages"]
    (packages / "others.pth").write_text("\n".join(others), encoding="utf-8")
    (folder / "example.py").write_text(example(), encoding="utf-8")
    return folder


def example() -> str:
    """What README shows of Python."""
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    return "".join(block for block in blocks if "tableau2net." in block)


def python(folder: Path) -> str:
    return str(folder / "env" / "bin" / "python")


def test_the_example_passes_mypy(installed: Path) -> None:
    cache = installed.parent / "mypy"
    call = [sys.executable, "-m", "mypy", "--strict", "--python-executable", python(installed)]
    ran = subprocess.run(
        [*call, "--cache-dir", str(cache), "example.py"],
        cwd=installed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (0, "Success: no issues found in 1 source file\n"), ran.stderr


def test_the_example_passes_pyright(installed: Path) -> None:
    pytest.importorskip("pyright")
    call = [sys.executable, "-m", "pyright", "--pythonpath", python(installed), "example.py"]
    ran = subprocess.run(call, cwd=installed, capture_output=True, text=True, check=False, env=offline())
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "0 errors, 0 warnings" in ran.stdout


def offline() -> dict[str, str]:
    """The pyright that is installed, and no look for a newer one."""
    return {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}


def test_a_mistake_in_the_example_is_seen(installed: Path) -> None:
    """The types are those of the product: they are not all Any."""
    (installed / "wrong.py").write_text(
        "import tableau2net\n\ntableau2net.emit(1).no_such_method()\n", encoding="utf-8"
    )
    call = [sys.executable, "-m", "mypy", "--strict", "--python-executable", python(installed)]
    ran = subprocess.run(
        [*call, "--cache-dir", str(installed.parent / "mypy"), "wrong.py"],
        cwd=installed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "[arg-type]" in ran.stdout
    assert "[attr-defined]" in ran.stdout


def test_the_example_runs(installed: Path) -> None:
    ran = subprocess.run(
        [python(installed), "example.py"], cwd=installed, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_editable_install_is_the_one_that_is_recommended() -> None:
    settings = INSTALLS["editable"][1]
    assert all(
        f"pip install -e . --config-settings {key}={value}" in README for key, value in settings.items()
    )
