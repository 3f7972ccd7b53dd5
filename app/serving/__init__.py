"""Between the HTTP server and the WSGI application: bodies read first, then a thread, then the answer sent.

No client holds a thread: not while it sends, not while it reads.
"""
