"""`audit`: what the steps of code really compute, found by running them."""

from __future__ import annotations

from typing import Annotated

import typer

from ..completers import plugin, scheme
from ..messages import note, say, say_json
from ..options import decimal

EXAMPLES = (
    ("tableau2net audit solver.py:step --expect rk4", "which method is this step?"),
    ("tableau2net audit torchdiffeq:odeint --method rk4", "a step of a package"),
    ("tableau2net audit resnet20.py", "an emitted file, against its scheme"),
)


def command(
    reference: Annotated[
        str,
        typer.Argument(metavar="CODE", help="FILE.py:NAME, package.module:object, or an emitted FILE.py."),
    ],
    expect: Annotated[
        str | None,
        typer.Option(
            "--expect",
            metavar="REF",
            autocompletion=scheme,
            help="The scheme that the step should be, given as for check.",
        ),
    ] = None,
    family: Annotated[
        str | None,
        typer.Option(
            "--family",
            metavar="NAME",
            autocompletion=plugin("audit/signatures"),
            help="How steps are called: emitted, scipy, torchdiffeq, diffrax, torchode, pathsim, k-diffusion, "
            "module, callable.",
        ),
    ] = None,
    call: Annotated[
        str,
        typer.Option(
            "--call",
            metavar="ROLES",
            help="The roles of a function's parameters, in order: f,t,y,h; e is the end, g a second field, "
            "n the number of steps, s their times, q and p position and momentum.",
        ),
    ] = "",
    method: Annotated[
        str, typer.Option("--method", metavar="NAME", help="The method of torchdiffeq:odeint, such as rk4.")
    ] = "",
    branches: Annotated[
        str,
        typer.Option(
            "--branches",
            metavar="NAMES",
            help="The submodules of a module that are its fields: f1,f2; blocks.0.",
        ),
    ] = "",
    seconds: Annotated[
        float,
        typer.Option(
            "--seconds",
            parser=decimal(1, 86_400),
            metavar="S",
            help="The time after which the code is stopped.",
        ),
    ] = 60.0,
    memory: Annotated[
        float,
        typer.Option(
            "--memory", parser=decimal(0.5, 1024), metavar="GIB", help="The memory that the code may use."
        ),
    ] = 4.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Run a step with probe fields, in a process of its own, and recover the method that it is.

    A file that tableau2net emitted is compared with the scheme that it was made from.
    """
    from tableau2net.audit.audit import Code, Settings, audit
    from tableau2net.pipeline import load_scheme

    code = Code.of(reference)
    document = None if expect is None else load_scheme(expect)
    note(f"running the code of {reference} in a process of its own")
    named = tuple(filter(None, (name.strip() for name in branches.split(","))))
    found = audit(code, document, Settings(family or "", call, method, named, seconds, memory))
    if as_json:
        say_json(found.as_json())
    else:
        say(str(found))
    if found.status:
        raise typer.Exit(found.status)
