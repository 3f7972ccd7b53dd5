"""The secretary's page of all dossiers that wait: what can be accepted, and what the others lack."""

from flask import redirect, render_template
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.core.policy import authorize
from app.web.access import access, current_actor
from app.web.i18n import N_, local_url, localized, translate, translate_plural
from app.web.notices import tell
from catalog.enums import ProductGroup
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.acceptance.forms import AcceptSeveralForm
from voting.acceptance.queries import Waiting, list_waiting
from voting.acceptance.services import accept_several as accept
from voting.blueprint import bp
from voting.dossiers.labels import CHECK_ITEMS
from voting.policies import can_handle_dossiers
from voting.promotion.labels import OBSTACLES
from voting.rounds.pages import get_council_round

Page = Response | str | tuple[str, int]


@localized(bp, "/hoi-dong/<slug>/nhan-ho-so", "/council/<slug>/accept", methods=("GET", "POST"))
@access("voting.council")
def accept_several(slug: str) -> Page:
    """Dossiers without a remark are ticked beforehand; those that name their maker are for a second look."""
    round_ = get_council_round(slug)
    authorize(current_actor(), can_handle_dossiers, round_)
    waiting = list_waiting(round_)
    ready = [row for row in waiting if row.is_ready]
    form = _form(ready)
    if form.validate_on_submit():
        try:
            with transaction():
                count = accept(current_actor(), round_.id, form.entries.data or ())
        except DomainError as error:
            form.refuse(error)
        else:
            text = translate_plural("One dossier is accepted.", "%(num)s dossiers are accepted.", count)
            tell("success", f"{text} {translate('The facilities have been informed.')}")
            return redirect(local_url("voting.work_round", slug=slug), 303)
    page = render_template(
        "voting/acceptance/accept_several.html",
        round=get_council_round(slug),
        form=form,
        ready=ready,
        hints={row.nomination.id: _hint(row) for row in ready},
        unready=[(row.nomination, _lacks(row)) for row in waiting if not row.is_ready],
    )
    return page, 422 if form.is_submitted() else 200


def _form(ready: list[Waiting]) -> AcceptSeveralForm:
    """The form with the dossiers that may be accepted; those without a remark are ticked."""
    form = AcceptSeveralForm(data={"entries": [row.nomination.id for row in ready if not row.needs_a_look]})
    form.entries.choices = [
        (row.nomination.id, f"{row.nomination.product.name_vi} – {row.nomination.facility.name}")
        for row in ready
    ]
    return form


def _hint(row: Waiting) -> str:
    group = translate(GROUPS[ProductGroup(row.nomination.group)])
    named = [
        f"{translate(text)}: {'; '.join(parts)}"
        for text, parts in (
            (N_("This names the maker"), row.identifying),
            (N_("Titles of photos name the maker"), row.pictures),
        )
        if parts
    ]
    return " · ".join([group, *named])


def _lacks(row: Waiting) -> str:
    missing = [translate(CHECK_ITEMS[code]) for code in row.lacking]
    parts = [translate("Missing: %(papers)s.", papers=", ".join(missing))] if missing else []
    return " ".join(parts + [translate(OBSTACLES[obstacle.value]) for obstacle in row.obstacles])
