"""C: initialised arrays of doubles."""

from __future__ import annotations

from tableau2net.exact.languages import C, spelled
from tableau2net.read import SchemeDocument
from tableau2net.read.schemes.tableau import Row, tableau


def write(document: SchemeDocument) -> str:
    """A Runge–Kutta scheme of fractions, decimals and roots; with roots the arrays need C++, or a place in a function.
    Raises InputError for any other."""
    found = tableau(document)
    name, s = "_".join(found.words), len(found.b)
    rows = ",\n".join(f"    {_braced(row)}" for row in found.A)
    claims = {"order": found.order, "embedded_order": found.embedded_order if found.b_hat else None}
    vectors = {"b": found.b, "b_hat": found.b_hat, "c": found.c}
    return "\n".join(
        [
            f"/* {found.name}: {found.title.replace('*/', '* /')} */",
            "#include <math.h>",
            "",
            f"static const double {name}_A[{s}][{s}] = {{\n{rows}\n}};",
            *(
                f"static const double {name}_{key}[{s}] = {_braced(row)};"
                for key, row in vectors.items()
                if row
            ),
            *(
                f"static const int {name}_{key} = {value};"
                for key, value in claims.items()
                if value is not None
            ),
            "",
        ]
    )


def _braced(row: Row) -> str:
    return f"{{{', '.join(spelled(entry, C) for entry in row)}}}"
