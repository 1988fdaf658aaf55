"""Order conditions: what a method gives on trees, against what it should give."""
