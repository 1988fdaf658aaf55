"""Lower: a network document → the graph of the network, whose steps are graphs of their scheme."""

from tableau2net.lower.network import lower

__all__ = ["lower"]
