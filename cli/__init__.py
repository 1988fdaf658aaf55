"""The command line: the application, and what its commands share. Each command is a file in `commands/`."""

from .app import main

__all__ = ["main"]
