"""The secretariat looks for conflicts of interest that the register shows; the chair decides on the round's page."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.errors import DomainError
from app.core.text import control_characters, nfc
from app.core.transaction import transaction
from app.web.access import access, current_actor
from app.web.forms import held_formdata
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
    jurors = [(panel, juror) for panel in round_.panels for juror in panel.jurors if not juror.removed_at]
    sent = held_formdata() or request.form
    typed = {
        juror.id: nfc(" ".join(sent[f"commune-{juror.id}"].split()))
        for _, juror in jurors
        if f"commune-{juror.id}" in sent
    }
    errors = [(f"commune-{key}", text) for key, words in typed.items() for text in _faults(words)]
    if request.method == "POST" and not errors:
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
    page = render_template(
        "voting/conflicts.html",
        round=round_,
        jurors=jurors,
        typed=typed,
        errors=errors,
        recusals=list_recusals(current_actor(), round_),
        groups=GROUPS,
    )
    return (page, 422) if errors else page


def _faults(text: str) -> list[str]:
    """What is wrong with the name of a commune."""
    found = []
    if names := control_characters(text):
        words = translate(
            "Remove the invisible characters from this text (%(names)s).", names=", ".join(names[:3])
        )
        found.append(words)
    if len(text) > LONGEST:
        found.append(translate("Use at most %(limit)s characters.", limit=LONGEST))
    return [f"{translate('Commune where the juror lives')}: {each}" for each in found]
