"""Modules that a package imports and that its steps do not use: any name of them is a class of nothing. A copy of this
file, named sitecustomize.py, is what Python loads first in the process of an audit; STANDING_IN names the modules."""

import os
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec

NAMES = set(filter(None, os.environ.get("STANDING_IN", "").split(",")))


def attribute(name):
    """What a module is asked for."""
    if name.startswith("__"):
        raise AttributeError(name)
    return type(name, (), {})


class Empty(MetaPathFinder, Loader):
    """Finds them, and makes them."""

    def find_spec(self, fullname, path=None, target=None):
        return ModuleSpec(fullname, self, is_package=True) if fullname.partition(".")[0] in NAMES else None

    def exec_module(self, module):
        module.__getattr__ = attribute


sys.meta_path.append(Empty())
