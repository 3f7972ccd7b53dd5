"""The public API, version 1: read only, JSON, one file a noun."""
