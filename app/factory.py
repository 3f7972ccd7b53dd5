"""Builds the application, in order: settings, logging, database, ports, web, accounts, blueprints."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask

import app.models  # noqa: F401  # every table of the program
from app.accounts.notifications.routes import stop_mails
from app.accounts.requests import web as accounts_web
from app.accounts.routes import bp as accounts_bp
from app.accounts.sessions import actors
from app.accounts.sessions.store import ServerSessions
from app.adapters.open import open_ports
from app.api.routes import bp as api_bp
from app.backoffice.routes import bp as backoffice_bp
from app.core.database.base import db, engine_options, prepare_engine
from app.core.database.shell import shell_names
from app.core.database.standby import Standby
from app.core.ports import Ports
from app.core.search import IndexBroken, SearchIndex
from app.core.telemetry.log_lines import set_up_logs
from app.core.telemetry.slow_statements import watch_statements
from app.made_at import place_of
from app.site.routes import bp as site_bp
from app.web import access, errors, filters, i18n, notices, numbers, routes_seen
from app.web.cache import MicroCache, feed_position
from app.web.csrf import BrowserCsrf
from app.web.requests import double_submit, security, sign_of_life
from app.web.requests.request import OurRequest
from app.web.templates import compiler as templates
from catalog.routes import bp as catalog_bp
from config import ROOT, Settings
from programme.routes import bp as programme_bp
from traceability import middleware as web_front
from traceability.epcis_repository.api import bp as epcis_bp
from traceability.routes import bp as traceability_bp
from traceability.routes import resolver_bp
from voting.routes import bp as voting_bp
from voting.score_sheets.phone.api import bp as voting_api_bp

csrf = BrowserCsrf()


def create_app(settings: Settings | None = None, *, ports: Ports | None = None) -> Flask:
    """The WSGI application. settings: from the environment when None. ports: real ones when None."""
    settings = settings or Settings.from_env()
    set_up_logs(settings.log_format)  # before Flask looks for a log, for it would make one of its own
    app = Flask(
        "app",
        root_path=str(ROOT / "app"),
        static_folder=str(ROOT / "static"),
        template_folder=str(ROOT / "templates"),
    )
    app.request_class = OurRequest
    app.ensure_sync = _as_it_is  # type: ignore[method-assign,assignment]  # none is async
    templates.install(app)
    _configure(app, settings)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        watch_statements(db.engine, settings.slow_statement_ms)
    if settings.replica_url:
        app.extensions["standby"] = Standby(settings.replica_url)
    open_state(app, settings, ports)
    for part in (routes_seen, numbers, i18n, filters, errors, notices):
        part.install(app)
    security.install(app, settings)
    app.session_interface = ServerSessions()
    csrf.init_app(app)
    csrf.exempt(epcis_bp)  # writes there take a token, never a cookie
    csrf.exempt(stop_mails)  # mail programs press it; its key is the proof
    app.login_manager = actors.login_manager  # type: ignore[attr-defined]  # its init_app asks each answer for a cookie
    access.install(app, load_actor=actors.load_actor, ask_login=accounts_web.ask_login)
    accounts_web.install(app)
    double_submit.install(app, place_of)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
    app.shell_context_processor(shell_names)
    return app


def open_state(app: Flask, settings: Settings, ports: Ports | None = None) -> None:
    """Open what the application keeps of its data folder: files, search index, caches, the buffer of scans.

    To be called again when other data has been put in the folder; what was open before is closed.
    """
    app.__dict__.pop("wsgi_app", None)  # what stood in front of Flask
    with app.app_context():
        app.extensions["ports"] = ports or open_ports(settings)
        cache = MicroCache(app.wsgi_app, _place(feed_position(db.engine), app.extensions["ports"].search))
    app.wsgi_app = app.extensions["micro_cache"] = cache  # type: ignore[method-assign]  # innermost
    web_front.install(app, settings)
    sign_of_life.install(app)
    security.trust_proxies(app, settings)


def blueprints() -> list[Blueprint]:
    """Every blueprint of the program, domains before the pages that join them."""
    return [
        accounts_bp,
        catalog_bp,
        backoffice_bp,
        voting_bp,
        voting_api_bp,
        programme_bp,
        site_bp,
        api_bp,
        traceability_bp,
        resolver_bp,
        epcis_bp,
    ]


def _place(feed: Callable[[], int], index: SearchIndex) -> Callable[[], int]:
    """The position of feed and index: answers from before the index had followed a change are dropped too."""

    def place() -> int:
        with suppress(IndexBroken):
            return feed() + index.position()
        return feed()

    return place


def _as_it_is(function: Callable[..., Any]) -> Callable[..., Any]:
    return function


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
