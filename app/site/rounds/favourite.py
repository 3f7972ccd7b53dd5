"""The public favourite: the finalists, a form for one of them, the link in the mail. Not part of the result."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField
from wtforms.validators import InputRequired

from app.accounts.limits import spend
from app.core.clock import utc_now
from app.core.database.transaction import transaction
from app.core.errors import Conflict, DomainError, Unavailable
from app.site.bilingual import foreign, in_locale, labelled, vietnamese
from app.site.blueprint import bp
from app.site.pages import page, whole_page
from app.site.results.queries import pictures_by_slug
from app.web.access import access
from app.web.addresses import absolute_url
from app.web.cache import KEEP
from app.web.forms import Form
from app.web.i18n import N_, current_locale, localized
from app.web.mails import mail_travels, post_template
from app.web.paths import path_to
from app.web.requests.networks import line_of
from catalog.labels import PRODUCT_GROUPS
from catalog.merging.queries import list_open_slugs
from catalog.products.views import picture_view
from voting.favourite import services as service
from voting.favourite.queries import (
    Phase,
    get_finalist,
    get_public_favourite,
    list_out_slugs,
    list_standing,
    phase_of,
)
from voting.models import FavouriteFinalist, FavouriteVote, SelectionRound

Page = BaseResponse | tuple[str, int]


class VoteForm(Form):
    email = StringField(
        N_("Your e-mail address"),
        [InputRequired(N_("Fill in this field."))],
        description=N_(
            "We send one e-mail with a link that counts your vote, and delete the address after two days."
        ),
    )


@localized(bp, "/ky-binh-chon/<slug>/yeu-thich", "/rounds/<slug>/favourite")
@access("public")
def favourite(slug: str) -> Response:
    """Who can be voted for and until when; after the end the counts. NotFound where a round has no such vote."""
    round_, vote = get_public_favourite(slug)
    now = utc_now()
    phase = phase_of(vote, now)
    answer = whole_page(
        "site/rounds/favourite.html",
        **_names(round_),
        vote=vote,
        phase=str(phase),
        groups=_groups(vote) if phase is not Phase.PUBLISHED else [],
        result=vote.frozen if phase is Phase.PUBLISHED else None,
        pages=list_open_slugs("product", [row.product_slug for row in vote.finalists]),
        out=list_out_slugs(round_.id) if phase is Phase.PUBLISHED else frozenset(),
    )
    if any(timedelta() < turn - now < timedelta(seconds=KEEP) for turn in (vote.opens_at, vote.closes_at)):
        answer.headers["Cache-Control"] = "no-store"  # a cached page would show the previous phase
    return answer


@localized(
    bp,
    "/ky-binh-chon/<slug>/yeu-thich/<int:number>",
    "/rounds/<slug>/favourite/<int:number>",
    methods=("GET", "POST"),
)
@access("anyone")
def favourite_vote(slug: str, number: int) -> Page:
    """Ask for the link that votes for a finalist. The answer is the same whether the address voted before or not."""
    round_, vote = get_public_favourite(slug)
    finalist, form = get_finalist(vote, number), VoteForm()
    is_open = phase_of(vote, utc_now()) is Phase.OPEN
    shown = {
        **_shown(finalist),
        "is_open": is_open and mail_travels(),
        "no_mail": not mail_travels(),
        **_names(round_),
    }
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("site/rounds/favourite_vote.html", form=form, **shown), status
    try:
        if not mail_travels():
            raise Unavailable("mail_off")
        address, key = service.make_confirmation(slug, number, form.email.data or "")
        spend(
            (service.BY_ADDRESS, line_of(request.remote_addr)),
            (service.BY_MAILBOX, (slug, address)),
            (service.BY_ALL, slug),
        )
        _send(slug, number, address, key)
    except DomainError as error:
        form.refuse(error)
        round_, vote = get_public_favourite(slug)
        shown |= {**_shown(get_finalist(vote, number)), **_names(round_)}
        return render_template("site/rounds/favourite_vote.html", form=form, **shown), max(error.status, 422)
    return redirect(url_for("site.favourite_sent", slug=slug), 303)


@localized(bp, "/ky-binh-chon/<slug>/yeu-thich/da-gui", "/rounds/<slug>/favourite/sent")
@access("public")
def favourite_sent(slug: str) -> Response:
    """Page after a vote was sent: check your e-mail; the same for everyone."""
    round_, _vote = get_public_favourite(slug)
    return page("site/rounds/favourite_sent.html", **_names(round_))


@localized(
    bp, "/ky-binh-chon/<slug>/yeu-thich/xac-nhan/<key>", "/rounds/<slug>/favourite/confirm/<key>",
    methods=("GET", "POST"),
)  # fmt: skip
@access("anyone")
def favourite_confirm(slug: str, key: str) -> Page:
    """The link of the mail: shows what it votes for, and counts it when the button is pressed, once."""
    form, done, refused = Form(), False, ""
    if form.validate_on_submit():
        try:
            with transaction():
                service.cast_favourite(slug, key, line_of(request.remote_addr))
            done = True
        except Conflict as error:
            refused = error.code
    round_, vote = get_public_favourite(slug)
    finalist = service.read_confirmation(slug, key)
    context = {**_shown(finalist), "vote": vote, "done": done, "refused": refused, **_names(round_)}
    return render_template(
        "site/rounds/favourite_confirm.html", form=form, **context
    ), 409 if refused else 200


def _send(slug: str, number: int, address: str, key: str) -> None:
    with transaction():
        round_, vote = get_public_favourite(slug)
        mail = post_template(
            address,
            "favourite",
            locale=current_locale(),
            url=absolute_url("site.favourite_confirm", slug=slug, key=key),
            product=get_finalist(vote, number).product,
            round=in_locale(round_.title_vi, round_.title_en),
            until=min(vote.closes_at, utc_now() + service.LINK_LIFE),
        )
        service.keep_letter(mail)


def _names(round_: SelectionRound) -> dict[str, Any]:
    return {
        "round": round_,
        "name": in_locale(round_.title_vi, round_.title_en),
        "name_lang": foreign(round_.title_vi, round_.title_en),
    }


def _shown(finalist: FavouriteFinalist) -> dict[str, Any]:
    return {"product": vietnamese(finalist.product), "facility": vietnamese(finalist.facility)}


def _groups(vote: FavouriteVote) -> list[dict[str, Any]]:
    slugs = [finalist.product_slug for finalist in vote.finalists]
    pictures, pages = pictures_by_slug(slugs), list_open_slugs("product", slugs)
    groups: dict[str, list[dict[str, Any]]] = {}
    for finalist in list_standing(vote):
        groups.setdefault(finalist.group, []).append(
            _card(finalist, pictures.get(finalist.product_slug), pages)
        )
    return [{"name": labelled(PRODUCT_GROUPS, code), "rows": rows} for code, rows in groups.items()]


def _card(finalist: FavouriteFinalist, picture: Any, pages: Collection[str]) -> dict[str, Any]:
    return {
        "number": finalist.number,
        "product": finalist.product,
        "facility": finalist.facility,
        "href": path_to("product", finalist.product_slug) if finalist.product_slug in pages else None,
        "picture": picture_view(picture, current_locale(), finalist.product),
    }
