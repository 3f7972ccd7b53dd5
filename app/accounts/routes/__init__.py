"""The views of accounts; importing the package registers them on the blueprint."""

from app.accounts.blueprint import bp
from app.accounts.routes import login

__all__ = ["bp", "login"]
