"""Whether one choice of coefficients within their digits has all that is claimed at once.

That every order condition holds for some choice does not say that one choice makes them all hold: they depend on the
same coefficients. It is proved by an interval Newton step (`newton.py`) on a system of polynomials whose zeros have the
order (`system.py`), with the digits as its box. There are more coefficients than equations, and many more order
conditions than independent ones; so the conditions are written in abscissae and defects (`conditions.py`), which makes
those that depend on others vanish one by one.
"""
