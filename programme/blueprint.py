"""The blueprint of the programme; its views are registered by `routes`."""

from flask import Blueprint

bp = Blueprint("programme", __name__)
