"""Heads: what leads from the states to the logits.

Constructed as `Head(channels, classes, *, …)`. A head whose `channels` is an int is
given the last state; one whose `channels` is a sequence, that of every period.
"""
