"""Zero-stability, for every value of a parameter."""
