"""The blueprint of the catalogue; its views are in `routes`."""

from flask import Blueprint

bp = Blueprint("catalog", __name__)
