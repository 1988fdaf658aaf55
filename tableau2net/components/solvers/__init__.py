"""Solvers of the stage equations.

`solver(g, z, tolerance, iterations)` returns z = g(z), from the guess z.
"""
