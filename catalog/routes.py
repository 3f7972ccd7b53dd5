"""The views of the catalogue; importing the package registers them on the blueprint."""

from catalog import messages
from catalog.award_orders import routes as award_orders
from catalog.awards import routes as review_awards
from catalog.awards.expiry import tasks as tasks_expiry
from catalog.blueprint import bp
from catalog.brochure import routes as brochure
from catalog.brochure import tasks as tasks_brochure
from catalog.credentials import files
from catalog.credentials import routes as papers
from catalog.ending import routes as expiring
from catalog.facilities import routes as facilities
from catalog.mark import routes as marks
from catalog.members import routes as members
from catalog.members import tasks as tasks_members
from catalog.merging import routes as merging
from catalog.product_drafts import tasks as tasks_drafts
from catalog.product_import import routes as product_import
from catalog.product_import import tasks as tasks_import
from catalog.products import drafts as product_drafts
from catalog.products import picture_routes as pictures
from catalog.products import routes as products
from catalog.products import submission_routes as submission
from catalog.registration import routes as registration
from catalog.review import change_routes as review_changes
from catalog.review import paper_routes as review_papers
from catalog.review import routes as review
from catalog.review import tasks as tasks_review
from catalog.schemes import routes as schemes
from catalog.search import tasks
from catalog.tallies import services as tallies
from catalog.trademark_course import routes as trademark_course
from catalog.trademark_course import term_routes as trademark_terms
from catalog.transfers import routes as transfers
from catalog.workspace import routes as workspace

__all__ = [
    "award_orders",
    "bp",
    "brochure",
    "expiring",
    "facilities",
    "files",
    "marks",
    "members",
    "merging",
    "messages",
    "papers",
    "pictures",
    "product_drafts",
    "product_import",
    "products",
    "registration",
    "review",
    "review_awards",
    "review_changes",
    "review_papers",
    "schemes",
    "submission",
    "tallies",
    "tasks",
    "tasks_brochure",
    "tasks_drafts",
    "tasks_expiry",
    "tasks_import",
    "tasks_members",
    "tasks_review",
    "trademark_course",
    "trademark_terms",
    "transfers",
    "workspace",
]
