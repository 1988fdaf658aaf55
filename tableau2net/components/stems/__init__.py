"""Stems: what leads from the images to the first state.

Constructed as `Stem(inputs, channels, *, …)`.
"""
