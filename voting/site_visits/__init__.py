"""Visits to facilities: team, day, minutes, pictures, and findings for the jury without the maker's name."""
