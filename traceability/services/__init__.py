"""Use cases of origin. Each runs inside `transaction()` and begins with its authorisation."""
