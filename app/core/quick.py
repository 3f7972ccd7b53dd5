"""The mark of a request that is tried on the event loop, before it gets a thread. What is in memory answers
there; what would read a database over a network, render a page or wait raises NotAtHand, and the same request
is repeated in a thread, without the mark.
"""

QUICK = "tieubieu.quick"
"""Key in the WSGI environ, present while the loop tries."""


class NotAtHand(Exception):
    """An answer that needs a thread."""
