"""The files by which others take part in the project: workflows and hooks are valid, and run what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from ci_schemas import validator
from schemes import NOT_REFUTED

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
HOOKS = ROOT / ".pre-commit-config.yaml"


def read(path: Path) -> Any:
    from ruamel.yaml import YAML

    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_what_github_takes(path: Path) -> None:
    assert [error.message for error in validator("github-workflows").iter_errors(read(path))] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_runs_targets_that_there_are(path: Path) -> None:
    steps = [step for job in read(path)["jobs"].values() for step in job["steps"]]
    called = [target for step in steps for target in re.findall(r"\bmake (\w+)", step.get("run", ""))]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert called
    assert [target for target in called if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_the_hooks_are_a_configuration_of_pre_commit() -> None:
    client = pytest.importorskip("pre_commit.clientlib")
    assert client.load_config(str(HOOKS))["repos"]


def test_the_hook_for_tableaux_sees_all_that_are_proved_and_nothing_else() -> None:
    (hook,) = [hook for hook in read(HOOKS)["repos"][0]["hooks"] if hook["id"] == "tableaux"]
    paths = [path.relative_to(ROOT) for path in (ROOT / "tableaux").rglob("*.*")]
    seen = [
        path
        for path in paths
        if re.search(hook["files"], path.as_posix()) and not re.search(hook["exclude"], path.as_posix())
    ]
    kinds = {"schemes", "networks"}
    assert seen == [
        path
        for path in paths
        if path.parts[1] in kinds and path.suffix == ".yaml" and path.stem not in NOT_REFUTED
    ]
