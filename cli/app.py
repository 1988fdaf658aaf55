"""The application: finds the commands, runs one, and turns every error into one line and an exit
status."""

from __future__ import annotations

import ast
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextvars import copy_context
from typing import Annotated, Any

import typer

from tableau2net.errors import Interrupted, TableauError
from tableau2net.shown import line, shell_word

from . import completion
from .commands import KIND
from .messages import drop_output, note, say, tell, written_out

PROGRAM = "tableau2net"
_COMPLETION = f"_{PROGRAM.upper()}_COMPLETE"  # set by the scripts that `--install-completion` installs
FIRST = (
    ("tableau2net list --order 4 --explicit", "what there is"),
    ("tableau2net show rk4", "a tableau, and what is proved of it"),
    ("tableau2net check my_scheme.yaml", "is a scheme of my own what it claims to be?"),
    (
        "tableau2net compile resnet20 --set scheme=rk4 -o network.py",
        "a network, as Python that needs torch alone",
    ),
)  # what whoever asks for nothing in particular begins with
# What a call that cannot be understood raises; typer exports only what derives from it.
UsageError: Any = next(base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException")


def application(given: Sequence[str]) -> typer.Typer:
    """The application with what a call needs: the command that it begins with, or else all, of which only those that
    it names are loaded."""
    app = typer.Typer(
        name=PROGRAM,
        context_settings={"help_option_names": ["-h", "--help"]},
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(epilog=_shown(FIRST))(_root)
    for name in [name for name in KIND.names if [name] == given[:1]] or KIND.names:
        loaded = KIND.load(name) if name in given else None
        command = loaded.command if loaded else _listed(name)
        epilog = _shown(loaded.EXAMPLES) if loaded else None
        app.command(name=name, short_help=_first_paragraph(command), epilog=epilog)(command)
    return app


def _first_paragraph(command: Callable[..., object]) -> str:
    """What the list of commands says of one, whole: left to itself, it would be cut to a line."""
    return " ".join((command.__doc__ or "").partition("\n\n")[0].split())


def _shown(examples: Sequence[tuple[str, str]]) -> str:
    """Examples as help has them: each call below what it does."""
    return "\n\n".join(["Examples:", *(f"\b\n  # {words}\n  {call}" for call, words in examples)])


def _listed(name: str) -> Callable[[], None]:
    """A command of which nothing but its help is told: its docstring is read, and it is not loaded."""

    def command() -> None:
        raise LookupError(name)  # never: what a call names is loaded

    definition = KIND.checked(name).function("command")
    command.__doc__ = ast.get_docstring(definition) if definition else None
    return command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status: 0 well, 1 refuted or stale, 2 not understood, 3 left open,
    128 and the signal's number where one ended it. What a call allows is allowed to it alone."""
    return copy_context().run(_main, arguments)


def _main(arguments: Sequence[str] | None) -> int:
    _have_all_streams()
    _never_fail_to_print()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if shell := completion.asked(_COMPLETION):
        before, begun = completion.words(shell)
        text, status = completion.answer(shell, typer.main.get_command(application(before)), before, begun)
        say(text)
        return status
    try:
        status = typer.main.get_command(application(given)).main(
            args=given or ["--help"], prog_name=PROGRAM, standalone_mode=False
        )
        with written_out():
            sys.stdout.flush()
    except Interrupted as error:
        return _interrupted(error, given)
    except TableauError as error:
        return _refuse(str(error), error.status)
    except UsageError as error:
        return _refuse(error.format_message(), 2)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        return _silenced()
    except SystemExit:  # typer's own answer to a broken pipe
        return _silenced()
    return status if isinstance(status, int) else 0


def _print_version(requested: bool) -> None:
    if requested:
        from tableau2net.version import __version__

        say(f"{PROGRAM} {__version__}")
        raise typer.Exit()


def _root(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Compile numerical methods, written as Butcher tableaux, into PyTorch networks."""


def _refuse(message: str, status: int) -> int:
    tell(message)
    return status


def _interrupted(error: Interrupted, given: Sequence[str]) -> int:
    """Tell what is left, and the call that goes on."""
    again = [PROGRAM, *given, *([error.option] if error.option and error.option not in given else [])]
    note(f"{line(str(error))}; to resume: {' '.join(map(shell_word, again))}")
    return error.status


def _have_all_streams() -> None:
    """A standard stream that is closed is opened, or the next file would get its number, and what is printed would go
    into it. Nothing is read there, nobody is told anything, and a result cannot be written."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
            setattr(sys, name, os.fdopen(handle, mode, encoding="utf-8"))


def _never_fail_to_print() -> None:
    """A terminal that cannot show a character shows its code instead."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _silenced() -> int:
    """The reader of the output has gone: end without a word."""
    drop_output()
    return 1
