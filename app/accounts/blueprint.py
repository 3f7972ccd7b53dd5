"""The blueprint of accounts; its views are in `routes`."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
