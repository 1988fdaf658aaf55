"""The kinds of data sets, one file a kind.

Each has `read(path, size)`, the `FORM` of its reference, and a docstring that says what it reads.
"""
