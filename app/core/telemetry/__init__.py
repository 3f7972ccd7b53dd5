"""What the program tells of itself while it runs: metrics, lines of the log, slow statements."""
