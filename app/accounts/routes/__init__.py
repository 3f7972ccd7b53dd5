"""The views of accounts; importing the package registers them on the blueprint."""

from app.accounts.blueprint import bp
from app.accounts.routes import factor, login, recover, register, security

__all__ = ["bp", "factor", "login", "recover", "register", "security"]
