"""Artisans put forward in rounds for titles: handed in, received, with their papers and what the council found."""
