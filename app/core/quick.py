"""The mark of a request that is tried on the event loop, before any thread is taken.

What is at hand there answers; what would read a database over a network, draw a page or wait raises NotAtHand,
and the same request comes again in a thread, without the mark.
"""

QUICK = "tieubieu.quick"
"""Key in the WSGI environ, present while the loop tries."""


class NotAtHand(Exception):
    """An answer that needs a thread."""
