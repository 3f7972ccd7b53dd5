"""The blueprints of origin; their views are registered by `routes`."""

from flask import Blueprint

bp = Blueprint("traceability", __name__)
resolver_bp = Blueprint("resolver", __name__)
