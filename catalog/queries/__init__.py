"""Reads of the catalogue. None writes; each says how many statements it costs where pages lean on it."""
