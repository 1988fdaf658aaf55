"""Documents of schemes that may have an embedded method: weights b_hat beside b, and a claim of their order."""

from __future__ import annotations

from tableau2net.read.model import fault
from tableau2net.read.schemes.printed import PrintedDocument
from tableau2net.read.schemes.scheme import Order


class EmbeddedDocument(PrintedDocument):
    """A scheme with or without an embedded method."""

    embedded_order: Order | None = None
    """The order that the embedded method, with the weights `b_hat`, claims to have. Example: `3`"""

    def check_embedded(self, having: bool, expected: str) -> None:
        """Raise a fault where an embedded order is claimed without the weights b_hat that it is that of."""
        if self.embedded_order is not None and not having:
            found, path = "embedded_order", ("embedded_order",)
            raise fault("there is no embedded method", found, expected, path=path, key=True)
