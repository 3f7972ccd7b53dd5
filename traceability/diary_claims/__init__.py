"""Entries of diaries that make claims: the public reads their words after an officer's check."""
