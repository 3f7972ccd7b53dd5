"""Loaded before anything else of the tests, in each of their processes."""

import gc

gc.set_threshold(50_000, 10, 10)
"""As in a process that serves: with what Python is set to, a quarter of each start goes into looking for garbage."""
