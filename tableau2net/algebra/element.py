"""What all of the algebra is made of."""

from typing import Any

Element = Any  # an element of a field: +, -, *, / and ** by a positive integer; false where it is zero
Vector = tuple[Element, ...]


def absent(element: Element) -> bool:
    """Whether it may be left out of a sum: it is 0, and no ball that holds 0 among other numbers."""
    return not element and not getattr(element, "radius", 0)
