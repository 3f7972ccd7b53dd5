"""The views of the API; importing the module registers them on the blueprint."""

from app.api import messages
from app.api.blueprint import bp
from app.api.description import openapi
from app.api.views import certificates, facilities, lots, places, products, programmes, rounds

__all__ = [
    "bp",
    "certificates",
    "facilities",
    "lots",
    "messages",
    "openapi",
    "places",
    "products",
    "programmes",
    "rounds",
]
