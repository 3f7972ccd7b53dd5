"""The views of the back office; importing the package registers them on the blueprint."""

from app.backoffice import messages, tasks
from app.backoffice.blueprint import bp
from app.backoffice.figures import routes as figures
from app.backoffice.lists import routes as lists
from app.backoffice.routes import account, overview, users

__all__ = ["account", "bp", "figures", "lists", "messages", "overview", "tasks", "users"]
