"""Builds the application, in order: settings, logging, database, ports, web, accounts, blueprints."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Blueprint, Flask

from app.accounts.notifications.routes import stop_mails
from app.accounts.requests import web as accounts_web
from app.accounts.routes import bp as accounts_bp
from app.accounts.sessions import actors
from app.accounts.sessions.store import ServerSessions
from app.adapters.open import open_ports
from app.api.routes import bp as api_bp
from app.backoffice.routes import bp as backoffice_bp
from app.core.database.base import db
from app.core.database.shell import shell_names
from app.core.ports import Ports
from app.core.search import IndexBroken, SearchIndex
from app.foundation import lay_foundation
from app.made_at import place_of
from app.site.portal import counting
from app.site.routes import bp as site_bp
from app.web import access, errors, filters, i18n, notices, numbers, paths, routes_seen, summaries
from app.web.cache import MicroCache, feed_position
from app.web.csrf import BrowserCsrf
from app.web.requests import double_submit, security, sign_of_life
from catalog.routes import bp as catalog_bp
from config import Settings
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
    app = lay_foundation(settings)
    app.ensure_sync = _as_it_is  # type: ignore[method-assign,assignment]  # none is async
    open_state(app, settings, ports)
    for part in (routes_seen, numbers, i18n, paths, filters, errors, notices, summaries):
        part.install(app)
    security.install(app, settings)
    app.session_interface = ServerSessions()
    csrf.init_app(app)
    csrf.exempt(epcis_bp)  # writes there take a token, never a cookie
    csrf.exempt(stop_mails)  # mail programs press it; its key is the proof
    app.login_manager = actors.login_manager  # type: ignore[attr-defined]  # its init_app asks each answer for a cookie
    access.install(app, load_actor=actors.load_actor, ask_login=accounts_web.ask_login)
    accounts_web.install(app)
    counting.install(app)
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
