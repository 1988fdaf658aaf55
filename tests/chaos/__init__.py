"""Attacks on what must not be lost or let in: kills, damaged files, collisions, small disks, hostile documents.

Each kind of attack is a file in `attacks/`, found by being there, with a function `attempt(bench, draw)` that does one
thing at random and returns what it did and what went wrong. All is a function of the seed.
"""
