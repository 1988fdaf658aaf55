"""The one place where anything is printed: results on standard output, all else on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from typing import Any

import typer

from tableau2net.errors import InputError, Position
from tableau2net.files import reason
from tableau2net.shown import LAYOUT, json_text, line, visible

USUAL = 80  # columns of a terminal that does not know how many it has


def page() -> int | None:
    """How wide the terminal is that results are printed on; None where they go elsewhere, whole and plain."""
    if not sys.stdout.isatty():
        return None
    return os.get_terminal_size(sys.stdout.fileno()).columns or USUAL


def say(text: str, end: str = "\n", heading: bool = False) -> None:
    """Print a result; on a terminal the first line stands out where it is a heading."""
    shown = visible(text, LAYOUT) + end
    if heading and page() is not None and not os.environ.get("NO_COLOR"):
        shown = _with_heading(shown)
    with written_out():
        typer.echo(shown, nl=False)


def _with_heading(text: str) -> str:
    """The text with escapes around its first line, as far as the terminal knows them."""
    from rich.console import Console
    from rich.text import Text

    first, end, rest = text.partition("\n")
    console = Console(soft_wrap=True, highlight=False)
    with console.capture() as captured:
        console.print(Text(first, style="bold"), end="")
    return f"{captured.get()}{end}{rest}"


def say_json(value: Any) -> None:
    """Print a result as JSON."""
    with written_out():
        typer.echo(json_text(value))


def say_json_of_each(values: Sequence[Any]) -> None:
    """Print results as JSON: a list of them, or the only one itself."""
    say_json(values if len(values) > 1 else values[0])


def send(content: str | bytes) -> None:
    """Write the content of a file to standard output, as it would stand in the file."""
    with written_out():
        if isinstance(content, str):
            typer.echo(content, nl=False)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)


def note(text: str) -> None:
    """Print something besides the result."""
    print(visible(text, LAYOUT), file=sys.stderr)


def ask(question: str, usual: object) -> str:
    """What somebody answers to a question on standard error, or what is usual where that is nothing. Raises typer.Abort
    where nobody answers any more."""
    print(f"{visible(question)} [{visible(str(usual))}]: ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if not answer:
        raise typer.Abort()
    return answer.strip() or str(usual)


def tell(error: object) -> None:
    """Print one error as one line."""
    print(f"error: {line(str(error))}", file=sys.stderr)


@contextmanager
def written_out() -> Iterator[None]:
    """Around what is written to standard output: raises InputError where it cannot be, as on a full disk. A reader that
    has gone has heard enough."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_output()
        raise InputError("this cannot be written", Position("standard output"), reason(error)) from None


def drop_output() -> None:
    """Keep Python's own last flush from failing as well."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def on_standard_error() -> Iterator[None]:
    """Within it, whatever anybody prints, other processes too, goes there: the output is the command's result alone."""
    sys.stdout.flush()
    output = os.dup(1)
    os.dup2(2, 1)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        os.dup2(output, 1)
        os.close(output)
