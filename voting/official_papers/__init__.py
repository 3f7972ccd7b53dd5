"""The office's papers of a round: how it writes them, and the number of each in its series."""
