"""Between the HTTP server and the WSGI application: reads the body, then uses a thread, then sends the
answer. No client holds a thread while it sends or reads.
"""
