"""The look of pictures by style sheets of matplotlib (matplotlib.org/stable/users/explain/customizing.html), lines of
`key: value`, read here one by one. Nothing in one is evaluated, and none starts a program."""

from __future__ import annotations

import ast
import logging
import operator
import os
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tableau2net.errors import InputError, Position
from tableau2net.files import content_of
from tableau2net.read import suggest
from tableau2net.report.sheet import Style, drawing
from tableau2net.shown import visible

SUFFIX = ".mplstyle"
LARGEST = 2**20  # bytes of a file
EXPECTED = "a style sheet of matplotlib"
# What matplotlib keeps out of styles too: it is of its windows, and of no picture.
NO_LOOKS = frozenset(
    {
        "backend",
        "backend_fallback",
        "date.epoch",
        "docstring.hardcopy",
        "figure.max_open_warning",
        "figure.raise_window",
        "interactive",
        "savefig.directory",
        "timezone",
        "tk.window_focus",
        "toolbar",
        "webagg.address",
        "webagg.open_in_browser",
        "webagg.port",
        "webagg.port_retries",
    }
)


def style(names: Sequence[str]) -> Style:
    """The settings of style sheets, of which later ones go before earlier ones. A name is that of one of matplotlib's
    own, or of one in the folder where matplotlib looks for the user's; a path contains `/` or ends in .mplstyle.

    Raises InputError for what is no style, or names no font that is installed; and where matplotlib is not installed.
    """
    found: Style = {}
    for name in names:
        found |= _sheet(name)
    if found.get("text.usetex"):
        raise InputError("a style cannot start TeX", None, "text.usetex: True", "text.usetex: False")
    if found:
        _fonts(found)
    return found


def _sheet(name: str) -> Style:
    """The settings of one style sheet."""
    path = _path(name)
    content = content_of(path, EXPECTED, LARGEST)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"the byte 0x{content[error.start]:02x}"
        raise InputError("this is no text in UTF-8", Position(str(path)), found, EXPECTED) from None
    settings: Style = {}
    for number, line in enumerate(text.splitlines(), start=1):
        told = _uncommented(line).strip()
        if not told:
            continue
        place = Position(str(path), number, line.index(told[0]) + 1)
        key, colon, value = (part.strip() for part in told.partition(":"))
        if not colon:
            raise InputError("this line is no setting", place, repr(visible(told)), "key: value")
        if key in settings:
            raise InputError("this key stands here twice", place, repr(visible(key)), "each key once")
        settings[key] = _value(key, _unquoted(value), place)
    return settings


def _path(name: str) -> Path:
    """The file of a name."""
    if "/" in name or os.sep in name or name.endswith(SUFFIX):
        return Path(name)
    matplotlib = drawing()
    folders = (Path(matplotlib.get_configdir(), "stylelib"), Path(matplotlib.get_data_path(), "stylelib"))
    there = {path.stem: path for folder in reversed(folders) for path in sorted(folder.glob(f"*{SUFFIX}"))}
    if name in there:
        return there[name]
    expected = suggest.expected(name, (known for known in there if not known.startswith("_")))
    beside = f"{os.path.join('.', name)}, which is a file, or " if os.path.isfile(name) else ""
    raise InputError("there is no style of this name", None, repr(visible(name)), beside + expected)


def _uncommented(line: str) -> str:
    """The line up to a # that stands in no quotes."""
    quoted = False
    for i, letter in enumerate(line):
        if letter == '"':
            quoted = not quoted
        elif letter == "#" and not quoted:
            return line[:i]
    return line


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value


def _value(key: str, value: str, place: Position) -> Any:
    """The value of a setting, as matplotlib reads it. Raises InputError for a key that is none, and for what is no
    value of it."""
    matplotlib = drawing()
    known = matplotlib.rcParamsDefault.keys() - NO_LOOKS
    if key not in known:
        problem = "this key is of no picture" if key in NO_LOOKS else "there is no such key in styles"
        raise InputError(problem, place, repr(visible(key)), suggest.expected(key, known))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            given = _cycler(ast.parse(value, mode="eval").body) if key == "axes.prop_cycle" else value
            return matplotlib.RcParams({key: given})[key]
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError) as error:
        reason = " ".join(str(error).split())
        wanted = f"a value that matplotlib takes ({visible(reason)[:160]})"
        raise InputError(f"this is no value of {key}", place, repr(visible(value)), wanted) from None


def _cycler(node: ast.expr) -> Any:
    """The cycle of colours that is written down: cycler("color", […]), and sums and products of these."""
    from matplotlib.rcsetup import cycler

    match node:
        case ast.BinOp(left, ast.Add() | ast.Mult() as sign, right):
            join = operator.add if isinstance(sign, ast.Add) else operator.mul
            return join(_cycler(left), _cycler(right))
        case ast.Call(ast.Name("cycler"), arguments, keywords) if all(each.arg for each in keywords):
            given = [ast.literal_eval(each) for each in arguments]
            return cycler(*given, **{str(each.arg): ast.literal_eval(each.value) for each in keywords})
    raise ValueError("it has to be cycler('color', […])")


def _fonts(settings: Style) -> None:
    """Raises InputError where no font of the families that a style names is installed; of others nothing is printed."""
    matplotlib = drawing()
    from matplotlib.font_manager import FontProperties, findfont

    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    with matplotlib.rc_context(settings):
        families = list(_families(matplotlib.rcParams))
        for family in families:
            try:
                findfont(FontProperties(family=family), fallback_to_default=False)
            except ValueError:
                continue
            return
    found = ", ".join(families[:4])
    raise InputError("no font of the style is installed", None, visible(found), "as one of them, DejaVu Sans")


def _families(settings: Any) -> Iterator[str]:
    """The names of fonts that are looked for, in their order; `serif` stands for a list of them."""
    for family in settings["font.family"]:
        yield from settings.get(f"font.{family}", [family])
