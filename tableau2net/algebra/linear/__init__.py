"""Matrices over the exact domains: row reduction, independence, linear maps, characteristic polynomials."""
