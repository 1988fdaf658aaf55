"""A small repository of somebody else's, with a generated file, hooks and the plugin of pytest: each fault is told by
each of them where it is theirs, and nothing that is at fault is committed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tableau2net.read.text import Origin, parse_text
from tableau2net.read.yaml_tree import plain

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
PROGRAMS = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
RK = "class Heun:\n    order = 2\n    A = [[0, 0], [1, 0]]\n    b = [1/2, 1/2]\n"
EULER = "name: mine\nkind: runge-kutta\norder: 1\nA: [[]]\nb: [1]\n"
HOOK = """\
#!/bin/sh
git diff --cached --name-only --diff-filter=d -z | xargs -r -0 tableau2net check --changed
"""
SCHEME = "name: mine\nkind: runge-kutta\norder: 2\nA: [[], [1/2]]\nb: [0, 1]\n"
NETWORK = """\
name: net
input: {channels: 1, size: 8}
classes: 10
scheme: ../methods/mine.yaml
periods: [{channels: 4, steps: 1}, {channels: 8, steps: 1}]
"""
PROJECT = """\
[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "--strict-markers -p no:cacheprovider"

[tool.tableau2net]
files = ["solvers/*.py", "methods"]

[tool.tableau2net.orders]
"solvers/rk.py::Heun" = 2
"""
SHIPPED = (
    *("tableau2net", "cli", "tableaux", "tableau2net_command.py", "tableau2net_pytest.py"),
    *("pyproject.toml", "README.md", ".pre-commit-hooks.yaml"),
)  # of which the package is made


class Repository:
    """A repository with the programs of this environment."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.environment = {
            **os.environ,
            "PATH": PROGRAMS,
            "HOME": str(folder / ".home"),
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        self.ran("git", "init", "-q")
        for key in ("user.name", "user.email"):
            self.ran("git", "config", key, "somebody@example.org")

    def ran(self, *call: str, status: int | None = 0) -> str:
        """What a call prints; `status` is what it has to end with, or None for anything but 0."""
        done = subprocess.run(
            call, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        expected = done.returncode == status if status is not None else done.returncode != 0
        assert expected, done.stdout + done.stderr
        return done.stdout + done.stderr

    def write(self, **files: str) -> None:
        """Write files, whose names have __ for the dot, and ___ between folders."""
        for name, text in files.items():
            path = self.folder / name.replace("___", "/").replace("__", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def commit(self, status: int = 0, **files: str) -> str:
        """Write and commit files."""
        self.write(**files)
        self.ran("git", "add", "-A", ":!.home")
        return self.ran("git", "commit", "-qm", "changed", status=status)

    def commits(self) -> int:
        return int(self.ran("git", "rev-list", "--count", "HEAD"))


def faults(repository: Repository) -> None:
    """A repository whose hook runs refuses a wrong coefficient, a wrong claim and what cannot be read."""
    repository.commit(readme__md="# Nothing here\n")
    repository.commit(rk__py=RK, euler__yaml=EULER, ci__yaml="name: ci\njobs: []\n", plain__py="x = 1\n")
    before = repository.commits()
    output = repository.commit(status=1, rk__py=RK.replace("1/2, 1/2", "1/3, 2/3"))
    assert "rk.py:3" in output
    assert "refuted: order 2 is claimed, but the order is 1" in output
    output = repository.commit(status=1, rk__py=RK, euler__yaml=EULER.replace("order: 1", "order: 2"))
    assert "refuted: order 2 is claimed, but the order is 1" in output
    output = repository.commit(status=1, euler__yaml=EULER.replace("[1]", "[1, x]"))
    assert "error: euler.yaml:5:8:" in output
    assert repository.commits() == before
    table = '[tool.tableau2net]\nfiles = ["rk.py", "euler.yaml"]\n[tool.tableau2net.exceptions]\n'
    wrong = EULER.replace("order: 1", "order: 2")
    repository.commit(euler__yaml=wrong, pyproject__toml=f'{table}"euler.yaml::mine" = "an example"\n')
    output = repository.commit(status=1, euler__yaml=EULER)
    assert "the exception is not needed" in output


def test_a_hook_of_git_refuses_what_is_wrong(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    hook = tmp_path / ".git" / "hooks" / "pre-commit"
    hook.write_text(HOOK, encoding="utf-8")
    hook.chmod(0o755)
    repository.environment["PATH"] += os.pathsep + str(tmp_path)
    faults(repository)


def project(folder: Path) -> Repository:
    """A repository with a scheme, a network, the file that is generated of it, and a solver."""
    repository = Repository(folder)
    repository.write(
        methods___mine__yaml=SCHEME,
        nets___net__yaml=NETWORK,
        solvers___rk__py=RK,
        tests___test_plain__py="def test_plain():\n    assert 1 + 1 == 2\n",
        pyproject__toml=PROJECT,
    )
    repository.ran("tableau2net", "compile", "nets/net.yaml", "-o", "nets/net.py")
    repository.commit()
    return repository


def edited(repository: Repository, name: str, old: str, new: str) -> None:
    path = repository.folder / name
    content = path.read_bytes()
    assert content.count(old.encode()) > 0
    path.write_bytes(content.replace(old.encode(), new.encode()))


def hand_edit(repository: Repository) -> None:
    """Somebody has changed a coefficient in the generated file."""
    edited(repository, "nets/net.py", "u.add(k1, alpha=1 / 2)", "u.add(k1, alpha=1 / 3)")


def stale_document(repository: Repository) -> None:
    """Ralston's method in the place of the midpoint rule: another scheme of the order that is claimed."""
    edited(repository, "methods/mine.yaml", "1/2", "2/3")
    edited(repository, "methods/mine.yaml", "[0, 1]", "[1/4, 3/4]")


def wrong_coefficient(repository: Repository) -> None:
    edited(repository, "methods/mine.yaml", "1/2", "1/3")


def wrong_source(repository: Repository) -> None:
    edited(repository, "solvers/rk.py", "[1/2, 1/2]", "[1/3, 2/3]")


def crlf_checkout(repository: Repository) -> None:
    """A checkout with the ends of lines of Windows."""
    repository.ran("git", "config", "core.autocrlf", "true")
    repository.ran("git", "rm", "-rq", "--cached", ".")
    repository.ran("git", "reset", "-q", "--hard")
    assert b"\r\n" in (repository.folder / "nets" / "net.py").read_bytes()


def crlf_hand_edit(repository: Repository) -> None:
    crlf_checkout(repository)
    hand_edit(repository)


def crlf_wrong_source(repository: Repository) -> None:
    crlf_checkout(repository)
    wrong_source(repository)


def nothing(repository: Repository) -> None:
    """All is as it should be."""


Told = tuple[int, tuple[str, ...]]  # an exit status, and what is said
MINE = "order 2 is claimed, but the order is 1: the condition of order 2 at the tree [•] (density 2) gives 1/3, not 1/2"
HEUN = "order 2 is claimed, but the order is 1: the condition of order 2 at the tree [•] (density 2) gives 2/3, not 1/2"
EDIT = ("nets/net.py  edited by hand", "-        k2: Tensor = self.f2(u.add(k1, alpha=1 / 3))")
WELL = ("nets/net.py  up to date",)
# What is told of each fault by `generated --check`, by the plugin and by `check`.
FAULTS: dict[Callable[[Repository], None], tuple[Told, Told, Told]] = {
    nothing: ((0, WELL), (0, ("3 passed",)), (0, ("order 2, proved exactly",))),
    hand_edit: ((1, EDIT), (0, ("3 passed",)), (0, ())),
    stale_document: (
        (1, ("nets/net.py  stale: its input has changed", "+    u' = u + 1/4 k1 + 3/4 k2")),
        (0, ("3 passed",)),
        (0, ()),
    ),
    wrong_coefficient: (
        (
            1,
            (
                f"nets/net.py:2:1: ../methods/mine.yaml:3:8: mine: {MINE}",
                "nets/net.py  not generated: its call is ref",
            ),
        ),
        (1, ("FAILED methods/mine.yaml::mine", f"methods/mine.yaml:3:8: mine: {MINE}", "1 failed, 2 passed")),
        (1, (f"refuted: {MINE}",)),
    ),
    wrong_source: (
        (0, WELL),
        (1, ("FAILED solvers/rk.py::Heun", f"solvers/rk.py:3:9: Heun: {HEUN}", "1 failed, 2 passed")),
        (1, ("solvers/rk.py:3", f"refuted: {HEUN}")),
    ),
    crlf_checkout: ((0, WELL), (0, ("3 passed",)), (0, ())),
    crlf_hand_edit: ((1, EDIT), (0, ("3 passed",)), (0, ())),
    crlf_wrong_source: (
        (0, WELL),
        (1, ("FAILED solvers/rk.py::Heun", f"solvers/rk.py:3:9: Heun: {HEUN}", "1 failed, 2 passed")),
        (1, ("solvers/rk.py:3", f"refuted: {HEUN}")),
    ),
}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The repository as it is at first, which is copied for each fault."""
    return project(tmp_path_factory.mktemp("downstream"))


@pytest.fixture
def repository(first: Repository, tmp_path: Path) -> Repository:
    shutil.copytree(first.folder, tmp_path, dirs_exist_ok=True)
    return Repository(tmp_path)


def plugin() -> tuple[str, ...]:
    """What a call of pytest needs besides where this package is not installed."""
    from importlib.metadata import entry_points

    installed = any(each.value == "tableau2net_pytest" for each in entry_points(group="pytest11"))
    return () if installed else ("-p", "tableau2net_pytest")


def hooks() -> dict[str, dict[str, str]]:
    """The hooks of this repository, by their ids."""
    listed = plain(parse_text((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"), Origin("hooks")))  # type: ignore[arg-type]
    assert isinstance(listed, list)
    return {each["id"]: each for each in listed}  # type: ignore[call-overload,index,misc]


def called(repository: Repository, hook: str, status: int) -> str:
    """What a hook's own entry prints, with the files that it asks for, as pre-commit calls it."""
    entry = hooks()[hook]
    names = repository.ran("git", "ls-files").splitlines()
    chosen = [name for name in names if re.search(entry.get("files", ""), name)]
    return repository.ran(
        *shlex.split(entry["entry"]),
        *(chosen if entry.get("pass_filenames", "true") == "true" else ()),
        status=status,
    )


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_each_fault_is_told_by_what_it_concerns(
    fault: Callable[[Repository], None], repository: Repository
) -> None:
    """By the command, by the hooks' entries and by pytest, each with its exit status."""
    fault(repository)
    generated, tests, checked = FAULTS[fault]
    keys = {
        "generated": repository.ran("tableau2net", "generated", "--check", status=generated[0]),
        "hook generated": called(repository, "tableau2net-generated", generated[0]),
        "pytest": repository.ran(sys.executable, "-m", "pytest", "-rA", *plugin(), status=tests[0]),
        "hook check": called(repository, "tableau2net-check", checked[0]),
    }
    expected = {"generated": generated, "hook generated": generated, "pytest": tests, "hook check": checked}
    for tool, (_, words) in expected.items():
        assert [each for each in words if each not in keys[tool]] == [], keys[tool]
    assert "Traceback" not in "".join(keys.values())


def test_a_stale_file_is_made_again_with_its_ends_of_lines(repository: Repository) -> None:
    crlf_checkout(repository)
    stale_document(repository)
    assert "regenerated" in repository.ran("tableau2net", "generated", "--update")
    content = (repository.folder / "nets" / "net.py").read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n")
    assert b"alpha=3 / 4" in content
    repository.ran("tableau2net", "generated", "--check")


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, str]:
    """A repository that holds this package with its hooks, and its revision."""
    repository = Repository(tmp_path_factory.mktemp("ours"))
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-c", "-o", "--exclude-standard", *SHIPPED],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        target = repository.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, target)
    repository.commit()
    return repository, repository.ran("git", "rev-parse", "HEAD").strip()


@pytest.fixture(scope="module")
def installing(ours: tuple[Repository, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """How pre-commit installs this package from that repository into environments of its own, in a home that all tests
    share: nothing is fetched, and what the package depends on is what is installed here."""
    packages = [path for path in sys.path if path.endswith("site-packages")]
    return {
        "HOME": str(tmp_path_factory.mktemp("home")),
        "PYTHONPATH": os.pathsep.join(packages),
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # which is how pip is told not to isolate
        "VIRTUALENV_NO_PERIODIC_UPDATE": "1",
    }


def configured(repository: Repository, ours: tuple[Repository, str], *ids: str) -> None:
    listed = "".join(f"      - id: {each}\n" for each in ids)
    (repository.folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {ours[0].folder}\n    rev: {ours[1]}\n    hooks:\n{listed}", encoding="utf-8"
    )


@pytest.mark.skipif(shutil.which("pre-commit", path=PROGRAMS) is None, reason="pre-commit is not installed")
def test_pre_commit_refuses_what_is_wrong(
    ours: tuple[Repository, str], installing: dict[str, str], tmp_path: Path
) -> None:
    """The hook as it stands here, installed by pre-commit from a repository that holds it."""
    theirs = Repository(tmp_path / "theirs")
    theirs.environment |= installing
    configured(theirs, ours, "tableau2net-check")
    theirs.ran("pre-commit", "install")
    faults(theirs)


@pytest.mark.skipif(shutil.which("pre-commit", path=PROGRAMS) is None, reason="pre-commit is not installed")
def test_pre_commit_tells_each_fault_of_a_repository(
    ours: tuple[Repository, str], installing: dict[str, str], repository: Repository
) -> None:
    repository.environment |= installing
    configured(repository, ours, "tableau2net-check", "tableau2net-generated")
    repository.commit()
    for fault, (generated, _, checked) in FAULTS.items():
        fault(repository)
        status = 1 if generated[0] or checked[0] else 0
        output = repository.ran("pre-commit", "run", "--all-files", status=status)
        words = [*(generated[1] if generated[0] else ()), *(checked[1] if checked[0] else ())]
        assert [each for each in words if each not in output] == [], output
        assert output.count("Passed") == 2 - (generated[0] != 0) - (checked[0] != 0)
        repository.ran("git", "config", "core.autocrlf", "false")
        repository.ran("git", "rm", "-rq", "--cached", ".")
        repository.ran("git", "reset", "-q", "--hard")
