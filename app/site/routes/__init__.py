"""The views of the public site; importing the package registers them on the blueprint."""

from app.site import certificate_papers, messages, setup
from app.site.blueprint import bp
from app.site.routes import (
    annex,
    catalogue,
    certificates,
    facilities,
    favourite,
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
    "certificate_papers",
    "certificates",
    "facilities",
    "favourite",
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
