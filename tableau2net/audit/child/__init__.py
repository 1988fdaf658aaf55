"""What runs in the child process: the code that is audited is imported and run here, and nowhere else.

loading     the one place where a file is run as code
tape        probe fields, whose slopes are unit vectors, and what they were asked
arrays      vectors of numpy, torch and jax
run         a run with probe fields, and whether two tell the same
subject     a step, or a sequence of steps, that can be run so, and its recording
modules     probe fields as modules of torch
callables   which parameter of a function is what
program     limits, request, answer
"""
