"""The papers of a council as officials know them, in Vietnamese: minutes, summary of scores, annex to the decision."""
