"""A small repository of somebody else's, with the hook: each fault is told, and nothing is committed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
RK = "class Heun:\n    order = 2\n    A = [[0, 0], [1, 0]]\n    b = [1/2, 1/2]\n"
EULER = "name: mine\nkind: runge-kutta\norder: 1\nA: [[]]\nb: [1]\n"
HOOK = """\
#!/bin/sh
git diff --cached --name-only --diff-filter=d -z | xargs -r -0 tableau2net check --changed
"""


class Repository:
    """A repository with the programs of this environment."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "HOME": str(folder / ".home"),
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        self.ran("git", "init", "-q")
        for key in ("user.name", "user.email"):
            self.ran("git", "config", key, "somebody@example.org")

    def ran(self, *call: str, status: int = 0) -> str:
        done = subprocess.run(
            call, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def commit(self, status: int = 0, **files: str) -> str:
        """Write and commit files, whose names have __ for the dot."""
        for name, text in files.items():
            (self.folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
        self.ran("git", "add", "-A", ":!.home")
        return self.ran("git", "commit", "-qm", "changed", status=status)

    def commits(self) -> int:
        return int(self.ran("git", "rev-list", "--count", "HEAD"))


def faults(repository: Repository) -> None:
    """A repository whose hook runs refuses a wrong coefficient, a wrong claim and what cannot be read."""
    repository.commit(readme__md="# Nothing here\n")
    repository.commit(rk__py=RK, euler__yaml=EULER, ci__yaml="name: ci\njobs: []\n", plain__py="x = 1\n")
    before = repository.commits()
    told = repository.commit(status=1, rk__py=RK.replace("1/2, 1/2", "1/3, 2/3"))
    assert "rk.py:3" in told
    assert "refuted: order 2 is claimed, but the order is 1" in told
    told = repository.commit(status=1, rk__py=RK, euler__yaml=EULER.replace("order: 1", "order: 2"))
    assert "refuted: order 2 is claimed, but the order is 1" in told
    told = repository.commit(status=1, euler__yaml=EULER.replace("[1]", "[1, x]"))
    assert "error: euler.yaml:5:8:" in told
    assert repository.commits() == before
    table = '[tool.tableau2net]\nfiles = ["rk.py", "euler.yaml"]\n[tool.tableau2net.exceptions]\n'
    wrong = EULER.replace("order: 1", "order: 2")
    repository.commit(euler__yaml=wrong, pyproject__toml=f'{table}"euler.yaml::mine" = "an example"\n')
    told = repository.commit(status=1, euler__yaml=EULER)
    assert "the exception has nothing to except" in told


def test_a_hook_of_git_refuses_what_is_wrong(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    hook = tmp_path / ".git" / "hooks" / "pre-commit"
    hook.write_text(HOOK, encoding="utf-8")
    hook.chmod(0o755)
    repository.environment["PATH"] += os.pathsep + str(tmp_path)
    faults(repository)


@pytest.mark.skipif(shutil.which("pre-commit") is None, reason="pre-commit is not installed")
def test_the_hook_of_pre_commit_refuses_what_is_wrong(tmp_path: Path) -> None:
    """The hook as it stands here, from a repository that holds it; its environment is the one that is there."""
    ours, theirs = Repository(tmp_path / "ours"), Repository(tmp_path / "theirs")
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", ours.folder)
    ours.commit(readme__md="hooks\n")
    revision = ours.ran("git", "rev-parse", "HEAD").strip()
    (theirs.folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {ours.folder}\n    rev: {revision}\n    hooks:\n"
        "      - {id: tableau2net-check, language: system}\n",
        encoding="utf-8",
    )
    theirs.ran("pre-commit", "install")
    faults(theirs)
