"""Acts of the selection: one function, one transaction, one audit line, one record in the round's log."""
