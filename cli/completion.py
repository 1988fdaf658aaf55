"""What a shell is answered where somebody presses Tab. The words are not parsed as a call, which would load what a call
needs. The scripts that ask are typer's, by `--install-completion` and `--show-completion`; they set these variables.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator, Sequence
from typing import Any

import typer

SHELLS = ("bash", "zsh", "fish")
_BREAKS = re.compile(r"[:=]+")  # where bash takes words apart, besides at spaces


def asked(variable: str) -> str:
    """The shell that asks, or nothing where none does that is answered here."""
    shell = os.environ.get(variable, "").removeprefix("complete_")
    return shell if shell in SHELLS else ""


def words(shell: str) -> tuple[list[str], str]:
    """The words behind the program's name, and the one that is begun."""
    if shell == "bash":
        given = _joined(os.environ.get("COMP_WORDS", "").split("\n"), int(os.environ.get("COMP_CWORD", "0")))
        return given[1:-1], given[-1]
    line = os.environ.get("_TYPER_COMPLETE_ARGS", "")
    try:
        given = shlex.split(line)
    except ValueError:  # a quotation that is not closed yet
        given = line.split()
    if line[-1:].isspace() or len(given) < 2:
        return given[1:], ""
    return given[1:-1], given[-1]


def answer(shell: str, application: Any, before: Sequence[str], begun: str) -> tuple[str, int]:
    """What the shell's script reads, and the exit status that it looks at."""
    found = dict(_candidates(application, before, begun))
    if shell == "bash":
        kept = _BREAKS.split(begun)[-1]
        cut = len(begun) - len(kept)
        return "\n".join(each[cut:] for each in found), 0
    if shell == "zsh":
        listed = "\n".join(
            f'"{_quoted(each)}":"{_quoted(words)}"' if words else f'"{_quoted(each)}"'
            for each, words in found.items()
        )
        return (f"_arguments '*: :(({listed}))'" if found else "_files"), 0
    if os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args":
        return "", 0 if found else 1
    return "\n".join(f"{each}\t{words}" if words else each for each, words in found.items()), 0


def _joined(given: Sequence[str], current: int) -> list[str]:
    """The words up to the current one, put together where bash took them apart."""
    joined: list[str] = []
    open_end = False
    for word in [*given, ""][: current + 1]:
        broken = _BREAKS.fullmatch(word) is not None
        if joined[1:] and (open_end or broken):
            joined[-1] += word
        else:
            joined.append(word)
        open_end = broken
    return joined if len(joined) > 1 else [*joined, ""]


def _candidates(application: Any, before: Sequence[str], begun: str) -> Iterator[tuple[str, str]]:
    """The words that the one that is begun may become, each with what it means, where that is known."""
    if not before:
        for name, command in application.commands.items():
            if name.startswith(begun):
                yield name, command.short_help
        yield from _options(application.params, begun)
        return
    command = application.commands.get(before[0])
    if command is None:
        return
    context = typer.Context(command)
    options = {
        name: parameter
        for parameter in command.params
        if parameter.param_type_name == "option" and not parameter.is_flag
        for name in parameter.opts
    }
    option, equals, value = begun.partition("=")
    if equals and option in options:
        for item in options[option].shell_complete(context, value):
            yield f"{option}={item.value}", ""
    elif before[-1] in options:
        yield from _values(options[before[-1]], context, begun)
    elif begun.startswith("-") and begun != "-":
        yield from _options(command.params, begun)
    else:
        for parameter in command.params:
            if parameter.param_type_name == "argument":
                yield from _values(parameter, context, begun)


def _options(parameters: Sequence[Any], begun: str) -> Iterator[tuple[str, str]]:
    if begun.startswith("-"):
        for parameter in parameters:
            for name in (*parameter.opts, *parameter.secondary_opts):
                if name.startswith(begun):
                    yield name, parameter.help or ""
        if "--help".startswith(begun):
            yield "--help", "Show this message and exit."


def _values(parameter: Any, context: Any, begun: str) -> Iterator[tuple[str, str]]:
    for item in parameter.shell_complete(context, begun):
        if item.type == "plain":
            yield item.value, item.help or ""


def _quoted(text: str) -> str:
    """The text as zsh's script reads it."""
    text = text.replace('"', '""').replace("'", "''").replace("$", r"\$").replace("`", r"\`")
    return text.replace(":", r"\\:")
