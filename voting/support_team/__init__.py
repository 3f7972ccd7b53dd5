"""The support team of a round: who handles dossiers, samples and visits without seeing a score."""
