"""Schemes as Python values: what a person has in hand → the tree of a document, for the same stage that reads YAML.

numbers     int, Fraction, Decimal, float, str, an expression of sympy, an entry of an array    → text of the grammar
tree        the keys of a document with values like these                                       → tree
packages    an object of another package                                                        → keys and values
given       a name, a path, a text, a mapping, an object                                        → tree
snapping    a scheme of floats                                                                  → the exact one behind
"""

from tableau2net.values.given import given, read
from tableau2net.values.scheme import scheme
from tableau2net.values.snapping import behind, snapped

__all__ = ["behind", "given", "read", "scheme", "snapped"]
