"""The commands, one file each, called as it is: a function `command`, whose parameters are its arguments and options.

Its docstring is its help; it returns the exit status, unless that is 0.
"""

from pathlib import Path

from tableau2net.plugins import Function, Kind

KIND = Kind(
    name="command",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Function("command", None, "int | None"),),
)
