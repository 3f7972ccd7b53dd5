"""What ends soon in an officer's area, with the letters that say so."""

from collections import Counter

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app.core.clock import today, utc_now
from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.core.ports import ports
from app.web.access import access, current_actor
from app.web.fields import whole_number
from app.web.i18n import local_url, localized, translate, translate_plural
from app.web.messages import message_for
from app.web.notices import tell
from app.web.paths import with_question
from catalog.blueprint import bp
from catalog.ending.queries import PER_PAGE, Place, list_ending, read_place
from catalog.ending.services import PAUSE, remind_of_end
from catalog.labels import CERTIFICATE_KINDS, LEVELS
from catalog.listings.workspace import count_waiting
from catalog.review.area import asked_unit, served_units

WITHIN = (30, 60, 90)
QUESTION = ("within", "province")


def asked_within() -> int:
    """Days ahead; 90 unless the address says less."""
    text = request.args.get("within", "")
    return int(text) if text in map(str, WITHIN) else WITHIN[-1]


@localized(bp, "/can-bo/sap-het-han", "/officer/expiring", methods=("GET", "POST"))
@access("catalog.review")
def expiring() -> BaseResponse | str:
    """Recognitions, papers and marks that end soon; a button sends the letters of those ticked."""
    if request.method == "POST":
        _send(request.form.getlist("paper")[:PER_PAGE])
        kept = {name: request.args[name] for name in (*QUESTION, "after", "before") if name in request.args}
        return redirect(local_url("catalog.expiring", **kept), 303)
    day, within, back = today(), asked_within(), "before" in request.args and "after" not in request.args
    place = read_place(request.args.get("before" if back else "after", ""))
    found = list_ending(
        current_actor(),
        day,
        within=within,
        unit_id=asked_unit(),
        place=place,
        back=back and place is not None,
    )
    return render_template(
        "catalog/ending/expiring.html",
        rows=found.rows,
        before_href=_neighbour("before", found.before),
        after_href=_neighbour("after", found.after),
        day=day,
        within=within,
        choices=WITHIN,
        lately=utc_now() - PAUSE,
        waiting=count_waiting(current_actor()),
        units=served_units(),
        province=request.args.get("province", ""),
        sorts={**LEVELS, **CERTIFICATE_KINDS},
    )


def _neighbour(side: str, place: Place | None) -> str | None:
    """The address of the page before or after, with the same question."""
    if place is None:
        return None
    kept = {name: request.args[name] for name in QUESTION if name in request.args}
    return with_question(local_url("catalog.expiring"), {**kept, side: place.text})


def _send(papers: list[str]) -> None:
    """Remind the facility of each paper, and say what became of it."""
    refused: Counter[str] = Counter()
    sent = 0
    for paper in papers:
        kind, _, key = paper.partition("-")
        try:
            with transaction():
                remind_of_end(current_actor(), kind, whole_number(key))
        except DomainError as error:
            refused[message_for(error)] += 1
        else:
            sent += 1
    if not papers:
        tell("warning", translate("Tick what the letters are about first."))
    if sent:
        text = translate_plural("%(num)s letter is written.", "%(num)s letters are written.", sent)
        how = (
            translate("The facilities find them on their page of messages, and by mail as they chose.")
            if ports().mailer.delivers
            else translate("The facilities find them on their page of messages; this server sends no mail.")
        )
        tell("success", f"{text} {how}")
    for message, number in refused.items():
        tell("warning", message if number == 1 else f"{message} ({number})")
