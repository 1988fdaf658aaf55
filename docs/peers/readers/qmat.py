"""qmat: every Runge–Kutta scheme that it registers, those of pySDC among them.

The orders are the attributes `order` and `orderEmbedded`.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheme import Scheme, tableau


def read() -> Iterator[Scheme]:
    """The schemes that are registered, each once."""
    from qmat.qcoeff.butcher import RK_SCHEMES

    for made in dict.fromkeys(RK_SCHEMES.values()):
        scheme = made()
        b_hat = getattr(scheme, "b2", None)
        yield tableau(
            made.__name__,
            scheme.Q.tolist(),
            list(map(float, scheme.weights)),
            b_hat=None if b_hat is None else list(map(float, b_hat)),
            c=list(map(float, scheme.nodes)),
            order=scheme.order,
            embedded=None if b_hat is None else scheme.orderEmbedded,
        )
