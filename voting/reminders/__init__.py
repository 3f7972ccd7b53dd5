"""Deadlines of a round that people are told of before they pass: complaints to answer, sheets to submit."""
