"""The blueprint of the selection; its views are registered by `routes`."""

from flask import Blueprint

bp = Blueprint("voting", __name__)
