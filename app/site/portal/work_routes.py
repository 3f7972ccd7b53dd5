"""The editors' pages: write, submit, release, return, withdraw."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.actor import Role
from app.core.database.transaction import transaction
from app.core.errors import DomainError, RuleBroken, at_field
from app.core.policy import authorize
from app.site.blueprint import bp
from app.site.portal import services
from app.site.portal.comparison import changes_of, facts_of
from app.site.portal.forms import ArticleForm, shown
from app.site.portal.labels import KINDS, LAW, STATES
from app.site.portal.models import Article
from app.site.portal.queries import get_article, get_views, list_work
from app.site.portal.views import article_view, body_markup, cover_of, law_view
from app.web.access import access, current_actor
from app.web.fields import whole_number
from app.web.forms import chosen_file
from app.web.i18n import N_, current_locale, local_url, localized, translate
from app.web.messages import message_for
from app.web.notices import tell
from catalog.products.pictures import store_picture
from catalog.review.area import served_units
from catalog.uploads import clean_picture

Answer = BaseResponse | tuple[str, int] | str
TOLD = {
    "submit": N_("Sent to a second officer."),
    "release": N_("Released."),
    "return": N_("Returned to its writer."),
    "withdraw": N_("Taken off the site."),
}


def units_to_choose() -> dict[str, str]:
    """The areas that an editor may write for."""
    whole = {"": translate("Whole country")} if current_actor().has(Role.OFFICER_NATIONAL) else {}
    return whole | {str(unit.id): unit.name_in(current_locale()) for unit in served_units()}


@localized(bp, "/can-bo/tin-tuc", "/officer/news")
@access("catalog.review")
def work_news() -> str:
    """All articles of the area, of one state if asked."""
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    rows = list_work(current_actor(), state=state)
    views = get_views([row.id for row in rows])
    return render_template(
        "site/portal/work.html",
        rows=[{"row": row, "views": views.get(row.id), "place": article_view(row)["place"]} for row in rows],
        state=state,
        states=STATES,
        kinds=KINDS,
    )


@localized(bp, "/can-bo/tin-tuc/moi", "/officer/news/new", methods=("GET", "POST"))
@access("catalog.review")
def article_new() -> Answer:
    """Write an article."""
    form = ArticleForm(units=units_to_choose())
    if form.validate_on_submit():
        try:
            data = form.article(_cover(form))
            with transaction():
                article_id = services.write_article(current_actor(), data).id
        except DomainError as error:
            form.refuse(error)
        else:
            tell("success", translate("Saved as a draft."))
            return redirect(local_url("site.article_work", article_id=article_id), 303)
    page = render_template("site/portal/form.html", form=form, article=None)
    return (page, 422) if form.is_submitted() else page


@localized(
    bp, "/can-bo/tin-tuc/<int:article_id>/sua", "/officer/news/<int:article_id>/edit", methods=("GET", "POST")
)
@access("catalog.review")
def article_edit(article_id: int) -> Answer:
    """Change an article; what is public waits for the second officer."""
    row = get_article(article_id)
    authorize(current_actor(), services.can_edit, row)
    form = ArticleForm(units=units_to_choose(), data=shown(row))
    if form.validate_on_submit():
        try:
            data = form.article(_cover(form))
            with transaction():
                services.change_article(current_actor(), article_id, data, version=form.asked_version())
        except DomainError as error:
            form.take(error, get_article(article_id).version)
        else:
            tell("success", translate("Your changes are saved."))
            return redirect(local_url("site.article_work", article_id=article_id), 303)
    page = render_template("site/portal/form.html", form=form, article=get_article(article_id))
    return (page, 422) if form.is_submitted() else page


@localized(bp, "/can-bo/tin-tuc/<int:article_id>", "/officer/news/<int:article_id>", methods=("GET", "POST"))
@access("catalog.review")
def article_work(article_id: int) -> Answer:
    """One article as the public will see it, with what may be done next."""
    row = get_article(article_id)
    authorize(current_actor(), services.can_edit, row)
    if request.method == "POST":
        _act(article_id, request.form.get("act", ""), whole_number(request.form.get("version")))
        return redirect(local_url("site.article_work", article_id=article_id), 303)
    view = law_view(row) if row.kind == LAW else article_view(row)
    return render_template(
        "site/portal/preview.html",
        row=row,
        view=view,
        is_law=row.kind == LAW,
        body=body_markup(row.body_vi),
        body_en=body_markup(row.body_en),
        cover=cover_of(row),
        states=STATES,
        may_release=bool(services.can_release(current_actor(), row)),
        pending=bool(row.pending),
        changes=changes_of(row),
        facts=facts_of(row),
        views=get_views([row.id]).get(row.id),
    )


def _act(article_id: int, act: str, version: int) -> None:
    """version: of the article as it was shown, so that nobody releases what they have not seen."""
    acts: dict[str, Callable[..., Article]] = {
        "submit": services.submit_article,
        "release": services.release_article,
        "return": services.return_article,
        "withdraw": services.withdraw_article,
    }
    try:
        if act not in acts:
            raise RuleBroken("choice_unknown")
        with transaction():
            acts[act](current_actor(), article_id, version=version)
    except DomainError as error:
        tell("danger", message_for(error))
    else:
        tell("success", translate(TOLD[act]))


def _cover(form: ArticleForm) -> dict[str, Any] | None:
    """The chosen cover, re-encoded and stored; None where none was chosen."""
    file = chosen_file(form.cover)
    if file is None:
        return None
    if not form.cover_alt.data:
        raise RuleBroken("cover_alt_required", "cover_alt")
    with at_field("cover"):
        picture = store_picture(clean_picture(file.read()))
    return {"files": picture.files, "width": picture.width, "height": picture.height}
