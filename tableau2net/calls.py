"""What the commands print, as values: one function for each of `analyze`, `audit`, `convert`, `list` and `show`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tableau2net.catalogue import CatalogueEntry
from tableau2net.errors import InputError
from tableau2net.pipeline import load, load_scheme

if TYPE_CHECKING:
    from tableau2net.analyse import Analysis
    from tableau2net.audit.audit import Audit
    from tableau2net.report.overview import Overview


def analyze(
    scheme: object, *, digits: int = 10, residuals: bool = False, order: int | None = None
) -> Analysis:
    """What a scheme, or anything that `load` takes for one, is like beyond its order: stability, structure, the
    modified equation up to h^order; irrational numbers to so many decimal places, and with `residuals` the principal
    error condition by condition.

    Raises InputError.
    """
    from tableau2net.analyse import analyse

    return analyse(load_scheme(scheme), digits=digits, residuals=residuals, order=order)


def audit(
    code: object,
    expect: object = None,
    *,
    family: str = "",
    call: str = "",
    method: str = "",
    branches: Sequence[str] = (),
    seconds: float = 60.0,
    memory: float = 4.0,
) -> Audit:
    """What the steps of some code really compute, and how that differs from the scheme `expect`, or anything that
    `load` takes for one: of FILE.py:NAME, package.module:object, or a function or class that stands at the top of a
    file. The code is run in a process of its own, for at most so many seconds and with so many GiB; the other options
    are those of the command.

    Raises InputError for what cannot be found, run or understood.
    """
    from tableau2net.audit.audit import Code, Settings
    from tableau2net.audit.audit import audit as run

    found = Code.of(code) if isinstance(code, str) else Code.at(code)
    scheme = None if expect is None else load_scheme(expect)
    return run(found, scheme, Settings(family, call, method, tuple(branches), seconds, memory))


def convert(scheme: object, to: str) -> str:
    """The text of a scheme, or of anything that `load` takes for one, in another notation: c, diffrax, json, julia,
    latex, markdown, nodepy or yaml. Raises InputError, also where the notation cannot hold it."""
    from tableau2net.notations.writers import KIND
    from tableau2net.read import suggest

    if to not in KIND.names:
        raise InputError("there is no such notation", None, repr(to), suggest.expected(to, KIND.names))
    document = load_scheme(scheme)
    try:
        text: str = KIND.load(to).write(document)
    except InputError as error:
        raise error.placed(document.file) from None
    return text


def list(
    kind: str | None = None,
    *words: str,
    order: int | str | None = None,
    stages: int | str | None = None,
    explicit: bool | None = None,
    embedded: bool | None = None,
    a_stable: bool | None = None,
    l_stable: bool | None = None,
) -> tuple[CatalogueEntry, ...]:
    """The schemes and networks of the catalogue, or what is of one kind there; recipes are of the kind `recipe`. All
    `words` stand in what is listed, in its name, title, reference or notes. Of schemes, those of this `order` and this
    number of `stages`, `"4+"` for 4 and more, that are explicit or not, have embedded weights or not, and so on.

    Raises InputError.
    """
    from tableau2net.choosing import Count, Wanted, choose

    def count(value: int | str | None) -> Count | None:
        return None if value is None else Count.of(str(value))

    wanted = Wanted(kind, words, count(order), count(stages), explicit, embedded, a_stable, l_stable)
    return tuple(choice.entry for choice in choose(wanted))


def show(value: object) -> Overview:
    """A scheme's tableau or a network's parts, with what is proved of it: `print` it, or let a notebook show it. Raises
    InputError as `verify` does."""
    from tableau2net.report.overview import overview

    return overview(load(value))
