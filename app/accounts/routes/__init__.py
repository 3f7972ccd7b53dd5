"""The views of accounts; importing the package registers them on the blueprint."""

from app.accounts.blueprint import bp
from app.accounts.notifications import routes as notifications
from app.accounts.notifications import tasks as notification_tasks
from app.accounts.routes import factor, login, recover, register, security

__all__ = ["bp", "factor", "login", "notification_tasks", "notifications", "recover", "register", "security"]
