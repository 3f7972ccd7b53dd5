"""Rounds for titles of artisans: a notice, a council, a decision that two people publish, and its undoing."""
