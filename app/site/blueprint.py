"""The blueprint of the public site; its views are in `routes`."""

from flask import Blueprint

bp = Blueprint("site", __name__)
