"""What all of the algebra is made of."""

from typing import Any

Element = Any  # an element of a field: +, -, *, / and ** by a positive integer; false where it is zero
Vector = tuple[Element, ...]
