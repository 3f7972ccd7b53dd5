"""What lets the diary be kept in a workshop without a network."""

from flask import Response, jsonify, request, url_for
from flask_wtf.csrf import generate_csrf

from app.accounts.requests.offline_keeper import keep_for, keeper_mark, offline_worker
from app.core.clock import VIETNAM
from app.web.access import access, current_actor
from app.web.forms import Form
from app.web.i18n import local_url, localized, translate
from traceability.blueprint import bp
from traceability.models import TraceEvent


@bp.get("/diary-worker.js")
@access("public")
def diary_worker() -> Response:
    return offline_worker("js/diary-store.js")


@localized(bp, "/co-so-cua-toi/lo/phien", "/my-facility/lots/session")
@access("trace.manage")
def diary_session() -> Response:
    """Whose entries a browser may send now, and with which CSRF token."""
    actor = current_actor()
    response = jsonify(owner=keeper_mark(actor), csrf_token=generate_csrf())
    keep_for(response, actor)
    return response


def phone_context() -> dict[str, object]:
    """The data of the pages for their scripts."""
    return {
        "owner": keeper_mark(current_actor()),
        "session": local_url("traceability.diary_session"),
        "worker": url_for("traceability.diary_worker"),
        "scope": local_url("traceability.lots"),
        "login": local_url("accounts.login"),
        "words": {
            "waiting": translate("On this phone, not sent yet"),
            "received": translate("Received by the server"),
            "refused": translate("On this phone: needs correction"),
            "offline": translate("No network. Entries stay on this phone and are sent once there is one."),
            "signed_out": translate("Your session has ended. Sign in again to send the entries."),
            "sign_in": translate("Sign in"),
            "mend": translate("Correct this entry"),
            "drop": translate("Discard this entry"),
            "sure": translate("Press again to discard it"),
        },
    }


def from_phone() -> bool:
    """Whether the page's script sent the entry and expects the result as JSON."""
    return request.accept_mimetypes.best == "application/json"


def received(event: TraceEvent) -> Response:
    """On disk before this is sent; the same client id gets the same answer again."""
    moment = event.recorded_at.astimezone(VIETNAM).isoformat(timespec="seconds")
    return jsonify(state="received", id=event.id, recorded_at=moment)


def refused(form: Form) -> tuple[Response, int]:
    names = {field.id: translate(field.label.text) for field in form}
    errors = [f"{names[target]}: {text}" if target in names else text for target, text in form.error_list()]
    return jsonify(errors=errors), 422
