"""Demonstration data: real recognised products as facts with their source; everything else is made up and
says so.
"""
