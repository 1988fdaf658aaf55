"""The examples for CI in the documentation: each is as the system that it is for asks, and does what it says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from ci_schemas import validator

ROOT = Path(__file__).parent.parent
PAGES = {"ci.md": ("GitHub Actions", "GitLab", "pre-commit"), "generated.md": ("Git and pre-commit",)}
SCHEMAS = {"GitHub Actions": "github-workflows", "GitLab": "gitlab-ci"}
PROGRAMS = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
RK = "class Heun:\n    order = {order}\n    A = [[0, 0], [1, 0]]\n    b = [1/2, 1/2]\n"
INSTALL = "pip install tableau2net"  # not done here: this checkout is tested


def example(page: str, heading: str) -> Any:
    """The YAML below a heading, read by the parser that reads documents of YAML everywhere."""
    from ruamel.yaml import YAML

    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    section = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    (block,) = [each for each in re.findall(r"```text\n(.*?)```", section, re.DOTALL) if ":\n" in each]
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(block)))


@pytest.mark.parametrize("system", SCHEMAS)
def test_an_example_is_what_the_system_takes(system: str) -> None:
    """By the system's own schema, as check-jsonschema has it."""
    schema = validator(SCHEMAS[system])
    text = example("ci.md", system)
    assert [error.message for error in schema.iter_errors(text)] == []
    job = next(iter(text["jobs"].values() if "jobs" in text else text.values()))
    job["scrip"] = job.pop("script", job.pop("steps", None))
    assert list(schema.iter_errors(text)) != []


@pytest.mark.parametrize(
    ("page", "heading"), [("ci.md", "pre-commit"), ("generated.md", "Git and pre-commit")]
)
def test_a_configuration_of_pre_commit_names_hooks_that_there_are(page: str, heading: str) -> None:
    from ruamel.yaml import YAML

    listed = YAML(typ="safe", pure=True).load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (repository,) = example(page, heading)["repos"]
    assert {each["id"] for each in repository["hooks"]} <= {each["id"] for each in listed}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[tool.tableau2net]\nfiles = ["rk.py"]\n', encoding="utf-8")
    (tmp_path / ".git").mkdir()
    return tmp_path


def ran(folder: Path, line: str) -> tuple[int, str]:
    """The exit status of a line of shell, as CI runs it, and what it prints."""
    done = subprocess.run(
        ["bash", "-e", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": PROGRAMS},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(("order", "status"), [(2, 0), (3, 1)])
def test_the_lines_of_the_github_example_do_what_they_say(order: int, status: int, project: Path) -> None:
    """The step that tells a fault fails, the one that writes the report runs for all that, and its file is uploaded."""
    (project / "rk.py").write_text(RK.format(order=order), encoding="utf-8")
    steps = example("ci.md", "GitHub Actions")["jobs"]["check"]["steps"]
    lines = [each for each in steps if each.get("run") not in (None, INSTALL)]
    assert len(lines) == 2
    found, output = ran(project, lines[0]["run"])
    assert found == status
    assert output.count("::error file=rk.py,line=3,") == output.count("::error") == order - 2
    found, output = ran(project, lines[1]["run"])
    assert (found, lines[1]["if"]) == (status, "always()")
    (upload,) = [each for each in steps if "upload-sarif" in each.get("uses", "")]
    report = json.loads((project / upload["with"]["sarif_file"]).read_text(encoding="utf-8"))
    assert len(report["runs"][0]["results"]) == order - 2
    assert upload["if"] == "always()"


@pytest.mark.slow
@pytest.mark.parametrize(("order", "status"), [(2, 0), (3, 1)])
def test_the_lines_of_the_gitlab_example_do_what_they_say(order: int, status: int, project: Path) -> None:
    (project / "rk.py").write_text(RK.format(order=order), encoding="utf-8")
    job = example("ci.md", "GitLab")["tableaux"]
    (line,) = [each for each in job["script"] if each != INSTALL]
    assert ran(project, line)[0] == status
    assert job["artifacts"]["when"] == "always"
    suites = ElementTree.parse(project / job["artifacts"]["reports"]["junit"]).getroot()
    assert len(suites.findall(".//failure")) == order - 2
    assert len(suites.findall(".//testcase")) == 1
