"""Dossiers on paper: received in the facility's name, answered in time, with the papers of the one-stop shop."""
