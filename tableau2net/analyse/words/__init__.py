"""Findings in words: ends of intervals, angles, expansions in the step size."""
