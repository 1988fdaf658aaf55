"""The coefficient domains: fields with an exact zero test, chosen by the entries of the scheme."""

from tableau2net.algebra.domains.choice import choose, choose_ordered
from tableau2net.algebra.domains.domain import Domain, OrderedDomain, convert, written
from tableau2net.algebra.element import Element

__all__ = ["Domain", "Element", "OrderedDomain", "choose", "choose_ordered", "convert", "written"]
