"""Registers the views, refusals and recurring work of the programme, and what follows changes of facts."""

from programme import messages
from programme.blueprint import bp
from programme.counts import services as counts
from programme.facts import tasks as fact_tasks

__all__ = ["bp", "counts", "fact_tasks", "messages"]
