"""Recount a published round yourself: what to download, what to run, what each answer means; receipts."""

from importlib.resources import files

from flask import Response, jsonify, url_for

from app.core.logs.log_keys import published_keys
from app.site.bilingual import foreign, in_locale, labelled
from app.site.blueprint import bp
from app.site.catalogue.search_address import asked_text
from app.site.pages import page
from app.web.access import access
from app.web.cache import public
from app.web.i18n import N_, localized, translate
from voting import verification
from voting.score_sheets.labels import SHEET_STATES
from voting.verification.queries import FoundReceipt, find_receipt, get_recount

SCRIPT = "verify_bundle.py"
EVENTS = {
    "open_scoring": N_("Scoring opened"),
    "ballot": N_("A juror’s sheet"),
    "close_scoring": N_("Scoring closed and counted"),
    "publish_provisional": N_("Provisional list published"),
    "publish": N_("Decision published"),
    "return_to_council": N_("Returned to the council"),
    "promote": N_("Sent up to the level above"),
}
EVENTS |= {"rotate_key": N_("The signing key was replaced"), "declare": N_("A juror declared connections")}
OTHER_EVENT = N_("An act of the council")


@localized(bp, "/ky-binh-chon/<slug>/kiem-dem-lai", "/rounds/<slug>/recount")
@access("public")
def recount(slug: str) -> Response:
    """How anyone recounts this round, and whether a juror's receipt stands in its log. NotFound before publication."""
    found = get_recount(slug)
    text = asked_text("receipt")
    receipt = find_receipt(found, text) if text else None
    row = found.round
    return page(
        "site/rounds/recount.html",
        round=row,
        name=in_locale(row.title_vi, row.title_en),
        name_lang=foreign(row.title_vi, row.title_en),
        recount=found,
        text=text,
        receipt=receipt,
        receipt_kind=event_text(receipt) if receipt else "",
        script=SCRIPT,
        script_path=url_for("site.verify_bundle"),
        file=f"{row.slug}.json",
    )


@bp.get(f"/{SCRIPT}")
@access("public")
def verify_bundle() -> Response:
    """The checker that needs nothing but Python, as it is in the program."""
    response = Response(
        files(verification).joinpath(SCRIPT).read_bytes(), content_type="text/x-python; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{SCRIPT}"'
    return public(response)


@bp.get("/.well-known/tieubieu-keys.json")
@access("public")
def log_keys() -> Response:
    """Every public key that signs or signed a log, with its days."""
    return public(jsonify(published_keys()), 300)


def event_text(receipt: FoundReceipt) -> str:
    """The kind of record of a receipt; for a sheet also whether it was the final one."""
    kind = translate(EVENTS.get(receipt.event["kind"], OTHER_EVENT))
    status = receipt.event.get("status")
    if status is None:
        return kind
    return f"{kind} ({labelled(SHEET_STATES, 'submitted' if status == 'cast' else status)})"
