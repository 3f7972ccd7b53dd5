"""Artisans: people with a title in a craft, public only while they agree."""
