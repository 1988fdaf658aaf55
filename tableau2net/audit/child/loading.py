"""The object that is audited: its module is imported, which runs it. This is the one place where a file is run as code,
and it is in a process of its own."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from tableau2net.audit.child.refusal import Refusal, reason
from tableau2net.read.suggest import expected


def loaded(file: str, module: str, name: str, folder: str) -> Any:
    """The object `name`, with dots, of a file, or else of a module that is looked for in the `folder` too; the module
    itself where there is no name. Raises Refusal."""
    found = _file(Path(file)) if file else _module(module, folder)
    value: Any = found
    for part in filter(None, name.split(".")):
        try:
            value = getattr(value, part)
        except AttributeError:
            there = [each for each in dir(value) if not each.startswith("_")]
            raise Refusal("there is no such object", repr(name), expected(part, there)) from None
    return value


def _file(path: Path) -> ModuleType:
    name = path.stem if path.stem.isidentifier() and path.stem not in sys.modules else f"audited_{path.stem}"
    sys.path.insert(0, str(path.parent))
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise Refusal("this is not a Python file", path.name, "a file whose name ends in .py")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise Refusal("the file cannot be run", reason(error), "a file that Python can import") from error
    return module


def _module(name: str, folder: str) -> ModuleType:
    sys.path.insert(0, folder)
    try:
        return import_module(name)
    except (Exception, SystemExit) as error:
        wanted = "a file, or a module that Python can import, as package.module:object"
        raise Refusal("the module cannot be imported", reason(error), wanted) from error
