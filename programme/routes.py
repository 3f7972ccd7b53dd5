"""Registers the views and refusals of the programme on its blueprint."""

from programme import messages
from programme.blueprint import bp

__all__ = ["bp", "messages"]
