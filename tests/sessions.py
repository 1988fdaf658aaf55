"""What a page shows, done in a folder: files are written, commands run, and what they print is put in its place.

A block with a title is the file of that name. In a `console` block each line that begins with `$ ` is a command, and
below it stands what it prints, standard error after standard output. A `sh` block is a script, which has to succeed.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from blocks import blocks

from tableau2net.cli import main

_COMMAND = re.compile(r"^\$ (.+)\n", re.MULTILINE)


def played(page: Path, text: str, folder: Path) -> str:
    """The text of a page with what its commands print now. Raises CalledProcessError for a script that fails."""
    parts, position = [], 0
    for block in blocks(page, text):
        begin, end = block.span
        parts.append(text[position:begin])
        parts.append(_done(block.language, block.title, block.text, folder) if not block.note else block.text)
        position = end
    return "".join([*parts, text[position:]])


def _done(language: str, title: str, text: str, folder: Path) -> str:
    if title:
        file = folder / title
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    elif language == "console":
        commands = [match[1] for match in _COMMAND.finditer(text)]
        return "".join(f"$ {command}\n{output_of(command, folder)}" for command in commands)
    elif language == "sh":
        script(text, folder)
    return text


def printed(command: str, folder: Path) -> str:
    """What a command of tableau2net prints in a folder, in this process."""
    program, *arguments = shlex.split(command)
    assert program == "tableau2net"
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        main(arguments)
    return _lines(output.getvalue() + errors.getvalue())


def output_of(command: str, folder: Path) -> str:
    """What any command prints in a folder; one of the shell, in a process of its own."""
    if re.fullmatch(r"tableau2net [^|;&><]+", command) is not None:
        return printed(command, folder)
    done = _shell(command, folder)
    return _lines(done.stdout + done.stderr)


def _lines(text: str) -> str:
    return "".join(f"{row.rstrip()}\n" for row in text.splitlines())


def script(text: str, folder: Path) -> None:
    """Run a script in a folder. Raises CalledProcessError where a line of it fails."""
    done = _shell(text, folder)
    if done.returncode:
        error = subprocess.CalledProcessError(done.returncode, text, done.stdout, done.stderr)
        error.add_note(done.stderr)
        raise error


def _shell(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": programs, "COLUMNS": "100", "OMP_NUM_THREADS": "1"}
    call = ["bash", "-euo", "pipefail", "-c", text]
    return subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=False)
