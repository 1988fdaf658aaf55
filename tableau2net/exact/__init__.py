"""Exact numbers: the closed expression language of the documents, parsed and never evaluated as code."""

from tableau2net.exact.decision import at, decided, is_zero, sign
from tableau2net.exact.expression import (
    ONE,
    PATTERN,
    ZERO,
    Constant,
    Expression,
    Function,
    Name,
    Number,
    Pattern,
    Power,
    Product,
    Sum,
    number,
)
from tableau2net.exact.parse import ExpressionError, parse
from tableau2net.exact.root_sum import RootSum
from tableau2net.exact.rounded import (
    FORMATS,
    Rounded,
    as_double,
    as_float,
    as_printed,
    between,
    known_within,
    replaced,
    rounded,
    short,
    units,
)
from tableau2net.exact.rounding import nearest, to_float, to_single, to_weight
from tableau2net.exact.separation import NotRealError, UndecidedError
from tableau2net.exact.symbolic import to_sympy

__all__ = [
    "FORMATS",
    "ONE",
    "PATTERN",
    "ZERO",
    "Constant",
    "Expression",
    "ExpressionError",
    "Function",
    "Name",
    "NotRealError",
    "Number",
    "Pattern",
    "Power",
    "Product",
    "RootSum",
    "Rounded",
    "Sum",
    "UndecidedError",
    "as_double",
    "as_float",
    "as_printed",
    "at",
    "between",
    "decided",
    "is_zero",
    "known_within",
    "nearest",
    "number",
    "parse",
    "replaced",
    "rounded",
    "short",
    "sign",
    "to_float",
    "to_single",
    "to_sympy",
    "to_weight",
    "units",
]
