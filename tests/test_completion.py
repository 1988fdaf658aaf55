"""What a shell completes, by the scripts that the program prints, and in the shells themselves where they are there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from tableau2net.catalogue import RECIPES, aliases, paths
from tableau2net.cli import completers, main
from tableau2net.cli.app import application
from tableau2net.cli.commands import KIND
from tableau2net.cli.options import FORMATS
from tableau2net.read import families, names, suggest

VARIABLE = "_TABLEAU2NET_COMPLETE"
PROGRAM = Path(sys.executable).with_name("tableau2net")


def completed(
    shell: str, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """What the script of a shell gets for a line; the last word is begun."""
    monkeypatch.setenv(VARIABLE, f"complete_{shell}")
    words = line.split(" ")
    monkeypatch.setenv("COMP_WORDS", "\n".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    assert main([]) == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("tableau2net sho", ["show"]),
        ("tableau2net show dopri", ["dopri5", "dopri5_resnet"]),
        ("tableau2net show ode4", ["ode45"]),
        ("tableau2net analyze lobatto-iiid", ["lobatto-iiid:"]),
        ("tableau2net show --set steps=4", []),
        ("tableau2net compile lm_resnet1", [name for name in paths() if name.startswith("lm_resnet1")]),
        ("tableau2net compare resnet20@sho", ["resnet20@short"]),
        ("tableau2net train resnet20 --recipe ", sorted(paths((RECIPES,)))),
        ("tableau2net train resnet20 --data ci", ["cifar10", "cifar100"]),
        ("tableau2net train resnet20 --precision bf", ["bf16-mixed"]),
        ("tableau2net check --format ", sorted(FORMATS)),
        ("tableau2net compile resnet20 --set starter=verle", ["starter=verlet", "starter=verlet_position"]),
        ("tableau2net list --l", ["--l-stable"]),
        ("tableau2net list --kind gen", ["general-linear"]),
        ("tableau2net no-such-command ", []),
        ("tableau2net show no-such-nam", []),
        ("tableau2net compile x -o ", []),
    ],
)
def test_names_are_completed(
    line: str, found: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = completed("fish", line, monkeypatch, capsys)
    assert [each.partition("\t")[0] for each in told if each] == found


@pytest.mark.parametrize("name", [*paths(), *aliases()])
def test_every_name_of_a_document_is_completed(name: str) -> None:
    written = name.replace(" ", "-")
    assert written in completers.document(written[:2])


def test_every_family_is_completed_with_its_colon() -> None:
    assert {f"{family}:" for family in families.KIND.names} <= set(completers.scheme(""))
    assert all(names.is_member(f"{family}:1") for family in families.KIND.names)


def test_what_is_completed_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = [name for name in completers.scheme("") if not name.endswith(":")]
    known = {suggest.key(name) for name in (*paths(), *aliases())}
    assert {suggest.key(name) for name in found} <= known


def test_documents_in_the_working_directory_are_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("rk_mine.yaml", "rk_mine.yml", "rk_mine.txt"):
        (tmp_path / name).touch()
    assert [name for name in completers.document("rk_") if "mine" in name] == ["rk_mine.yaml", "rk_mine.yml"]


@pytest.mark.parametrize("command", KIND.names)
def test_every_command_and_every_option_of_it_is_completed(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert completed("bash", f"tableau2net {command}", monkeypatch, capsys) == [command]
    found = completed("bash", f"tableau2net {command} --", monkeypatch, capsys)
    commands: dict[str, Any] = typer.main.get_command(application([command])).commands  # type: ignore[attr-defined]
    parameters = commands[command].params
    options = {
        name for each in parameters for name in (*each.opts, *each.secondary_opts) if name.startswith("--")
    }
    assert set(found) == options | {"--help"}


def test_bash_gets_what_stands_behind_where_it_takes_words_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "tableau2net train resnet20 --recipe = sho"
    assert completed("bash", line, monkeypatch, capsys) == ["short"]
    assert completed("bash", "tableau2net show extrapolation :", monkeypatch, capsys) == [""]


def test_zsh_gets_a_call_of_its_own_and_files_where_nothing_fits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = completed("zsh", "tableau2net analyze lobatto-iiid", monkeypatch, capsys)
    assert told == ["_arguments '*: :((\"lobatto-iiid\\\\:\"))'"]
    assert completed("zsh", "tableau2net show ./", monkeypatch, capsys) == ["_files"]


def test_fish_asks_whether_there_is_anything(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, "complete_fish")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "is-args")
    for line, status in (("tableau2net show rk", 0), ("tableau2net show ./", 1)):
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        assert main([]) == status
        assert capsys.readouterr().out.strip() == ""


# --- in the shells ----------------------------------------------------------------------------------------------------

ASKING = {
    "bash": """eval "$({program} --show-completion bash)"
COMP_WORDS=(tableau2net show dopri); COMP_CWORD=2
$(complete -p tableau2net | sed 's/.*-F \\([^ ]*\\).*/\\1/') tableau2net
printf '%s\\n' "${{COMPREPLY[@]}}"
""",
    "fish": """{program} --show-completion fish | source
complete --do-complete 'tableau2net show dopri'
""",
}


@pytest.mark.slow
@pytest.mark.parametrize("shell", ASKING)
def test_the_shell_itself_completes(shell: str, tmp_path: Path) -> None:
    executable = shutil.which(shell)
    if executable is None:
        pytest.skip(f"{shell} is not installed")
    program = ASKING[shell].format(program="tableau2net")
    ran = subprocess.run(
        [executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "PATH": f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1",
        },
    )
    assert ran.stderr == ""
    assert [line.split("\t")[0] for line in ran.stdout.split()] == ["dopri5", "dopri5_resnet"]
