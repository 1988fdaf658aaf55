"""The commands, one file each, called as it is: a function `command`, whose parameters are its arguments and options.

Its docstring is its help, which ends with its `EXAMPLES`, calls and what each does; it returns the exit status, unless
that is 0.
"""

from pathlib import Path

from tableau2net.plugins import Function, Kind, Tuple

KIND = Kind(
    name="command",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(Function("command", None, "int | None"), Tuple("EXAMPLES")),
)
