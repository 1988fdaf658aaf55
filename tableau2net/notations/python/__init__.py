"""What Python's syntax tree says of numbers, without running it.

evaluation  expressions: numbers, arrays, mappings, and what is not known
module      statements: what is bound where, and the tableaux in it
"""
