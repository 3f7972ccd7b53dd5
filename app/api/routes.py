"""The views of the API; importing the module registers them on the blueprint."""

from app.api import certificates, facilities, lots, messages, openapi, products, rounds
from app.api.blueprint import bp

__all__ = ["bp", "certificates", "facilities", "lots", "messages", "openapi", "products", "rounds"]
