"""The views of the catalogue; importing the package registers them on the blueprint."""

from catalog import messages, tasks, tasks_brochure, tasks_expiry
from catalog.blueprint import bp
from catalog.routes import (
    brochure,
    facilities,
    files,
    marks,
    papers,
    pictures,
    products,
    review,
    review_awards,
    review_papers,
)

__all__ = [
    "bp",
    "brochure",
    "facilities",
    "files",
    "marks",
    "messages",
    "papers",
    "pictures",
    "products",
    "review",
    "review_awards",
    "review_papers",
    "tasks",
    "tasks_brochure",
    "tasks_expiry",
]
