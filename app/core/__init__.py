"""Shared kernel: no HTTP, no domain words."""
