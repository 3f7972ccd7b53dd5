"""The secretariat looks for conflicts of interest that the register shows; the chair decides on the round's page."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.errors import DomainError
from app.core.text import nfc
from app.core.transaction import transaction
from app.web.access import access, current_actor
from app.web.i18n import local_url, localized, translate, translate_plural
from app.web.messages import message_for
from app.web.notices import tell
from catalog.labels import PRODUCT_GROUPS as GROUPS
from voting.queries.secretariat import get_work_round, list_recusals
from voting.routes import bp
from voting.services import conflict_rules

Page = Response | str | tuple[str, int]
LONGEST = 100


@localized(
    bp, "/can-bo/ky-binh-chon/<slug>/xung-dot", "/officer/rounds/<slug>/conflicts", methods=("GET", "POST")
)
@access("voting.run")
def conflicts(slug: str) -> Page:
    """Where jurors live, and the search by rule; what is found waits for the chair."""
    round_ = get_work_round(current_actor(), slug)
    if request.method == "POST":
        typed = {
            int(name.removeprefix("commune-")): _one_line(value)
            for name, value in request.form.items()
            if name.startswith("commune-") and name.removeprefix("commune-").isdigit()
        }
        try:
            with transaction():
                conflict_rules.note_communes(current_actor(), round_.id, typed)
                found = conflict_rules.look_for_conflicts(current_actor(), round_.id)
        except DomainError as error:
            tell("danger", message_for(error))
        else:
            none = translate("The rules find no further conflict of interest.")
            some = translate_plural(
                "One possible conflict of interest was found. The chair decides.",
                "%(num)s possible conflicts of interest were found. The chair decides.",
                found,
            )
            tell("info", some if found else none)
        return redirect(local_url("voting.conflicts", slug=slug), 303)
    return render_template(
        "voting/conflicts.html",
        round=round_,
        jurors=[(panel, juror) for panel in round_.panels for juror in panel.jurors if not juror.removed_at],
        recusals=list_recusals(current_actor(), round_),
        groups=GROUPS,
    )


def _one_line(text: str) -> str:
    """A name as typed: NFC, one line, nothing invisible."""
    shown = "".join(char for char in nfc(" ".join(text.split())) if char.isprintable())
    return shown[:LONGEST]
