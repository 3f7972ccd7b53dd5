"""Demonstration data: real recognised products as facts with their source, and made-up rest that says so."""
