"""The kinds of attacks, one file each."""
