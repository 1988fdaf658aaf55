"""Exact algebra: fields with a zero test (`domains`), polynomials and their real roots (`polynomials`), matrices
(`linear`). It knows nothing of numerical methods."""
