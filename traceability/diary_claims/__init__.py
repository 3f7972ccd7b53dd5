"""Entries of diaries that speak of healing: the public reads their words after an officer's check."""
