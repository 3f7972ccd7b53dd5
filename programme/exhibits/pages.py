"""The officers' pages that every kind of place has: its list, and a form that saves."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.web.access import current_actor
from app.web.forms import Form
from app.web.i18n import local_url, translate
from app.web.notices import tell
from app.web.pagination import PER_PAGE, Page, asked_page
from catalog.forms import NOT_SHOWN
from programme.exhibits.queries import get_kept, list_kept, list_units_served
from programme.exhibits.services import show_place
from programme.models import Artisan, CraftVillage, Fair, Showroom

Answer = Response | str | tuple[str, int]


def list_page(model: type[Fair | Showroom | CraftVillage | Artisan], endpoint: str, **texts: str) -> str:
    """The places of one kind in the officer's area. endpoint: `fair` for the pages `programme.fair…`."""
    number = asked_page()
    rows, total = list_kept(current_actor(), model, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    return render_template(
        "programme/exhibits/places.html",
        kind=model.KIND,
        endpoint=endpoint,
        page=Page(rows, total, number),
        may_add=bool(list_units_served(current_actor())),
        **texts,
    )


def form_page(
    form: Form, act: Callable[[], Any], *, done: str, target: Callable[[Any], str], page: Callable[[], str]
) -> Answer:
    """A form that runs an act: on to another page once it is done, else the page with what is wrong.

    done: the notice; target: the address to go on to, from what the act gave; page: draws the page with the form.
    """
    if not form.validate_on_submit():
        return page(), 422 if form.is_submitted() else 200
    try:
        with transaction():
            address = target(act())
    except DomainError as error:
        if error.status in NOT_SHOWN and error.field is None:
            raise
        form.refuse(error)
        return page(), 422
    tell("success", done)
    return redirect(address, 303)


def show_or_hide(model: type[Fair | Showroom | CraftVillage | Artisan], endpoint: str, slug: str) -> Response:
    """Take the page of a place off the site, or put it back."""
    row = get_kept(current_actor(), model, slug)
    is_shown = row.withdrawn_at is not None
    with transaction():
        show_place(current_actor(), model, row.id, is_shown=is_shown)
    shown, hidden = translate("The page is on the site again."), translate("The page is off the site.")
    tell("success", shown if is_shown else hidden)
    return redirect(local_url(f"programme.{endpoint}_edit", slug=slug), 303)
