"""A page of the commands: every argument and option, as `--help` tells them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import typer

from tableau2net.cli.app import PROGRAM, application
from tableau2net.cli.commands import KIND

HEAD = """# Options of the commands

What `--help` tells of every command. What they are for, how they are told what to work on, and their exit statuses
stand in [commands](../commands.md).
"""


def make() -> Iterator[tuple[str, str | bytes]]:
    """One page with all of them."""
    yield "reference/commands.md", "\n".join([HEAD, *map(_section, KIND.names)])


def _section(name: str) -> str:
    command: Any = typer.main.get_command(application([name]))
    command = command.commands[name]
    context = command.make_context(f"{PROGRAM} {name}", [], resilient_parsing=True)
    usage = " ".join([PROGRAM, name, *command.collect_usage_pieces(context)])
    rows = [record for each in command.get_params(context) if (record := _row(each, context))]
    return "\n".join(
        [
            f"## {name}",
            "",
            f"`{usage}`",
            "",
            inspect.cleandoc(command.help or ""),
            "",
            "| | |",
            "| --- | --- |",
            *rows,
            "",
        ]
    )


def _row(parameter: Any, context: Any) -> str:
    """The row of an argument or an option; nothing of one that is hidden."""
    record = parameter.get_help_record(context)
    if record is None:
        return ""
    written, words = (" ".join(text.split()).replace("|", "\\|") for text in record)
    return f"| `{written}` | {words} |"
