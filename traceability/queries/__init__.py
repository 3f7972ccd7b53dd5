"""Reads of origin. None writes."""
