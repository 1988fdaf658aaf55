"""The kinds of properties, one file each: a `TITLE`, a `PLACE` in the order, and
`find(subject) -> tuple[Finding, ...]`, empty where there is nothing to say."""
