"""What is done to many elements at once: by Python alone, or by python-flint where it is installed. One switch chooses;
the answers are the same."""

from tableau2net.algebra.backend.backend import Backend, LinearMap, Matrix, Sieve
from tableau2net.algebra.backend.functions import Algebra, Pointwise, power

__all__ = ["Algebra", "Backend", "LinearMap", "Matrix", "Pointwise", "Sieve", "power"]
