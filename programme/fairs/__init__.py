"""Fairs at home and abroad: stands, the facilities and products on them, and what came of them."""
