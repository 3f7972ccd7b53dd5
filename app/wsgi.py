"""The WSGI application of a server process; one process of a machine runs its jobs too."""

from pathlib import Path

from app import create_app
from app.core.work.process import settle
from app.runner import Runner
from config import Settings

settings = Settings.from_env()
application = create_app(settings)
settle()
if settings.embedded_runner:
    Runner(application, Path(settings.data_dir) / "runner.lock").start()
