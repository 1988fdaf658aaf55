"""Schemes as the compiler knows them: every one a general linear method, four matrices.

Reading makes a `Method` of every scheme document; verification and lowering know nothing else.
"""

from tableau2net.methods.claims import Claims
from tableau2net.methods.collocation import Collocation
from tableau2net.methods.general_linear import External, Interval, Matrix, Method, Parameter
from tableau2net.methods.linear_multistep import linear_multistep
from tableau2net.methods.recurrence import Line, Recurrence
from tableau2net.methods.runge_kutta import runge_kutta
from tableau2net.methods.unrolled import unrolled

__all__ = [
    "Claims",
    "Collocation",
    "External",
    "Interval",
    "Line",
    "Matrix",
    "Method",
    "Parameter",
    "Recurrence",
    "linear_multistep",
    "runge_kutta",
    "unrolled",
]
