"""The blueprint of the back office; its views are in `routes`."""

from flask import Blueprint

bp = Blueprint("backoffice", __name__)
