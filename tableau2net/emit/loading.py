"""The one way to a component's class or function, and to a module constructed with it.

A class of the user's own is looked for where Python looks, in the working folder and in the document's; it is imported
only where that is allowed (`trust.py`), and nothing of its module is called but what is a class of modules. Whatever it
may raise is told as a fault of the part.
"""

from __future__ import annotations

import inspect
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from importlib import import_module, invalidate_caches
from types import ModuleType
from typing import Any

from torch import nn

from tableau2net.components import Component
from tableau2net.emit.trust import allowed, trusted
from tableau2net.errors import InputError, Position
from tableau2net.read import NetworkDocument, suggest

# Who is constructed with a stride, and when.
_STRIDED: Mapping[str, str] = {
    "fields": "a keyword stride, as a residual transition has a field with one, or transition: {residual: false}",
    "operators": "a keyword stride, as convolutions have",
    "transitions": "a keyword stride, or a stem of the first period's channels",
}


RAISED = (
    Exception,
    SystemExit,
)  # what code of the user's own may end in; an interruption is not of its making


class PartError(InputError):
    """A part of the user's own that does not work: which component, and the option at fault if it is one."""

    def __init__(
        self, component: Component, message: str, found: str = "", expected: str = "", option: str = ""
    ) -> None:
        super().__init__(message, None, found, expected)
        self.component, self.option = component, option

    def located(self, document: NetworkDocument) -> InputError:
        """The same error with its place in the document: that of the class's name, or of the option."""
        paths = [path for path, part in document.parts() if part.component == self.component]
        position = None
        if paths and self.option:
            position = document.place(*paths[0], self.option, key=True)
        elif paths:
            position = document.place(*paths[0], "custom")
        position = position or Position(document.file)
        return InputError(self.message, position, self.found, self.expected)


def loaded(component: Component) -> Callable[..., Any]:
    """The class or function of a component. Raises PartError where there is none of the user's own."""
    if not component.custom:
        found: Callable[..., Any] = getattr(import_module(component.module), component.name)
        return found
    module = _found(component)
    own: Any = getattr(module, component.name, None)
    if not _fits(component, own):
        types = [value for value in vars(module).values() if isinstance(value, type)]
        names = [each.__name__ for each in types if each.__module__ == component.module]
        there = f"{component.name}, which is {_kind(own)}" if own is not None else repr(component.name)
        what = "class or function" if component.role == "operators" else "class"
        expected = f"a subclass of torch.nn.Module{_FUNCTION if component.role == 'operators' else ''}"
        raise PartError(
            component,
            f"the module {component.module} has no such {what}",
            there,
            suggest.expected(component.name, names) if names and own is None else expected,
        )
    made: Callable[..., Any] = own
    return made


def partner(operator: Component, name: str) -> Callable[..., Any]:
    """The function of this name that stands beside a linear operator."""
    found: Callable[..., Any] = getattr(import_module(operator.module), name)
    return found


_FUNCTION = ", or a function of this module with two widths and a keyword stride, that makes one"


def _fits(component: Component, own: Any) -> bool:
    """Whether what the module has under the component's name may be called: a class of modules, or, for an operator, a
    function of the module itself that takes what operators take, a stride by its name: one that takes whatever it is
    given may be made for anything. Nothing of it is called to find out."""
    if issubclass(type(own), type):  # what it is, whatever it says of itself
        return nn.Module in type.mro(own)
    if (
        component.role != "operators"
        or type(own) is not type(inspect.isfunction)
        or own.__module__ != component.module
    ):
        return False
    code = own.__code__
    by_name = code.co_varnames[max(2, code.co_posonlyargcount) : code.co_argcount + code.co_kwonlyargcount]
    return code.co_argcount >= 2 and "stride" in by_name


def _kind(own: Any) -> str:
    if isinstance(own, type):
        return "no class of modules"
    return "a function" if inspect.isroutine(own) else "no class"


def constructed(component: Component, *arguments: Any, **options: Any) -> nn.Module:
    """The module that a component constructs. Raises PartError where a class of the user's own does not."""
    make = loaded(component)
    if not component.custom:
        built: nn.Module = make(*arguments, **options)
        return built
    _check_call(component, make, arguments, options)
    try:
        own = make(*arguments, **options)
    except RAISED as error:
        call = ", ".join([*map(str, arguments), *(f"{name}={value!r}" for name, value in options.items())])
        message = f"{called(component)} cannot be constructed with ({call})"
        raise PartError(component, message, reason(error)) from error
    if not isinstance(own, nn.Module):
        message = f"{called(component)} constructs no module"
        raise PartError(component, message, f"{type(own).__name__}", "a torch.nn.Module")
    return own


def called(component: Component) -> str:
    """What messages call a part."""
    return f"the {component.role.removesuffix('s')} {component.kind}"


def reason(error: BaseException) -> str:
    """An error in one line, with the place in the file that raised it, where that is neither torch's nor ours."""
    text = " ".join(str(error).partition("\n\n")[0].split())
    summary = f"{type(error).__name__}: {text}"[:500] if text else type(error).__name__
    if isinstance(error, SyntaxError):
        return summary
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_the_users(frame.filename)]
    return f"{summary} ({os.path.basename(own[-1].filename)}:{own[-1].lineno})" if own else summary


def _is_the_users(file: str) -> bool:
    packages = (os.path.dirname(os.path.dirname(each)) for each in (nn.__file__, __file__))
    library = os.path.dirname(os.__file__)
    return not file.startswith(("<", library, *packages))


def _found(component: Component) -> ModuleType:
    """The module of a component, which is imported. Raises PartError where that may not be, or cannot: what Python
    looks through is then what it was, so that no later import finds anything in the folder of a stranger."""
    before = list(sys.path)
    _look_in_folders(component)
    invalidate_caches()  # the file may be younger than Python's listing of its folder
    try:
        if not trusted(component.module, component.folder):
            place = f"below {component.folder}" if component.folder else "below the document's folder"
            raise PartError(
                component,
                "importing a class of a document's own runs its module, and this was not allowed",
                component.kind,
                f"--allow-custom (allow_custom=True), or a module {place}",
            )
        return _imported(component)
    except PartError:
        sys.path[:] = before
        raise


def _imported(component: Component) -> ModuleType:
    try:
        return import_module(component.module)
    except ModuleNotFoundError as error:
        folder = component.folder or os.getcwd()
        package = component.module.partition(".")[0]
        if error.name is not None and f"{component.module}.".startswith(f"{error.name}."):
            there = [each.removesuffix(".py") for each in os.listdir(folder) if each.endswith(".py")]
            near = suggest.nearest(component.module, there)
            place = f"{package}.py in the current folder, or a package that is installed"
            expected = f"{near[0]!r}, or else {place}" if near else place
            message = "there is no module of this name"
            raise PartError(component, message, repr(error.name), expected) from None
        raise _broken(component, error) from error
    except RAISED as error:
        raise _broken(component, error) from error


def _look_in_folders(component: Component) -> None:
    """Let Python look in the document's folder too, after all others, and where everything is allowed in the working
    folder."""
    for folder in filter(None, (os.getcwd() if allowed() else "", component.folder)):
        if folder not in sys.path and not (folder == os.getcwd() and "" in sys.path):
            sys.path.append(folder)


def _broken(component: Component, error: BaseException) -> PartError:
    message = f"the module {component.module} cannot be imported"
    return PartError(component, message, reason(error), "a module that Python can import")


def _check_call(
    component: Component, make: Callable[..., Any], arguments: tuple[Any, ...], options: Mapping[str, Any]
) -> None:
    """Refuse options that the class does not take, and one that it needs, before it is called."""
    try:
        signature = inspect.signature(make)
    except (TypeError, ValueError):  # one that is written in C
        return
    parameters = signature.parameters.values()
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    given = {each.name for each in [p for p in parameters if p.kind in positional][: len(arguments)]}
    takes = [p.name for p in parameters if p.kind in (positional[1], inspect.Parameter.KEYWORD_ONLY)]
    free = [name for name in takes if name not in given]
    if any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters):
        return
    for name in options:
        if name in free:
            continue
        if name == "stride":
            message = f"{called(component)} takes no stride"
            raise PartError(
                component, message, f"{component.name}{signature}", _STRIDED.get(component.role, "")
            )
        expected = suggest.expected(name, [each for each in free if each != "stride"])
        raise PartError(component, f"{called(component)} has no such option", repr(name), expected, name)
    try:
        signature.bind(*arguments, **options)
    except TypeError as error:
        message = f"{called(component)} cannot be called with {len(arguments)} widths and these options"
        raise PartError(component, message, str(error), f"{component.name}{signature}") from None
