"""Tests run side by side in processes, so each one uses one thread."""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
