"""Reads of the selection; each asks `voting.visibility.may_see`."""
