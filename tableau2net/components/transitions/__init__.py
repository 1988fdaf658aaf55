"""Transitions: what leads from one period to the next, at half the resolution.

Constructed as `Transition(inputs, channels, *, …)`.
"""
