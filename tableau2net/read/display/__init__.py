"""Scheme documents for people: as text, and as LaTeX for those that are a tableau."""
