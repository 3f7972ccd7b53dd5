"""The secretariat looks for conflicts of interest that the register shows; the chair decides on the round's page."""

from collections import defaultdict

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from app.core.database.transaction import transaction
from app.core.errors import DomainError
from app.core.text import control_characters, nfc
from app.web.access import access, current_actor
from app.web.forms import held_formdata
from app.web.i18n import local_url, localized, translate, translate_plural
from app.web.messages import message_for
from app.web.notices import tell
from catalog.labels import PRODUCT_GROUPS as GROUPS
from catalog.units.communes import commune_title, communes_of
from voting.blueprint import bp
from voting.jury.conflicts import rules as conflict_rules
from voting.models import Juror, SelectionRound
from voting.rounds.queries import get_work_round, list_recusals

Page = Response | str | tuple[str, int]
LONGEST = 100


@localized(
    bp, "/can-bo/ky-binh-chon/<slug>/xung-dot", "/officer/rounds/<slug>/conflicts", methods=("GET", "POST")
)
@access("voting.run")
def conflicts(slug: str) -> Page:
    """Where jurors live, and the search by rule; the chair decides on the findings."""
    round_ = get_work_round(current_actor(), slug)
    people = _people(round_)
    sent = held_formdata() or request.form
    typed = {
        field: nfc(" ".join(sent[field].split())) for field in map(_field, people.values()) if field in sent
    }
    errors = [(field, text) for field, words in typed.items() for text in _faults(words)]
    if request.method == "POST" and not errors:
        try:
            with transaction():
                conflict_rules.note_communes(current_actor(), round_.id, _communes(people, typed))
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
        "voting/jury/conflicts.html",
        round=round_,
        people=[_row(seats, typed) for seats in people.values()],
        errors=errors,
        recusals=list_recusals(current_actor(), round_),
        groups=GROUPS,
        communes=_commune_titles(round_),
    )
    return (page, 422) if errors else page


def _commune_titles(round_: SelectionRound) -> list[str]:
    """Units of the round's province to choose from; any may be written."""
    return [row.title for row in communes_of(round_.unit.present.code)] if round_.unit else []


def _people(round_: SelectionRound) -> dict[int, list[Juror]]:
    """The seats of each juror of the round, by account: one person may sit in several juries."""
    found: defaultdict[int, list[Juror]] = defaultdict(list)
    for panel in round_.panels:
        for juror in panel.jurors:
            if juror.removed_at is None:
                found[juror.user_id].append(juror)
    return found


def _field(seats: list[Juror]) -> str:
    return f"commune-{seats[0].id}"


def _communes(people: dict[int, list[Juror]], typed: dict[str, str]) -> dict[int, str]:
    """What was typed for a person, by each of the person's seats."""
    return {
        juror.id: typed[_field(seats)]
        for seats in people.values()
        if _field(seats) in typed
        for juror in seats
    }


def _row(seats: list[Juror], typed: dict[str, str]) -> dict[str, object]:
    known = next((juror.commune for juror in seats if juror.commune), "")
    return {
        "name": seats[0].name,
        "field": _field(seats),
        "seats": [(juror.panel.group, juror.alias) for juror in seats],
        "commune": typed.get(_field(seats), known),
        "unit": next((commune_title(juror.commune_key) for juror in seats if juror.commune_key), ""),
    }


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
