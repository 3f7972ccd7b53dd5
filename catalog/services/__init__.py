"""Use cases of the catalogue: each judges who acts, applies the rules, and leaves an audit line."""
