"""The views of the public site; importing the package registers them on the blueprint."""

from app.site import messages, setup
from app.site.blueprint import bp
from app.site.routes import (
    annex,
    catalogue,
    certificates,
    facilities,
    home,
    machines,
    products,
    recount,
    results,
    rounds,
    texts,
)

__all__ = [
    "annex",
    "bp",
    "catalogue",
    "certificates",
    "facilities",
    "home",
    "machines",
    "messages",
    "products",
    "recount",
    "results",
    "rounds",
    "setup",
    "texts",
]
