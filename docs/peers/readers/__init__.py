"""Readers of the schemes of a package, one file a package, named as it is. Each has `read() -> Iterator[Scheme]`."""
