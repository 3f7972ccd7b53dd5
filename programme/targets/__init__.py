"""Programmes and their targets: loading, amending, reading."""
