"""Initialisers: a function applied to every module of a new network."""
