"""What the production server serves, in each of its processes; one of them runs the jobs of this machine.

Where jobs are run elsewhere (EMBEDDED_RUNNER=off), one process still keeps this machine's search index up to date.
"""

from pathlib import Path

from app import create_app
from app.core.telemetry.state import watch_state
from app.core.work.process import settle
from app.runner import Runner
from app.wakes import Listener
from config import Settings

settings = Settings.from_env()
application = create_app(settings)
settle()
if settings.metrics_port:
    watch_state()
lock = "runner.lock" if settings.embedded_runner else "follower.lock"
runner = Runner(application, Path(settings.data_dir) / lock, jobs=settings.embedded_runner, apart=True)
runner.start()
Listener(application, runner).start()
