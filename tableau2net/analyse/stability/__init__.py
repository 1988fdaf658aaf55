"""Linear stability: stability functions and polynomials, and their regions on axes, in sectors, on the circle."""
