"""The numbers kept of what counts, changed with each fact so that no page has to count."""
