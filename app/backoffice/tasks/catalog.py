"""Tasks of the catalogue: for members of facilities, for officers, for people without a facility yet."""

from app.backoffice.labels import register_job_kind
from app.core.actor import Actor
from app.web.i18n import N_, local_url, translate
from app.web.tasks import TaskItem, register_task_source
from catalog.enums import FacilityState, ProductState
from catalog.listings.workspace import count_waiting, list_facilities_of, list_products_of
from catalog.transfers.queries import list_offers_to


def register_first(actor: Actor) -> list[TaskItem]:
    """Somebody without any role came to register a facility."""
    if actor.roles:
        return []
    return [TaskItem(translate("Register your facility"), local_url("catalog.register"))]


def own_catalogue(actor: Actor) -> list[TaskItem]:
    """Products that others offer, facilities and products that an officer sent back, and drafts not handed in."""
    facilities = [row for row in list_facilities_of(actor) if actor.manages(row.id)]
    items = [
        TaskItem(
            translate(
                "%(facility)s offers you %(product)s",
                facility=offer.giver.name,
                product=offer.product.name_vi,
            ),
            local_url("catalog.transfer", transfer_id=offer.id),
        )
        for offer in list_offers_to(actor.owned)
    ]
    items += [
        TaskItem(
            translate("%(name)s was sent back: correct it", name=facility.name),
            local_url("catalog.facility_edit", facility_id=facility.id),
            state="problem",
        )
        for facility in facilities
        if facility.state == FacilityState.RETURNED
    ]
    products = list_products_of(facilities)
    items += [
        TaskItem(
            translate("%(name)s was sent back: correct it", name=product.name_vi),
            local_url("catalog.product", product_id=product.id),
            state="problem",
        )
        for product in products
        if product.state == ProductState.RETURNED
    ]
    if drafts := sum(product.state == ProductState.DRAFT for product in products):
        items.append(TaskItem(translate("Drafts of products"), local_url("catalog.workspace"), drafts))
    return items


def to_check(actor: Actor) -> list[TaskItem]:
    """The three queues of an officer; empty ones are done."""
    waiting = count_waiting(actor)
    queues = (
        (translate("Facilities to verify"), "catalog.review", waiting.facilities),
        (translate("Products to publish"), "catalog.review_products", waiting.products),
        (translate("Papers to check"), "catalog.review_papers", waiting.papers),
    )
    return [
        TaskItem(title, local_url(endpoint), count, "todo" if count else "done")
        for title, endpoint, count in queues
    ]


register_task_source("member", register_first)
register_task_source("catalog.manage", own_catalogue)
register_task_source("catalog.review", to_check)
register_job_kind("catalog.brochure", N_("Brochure of typical products"))
register_job_kind("catalog.import_check", N_("Check of a file of products"))
register_job_kind("catalog.import_enter", N_("Products from a file"))
register_job_kind("catalog.export", N_("All products as a file"))
