"""Random schemes: each file has functions from a generator of random numbers to a scheme."""
