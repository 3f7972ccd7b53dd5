"""Shared by the views of the workspace."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as BaseResponse

from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from app.web.access import current_actor
from app.web.messages import message_for
from app.web.notices import tell
from catalog.models import Facility
from traceability.models import Lot
from traceability.policies import can_follow_recall, can_manage_lot, can_see_lot

Page = BaseResponse | str | tuple[str, int] | tuple[BaseResponse, int]


REFUSED = 422


def own_lot(lot_id: int) -> Lot:
    """A lot that the person may write to. Raises NotFound, NotAllowed."""
    lot = get_lot(lot_id)
    authorize(current_actor(), can_manage_lot, lot)
    return lot


def member_lot(lot_id: int) -> Lot:
    """A lot of the person's own facility, though it may be suspended. Raises NotFound, NotAllowed."""
    lot = get_lot(lot_id)
    authorize(current_actor(), can_follow_recall, lot)
    return lot


def seen_lot(lot_id: int) -> Lot:
    """A lot that the person may look at. Raises NotFound."""
    lot = get_lot(lot_id)
    authorize(current_actor(), can_see_lot, lot)
    return lot


def form_page(page: str, form: object) -> Page:
    """The page of a form: 422 once it came back with errors."""
    return (page, REFUSED) if getattr(form, "errors", None) or getattr(form, "form_errors", None) else page


@contextmanager
def refusals_as_notices() -> Iterator[None]:
    """For a button without a form: a refusal is shown on the next page."""
    try:
        yield
    except (RuleBroken, Conflict) as error:
        tell("warning", message_for(error))


def tell_success(text: str) -> None:
    tell("success", text)


def get_lot(lot_id: int) -> Lot:
    """With its facility; the caller checks who asks. Raises NotFound."""
    query = (
        select(Lot)
        .where(Lot.id == lot_id)
        .options(joinedload(Lot.facility).joinedload(Facility.unit), joinedload(Lot.product))
    )
    lot = db.session.scalar(query)
    if lot is None:
        raise NotFound("not_found")
    return lot
