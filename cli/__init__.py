"""The command line: one file a command, found by looking for the files. A command is a module's
`command`."""

from .app import main

__all__ = ["main"]
