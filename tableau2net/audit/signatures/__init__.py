"""Families of signatures, one file each: how a step of that family is run with probe fields. They are loaded in the
child process alone.

`recognises` tells whether an object is of the family; `subjects` yields the steps of one, as `options` say: `call`, the
parameters of a function in order; `method`, the name of a method of a package; `branches`, the submodules that are
fields.
"""

from pathlib import Path

from tableau2net.plugins import Constant, Function, Kind

ORDER = (
    "emitted",
    "scipy",
    "torchdiffeq",
    "diffrax",
    "torchode",
    "pathsim",
    "k-diffusion",
    "module",
    "callable",
)  # the first that recognises an object

KIND = Kind(
    name="signature",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Constant("EXPECTED", ".+"),
        Function("recognises", "value: Any", "bool"),
        Function("subjects", "value: Any, options: dict[str, Any]", "Iterator[Subject]"),
    ),
    order=ORDER,
)
