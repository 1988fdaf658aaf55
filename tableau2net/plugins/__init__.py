"""Plug-ins: a folder holds those of one kind, one file each, found by being there.

The folder's `__init__.py` says in its `KIND` what the kind is called, what each file must hold and, where the order
matters, the order.

kind        finds the files, names them, and loads one when it is first asked for
contract    what a file must hold, as data, and its check, for which the file is read and not imported
"""

from tableau2net.plugins.contract import (
    Class,
    Constant,
    ContractError,
    Function,
    Requirement,
    Source,
    Tuple,
    check,
)
from tableau2net.plugins.kind import Kind, files

__all__ = [
    "Class",
    "Constant",
    "ContractError",
    "Function",
    "Kind",
    "Requirement",
    "Source",
    "Tuple",
    "check",
    "files",
]
