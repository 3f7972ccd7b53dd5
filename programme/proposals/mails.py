"""Letters about a proposal, each in its reader's language: to who asks, and to the office that it has reached.

They stand on the page of messages; whether one goes out as a mail is the reader's choice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Membership, User
from app.accounts.notifications.kinds import Kind
from app.accounts.notifications.services import notify_all
from app.accounts.queries import list_facility_managers
from app.core.actor import Actor, Role
from app.core.database.base import db
from app.web.addresses import absolute_url
from app.web.filters import date_in
from app.web.i18n import N_, grouped, translate
from programme.activities.rules import PUBLIC_SUMS
from programme.models import Proposal
from programme.proposals.queries import missing_papers


@dataclass(frozen=True, slots=True)
class Letter:
    """subject, opening: with the values of `_text`; sum is in đồng, registered and dossier are last days."""

    subject: str
    opening: str


REASON, PAPER = N_("Reason: %(text)s"), N_("By: %(text)s")
MISSING = N_("Still missing: %(text)s.")
TO_APPLICANT = {
    "receive": Letter(
        N_("%(title)s: taken in by the department"),
        N_(
            "The department of industry and trade has taken the proposal in. Its dossier is due by %(dossier)s."
        ),
    ),
    "return": Letter(
        N_("%(title)s: to be put right"),
        N_("The proposal was returned. Put it right and register it again by %(dossier)s."),
    ),
    "refuse": Letter(N_("%(title)s: refused"), N_("The proposal was refused and ends here.")),
    "send_up": Letter(
        N_("%(title)s: sent up to the ministry"),
        N_("The department has handed the dossier on to the ministry."),
    ),
    "appraise": Letter(
        N_("%(title)s: the council agrees"),
        N_("The council of appraisal agrees with the proposal. It waits for its approval."),
    ),
    "approve": Letter(
        N_("%(title)s: approved"), N_("The proposal is approved with %(sum)s đồng of promotion money.")
    ),
    "amend": Letter(
        N_("%(title)s: the approval was amended"),
        N_("The approval was amended. It is %(sum)s đồng of promotion money now."),
    ),
    "stop": Letter(N_("%(title)s: stopped"), N_("The proposal was stopped; nothing of it counts.")),
    "done": Letter(
        N_("%(title)s: told as carried out"),
        N_("The proposal was told as carried out. A council looks at it before it is accepted."),
    ),
    "redo": Letter(
        N_("%(title)s: not accepted yet"),
        N_("The council did not accept what was carried out. The proposal is under way again."),
    ),
    "accept": Letter(
        N_("%(title)s: accepted as carried out"),
        N_("What was carried out is accepted and counts in the programme."),
    ),
    "settle": Letter(N_("%(title)s: settled"), N_("The accounts of the proposal are settled.")),
}
"""Act -> what who asks is told."""
TO_OFFICE = {
    "register": (
        Role.OFFICER_PROVINCE,
        Letter(
            N_("%(title)s: a proposal was registered"),
            N_("%(who)s has registered a proposal. Take it in or return it."),
        ),
    ),
    "dossier": (
        Role.OFFICER_PROVINCE,
        Letter(
            N_("%(title)s: the dossier is there"), N_("%(who)s has handed in the dossier of the proposal.")
        ),
    ),
    "send_up": (
        Role.OFFICER_NATIONAL,
        Letter(
            N_("%(title)s: a proposal was sent up"),
            N_(
                "The department of %(province)s has sent up a proposal with its dossier. It waits for a council."
            ),
        ),
    ),
}
"""Act -> which office is told, and what."""
RECEIVED_WHOLE = Letter(
    N_("%(title)s: taken in by the department"),
    N_("The department of industry and trade has taken the proposal in with its dossier."),
)
TO_REGISTER = Letter(
    N_("%(title)s: to be registered by %(registered)s"),
    N_("This proposal is still a draft. The last day of registration is %(registered)s."),
)
TO_COMPLETE = Letter(
    N_("%(title)s: the dossier is due by %(dossier)s"),
    N_("The dossier of this proposal is not handed in yet. Its last day is %(dossier)s."),
)
TO_PUT_RIGHT = Letter(
    N_("%(title)s: to be put right by %(dossier)s"),
    N_("This proposal was returned and is not registered again yet. Its last day is %(dossier)s."),
)


def write_letters(
    actor: Actor,
    row: Proposal,
    act: str,
    *,
    reason: str = "",
    decision: str = "",
    sums: Mapping[str, int] | None = None,
) -> None:
    """What an act is told to whom, but not to who did it; inside a transaction. sums: that the act sets."""
    told: list[tuple[User, Letter, bool]] = []
    if act in TO_APPLICANT:
        is_whole = act == "receive" and row.dossier_on is not None
        letter = RECEIVED_WHOLE if is_whole else TO_APPLICANT[act]
        told += [(user, letter, True) for user in _applicants(row)]
    if act in TO_OFFICE:
        role, letter = TO_OFFICE[act]
        told += [(user, letter, False) for user in _officers(role, row)]
    notes = [(REASON, reason), (PAPER, decision)]
    notify_all(
        Kind.PROGRAMME,
        [
            (user, *_text(user, row, letter, notes, sums or {}, is_own=is_own))
            for user, letter, is_own in told
            if user.id != actor.user_id
        ],
    )


def remind(row: Proposal) -> int:
    """Tell who asks what is not done before its last day; how many were told. Inside a transaction."""
    people = _applicants(row)
    letter = {"draft": TO_REGISTER, "returned": TO_PUT_RIGHT}.get(row.state, TO_COMPLETE)
    missing = "; ".join(paper.name_vi for paper in missing_papers(row)) if letter is not TO_REGISTER else ""
    messages = [(user, *_text(user, row, letter, [(MISSING, missing)], {}, is_own=True)) for user in people]
    notify_all(Kind.PROGRAMME, messages)
    return len(messages)


def _text(
    user: User,
    row: Proposal,
    letter: Letter,
    notes: Sequence[tuple[str, str]],
    sums: Mapping[str, int],
    *,
    is_own: bool,
) -> tuple[str, str]:
    """Subject and text. notes: sentences with %(text)s and what stands there; left out where that is empty."""
    say, year = user.locale, row.plan_year
    values = {
        "title": row.title,
        "who": row.facility.name
        if row.facility is not None
        else translate(N_("Centre of the province"), say),
        "province": row.unit.present.name_in(say),
        "registered": date_in(say, year.register_until),
        "dossier": date_in(say, year.dossier_until),
        "sum": grouped(sum(sums.get(name, 0) for name in PUBLIC_SUMS), say),
    }
    of_facility = is_own and row.facility is not None
    page = "programme.my_proposal" if of_facility else "programme.proposal"
    parts = [
        translate(letter.opening, say, **values),
        *(translate(note, say, text=text.strip()) for note, text in notes if text.strip()),
        translate(
            N_("Sign in to go on: %(url)s"), say, url=absolute_url(page, locale=say, proposal_id=row.id)
        ),
    ]
    return translate(letter.subject, say, **values), "\n\n".join(parts)


def _applicants(row: Proposal) -> list[User]:
    """Who looks after the facility that asks; of a centre its editors."""
    if row.facility is not None:
        return list_facility_managers(row.facility.id)
    return _officers(Role.PROGRAMME_EDITOR, row)


def _officers(role: Role, row: Proposal) -> list[User]:
    """Who has a role, of the province of the proposal where the role has one, by id."""
    theirs = (Membership.role == role) & (User.id == Membership.user_id) & User.disabled_at.is_(None)
    if role is not Role.OFFICER_NATIONAL:
        theirs &= Membership.unit_id == row.unit.present.id
    return list(db.session.scalars(select(User).join(Membership, theirs).distinct().order_by(User.id)))
