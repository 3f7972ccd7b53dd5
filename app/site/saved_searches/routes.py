"""A person's saved searches: kept from the catalogue, told of by the mail of the day, ended by one press."""

from typing import Any

from flask import redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired

from app.accounts.notifications.kinds import CHOICES, Kind
from app.accounts.notifications.queries import get_choices
from app.core.database.base import db
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.core.ports import ports
from app.site.blueprint import bp
from app.site.catalogue.facets import Words, chips, words_of
from app.site.catalogue.routes import units_in_force
from app.site.catalogue.search_address import asked_values, read_question
from app.site.saved_searches.models import SavedSearch
from app.site.saved_searches.services import forget_search, save_search
from app.web.access import access, current_actor
from app.web.forms import Form
from app.web.i18n import N_, local_url, localized, translate
from app.web.notices import tell
from app.web.paths import with_question
from catalog.search.queries import CatalogueSearch

Answer = BaseResponse | tuple[str, int] | str
TEXT_LIMIT = 2_000


class SaveForm(Form):
    name = StringField(N_("Name of the search"), [DataRequired()])
    question = HiddenField()


def question_text(search: CatalogueSearch) -> str:
    """The question as it stands after the `?`, without its order."""
    values = {name: value for name, value in asked_values(search).items() if name != "sort"}
    return with_question("", values).removeprefix("?")


@localized(bp, "/tai-khoan/tim-kiem", "/account/searches", methods=("GET", "POST"))
@access("member")
def saved_searches() -> Answer:
    """What one follows; `from` is a question of the catalogue to follow from now on."""
    form = SaveForm()
    if form.validate_on_submit():
        try:
            with transaction():
                save_search(current_actor(), form.name.data or "", _understood(form.question.data or ""))
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("You follow this search now."))
            return redirect(local_url("site.saved_searches"), 303)
    if not form.is_submitted() and "from" in request.args:
        asked = read_question(request.args["from"][:TEXT_LIMIT])
        form.question.data = question_text(asked)
        form.name.data = form.name.data or ", ".join(_words(asked, words_of(units_in_force())))
    return _page(form), 422 if form.is_submitted() else 200


@localized(
    bp,
    "/tai-khoan/tim-kiem/<int:search_id>/bo",
    "/account/searches/<int:search_id>/remove",
    methods=("POST",),
)
@access("member")
def saved_search_remove(search_id: int) -> BaseResponse:
    """Stop following a search."""
    with transaction():
        forget_search(current_actor(), search_id)
    tell("success", translate("You do not follow this search any more."))
    return redirect(local_url("site.saved_searches"), 303)


def _understood(question: str) -> str:
    return question_text(read_question(question[:TEXT_LIMIT]))


def _page(form: SaveForm) -> str:
    user_id = current_actor().user_id
    assert user_id is not None
    rows = db.session.scalars(
        select(SavedSearch).where(SavedSearch.user_id == user_id).order_by(SavedSearch.id.desc())
    )
    names = words_of(units_in_force())
    return render_template(
        "site/saved_searches/searches.html",
        form=form,
        adds=bool(form.question.data),
        asked=_words(read_question(form.question.data or ""), names),
        rows=[_row(row, names) for row in rows],
        choice=CHOICES[get_choices(user_id)[Kind.SEARCHES]],
        mail_travels=ports().mailer.delivers,
    )


def _row(row: SavedSearch, names: Words) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "words": _words(read_question(row.question), names),
        "since": row.created_at,
        "href": f"{local_url('site.products')}?{row.question}",
        "feed_href": f"{local_url('site.products_atom')}?{row.question}",
        "remove_href": local_url("site.saved_search_remove", search_id=row.id),
    }


def _words(search: CatalogueSearch, names: Words) -> list[str]:
    """The words and filters of a question in the reader's language."""
    return [chip["text"] for chip in chips("site.products", search, names)]
