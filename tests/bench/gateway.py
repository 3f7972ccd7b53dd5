"""The application that is served while measuring: the WSGI application named in BENCH_TARGET behind the
gateway of production.
"""

import os
from importlib import import_module

from app.serving.gateway import Gateway
from app.web.requests.security import MAX_UPLOAD

module, _, name = os.environ["BENCH_TARGET"].partition(":")
application = Gateway(getattr(import_module(module), name), limit=MAX_UPLOAD)
