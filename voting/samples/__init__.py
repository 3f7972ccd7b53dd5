"""Samples of entries: received, coded by label, stored, returned."""
