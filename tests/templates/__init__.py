"""What `tests/new.py` begins a plug-in with, and its test, one file each for every kind."""
