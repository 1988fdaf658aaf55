"""Emit: an optimised graph → an fx.GraphModule (`module`, loads torch) or Python source (`source`, does not)."""
