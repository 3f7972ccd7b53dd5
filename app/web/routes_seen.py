"""Tells the server in front which route template answered, for its metrics and its log."""

from flask import Flask, request

from app.core.telemetry.request_id import ROUTE


def install(app: Flask) -> None:
    """To be called first: what refuses a request later is counted under its route too."""

    @app.before_request
    def note_route() -> None:
        if request.url_rule is not None:
            request.environ[ROUTE] = request.url_rule.rule
