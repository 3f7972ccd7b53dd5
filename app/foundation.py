"""The application without its pages: settings, log, database, ports. A command needs no more; the factory adds the
web.
"""

from pathlib import Path

from flask import Flask

import app.models  # noqa: F401  # every table of the program
import catalog.tallies.services  # noqa: F401  # its numbers follow each change of a session
import programme.counts.services  # noqa: F401  # as above
from app.accounts.installation import AccountSetup
from app.adapters.open import open_ports
from app.core.database.base import db, engine_options, prepare_engine
from app.core.database.standby import Standby
from app.core.telemetry.log_lines import set_up_logs
from app.core.telemetry.slow_statements import watch_statements
from app.web.requests.request import OurRequest
from app.web.templates import compiler as templates
from config import ROOT, Settings


def lay_foundation(settings: Settings) -> Flask:
    """An application with a database and no address. Its ports are still to be opened."""
    set_up_logs(settings.log_format)  # before Flask looks for a log, for it would make one of its own
    app = Flask(
        "app",
        root_path=str(ROOT / "app"),
        static_folder=str(ROOT / "static"),
        template_folder=str(ROOT / "templates"),
    )
    app.request_class = OurRequest
    templates.install(app)
    _configure(app, settings)
    app.extensions["accounts"] = AccountSetup(
        secret=settings.secret_key.encode(),
        password_cost=settings.password_cost,
        confirm_email_first=bool(settings.smtp_url),
    )
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        watch_statements(db.engine, settings.slow_statement_ms)
    if settings.replica_url:
        app.extensions["standby"] = Standby(settings.replica_url)
    return app


def create_command_app(settings: Settings) -> Flask:
    """The application of a command that builds no address and draws no page: it starts in a third of the time."""
    app = lay_foundation(settings)
    app.extensions["ports"] = open_ports(settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        SESSION_COOKIE_NAME="__Host-tb" if settings.base_url.startswith("https:") else "tb",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https:"),
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the session that made it
        TEMPLATES_AUTO_RELOAD=False,
    )
    app.extensions["settings"] = settings
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the default provider has it
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
