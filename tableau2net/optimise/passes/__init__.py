"""The passes, one file each, with a `PLACE` in the order and a `run`."""
