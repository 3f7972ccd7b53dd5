"""Dossiers that wait for the secretary, accepted together."""
