"""Showrooms: where they are, when they are open, what they show."""
