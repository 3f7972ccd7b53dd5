"""The views of the back office; importing the package registers them on the blueprint."""

from app.backoffice.blueprint import bp
from app.backoffice.routes import account

__all__ = ["account", "bp"]
