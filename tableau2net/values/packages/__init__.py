"""Objects of other packages, one file a package, which is found by the module of an object's class.

The package itself is never imported. `keys` are those of a scheme document, with the object's numbers; None where it
has none, and `EXPECTED` says what has.
"""

from pathlib import Path

from tableau2net.plugins import Constant, Function, Kind

KIND = Kind(
    name="package adapter",
    package=__name__,
    folder=Path(__file__).parent,
    contract=(
        Constant("EXPECTED", ".+"),
        Function("keys", "value: Any", "dict[str, Any] | None"),
    ),
)
