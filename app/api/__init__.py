"""The public API, version 1: read only, JSON, one file per resource."""
