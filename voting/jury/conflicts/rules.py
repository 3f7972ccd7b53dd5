"""Conflicts of interest found in the register: proposed by rule, decided by the chair."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import product

from sqlalchemy import ColumnElement, select

from app.accounts.models import Membership
from app.core import audit
from app.core.actor import SYSTEM, Actor, Role
from app.core.audit import AuditEntry
from app.core.database.base import db
from app.core.errors import RuleBroken
from app.core.policy import authorize
from app.core.text import fold
from catalog.models import Facility
from catalog.units.communes import commune_key_of, communes_named
from catalog.units.queries import unit_named
from voting.enums import ConflictKind, NominationState
from voting.jury import mails
from voting.jury.conflicts.declared import EntrantFacts, JurorFacts, find_conflicts
from voting.jury.services import propose_conflict, reseal_juror, share_anew
from voting.models import Juror, Nomination, Recusal, SelectionRound
from voting.policies import can_see_secretariat
from voting.rounds.queries import load_entries
from voting.rounds.services import get_round_for_change
from voting.rounds.status import RANKED

HELD_AGAINST = RANKED | {NominationState.SUBMITTED}
"""States of an entry in which jurors are compared with it."""
SEPARATOR = " "
"""Between the kinds in `Recusal.rule`."""

Links = Mapping[int, frozenset[int]]
"""user id -> ids of the facilities the person belongs or belonged to, or the other way round"""


def look_for_conflicts(actor: Actor, round_id: int) -> int:
    """Compare every juror with every entry of the group; returns how many conflicts are new.

    Safe to run again: what the chair has decided stays decided.
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_see_secretariat, round_)
    if round_.scoring_closed_at is not None:
        raise RuleBroken("scoring_closed")
    found = propose_conflicts(round_)
    share_anew(round_)
    audit.record(actor, "voting.conflict.look", round_)
    return found


def note_communes(actor: Actor, round_id: int, communes: Mapping[int, str]) -> None:
    """Record where jurors live, by juror id; only the rule on commune and surname reads it."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_see_secretariat, round_)
    if round_.scoring_closed_at is not None:
        raise RuleBroken("scoring_closed")
    for juror in _jurors(round_):
        before, juror.commune = juror.commune, communes.get(juror.id, juror.commune)
        juror.commune_key = find_commune_key(juror.commune, round_)
        if juror.commune != before:
            reseal_juror(juror, "note_commune")
    audit.record(actor, "voting.jury.note_communes", round_)


def find_commune_key(text: str, round_: SelectionRound) -> str:
    """List and code of the commune that a text names: in the province it names, else in the round's, else anywhere.

    Empty where the text names none or several.
    """
    name, _, province = text.partition(",")
    unit = unit_named(province) if province.strip() else round_.unit
    if unit is not None:
        return commune_key_of(name, unit.present.code)
    found = communes_named(name)
    return found[0].key if len(found) == 1 else ""


def propose_conflicts(round_: SelectionRound, only: Iterable[Juror] | None = None) -> int:
    """Inside an act that opens scoring or seats a juror. only: these jurors, all of the round when None."""
    found = find_new_conflicts(round_, only)
    for juror, nomination, kinds in found:
        propose_conflict(SYSTEM, juror, nomination, SEPARATOR.join(kinds))
    if found:
        mails.conflicts_wait(round_, len(found))
    return len(found)


def find_new_conflicts(
    round_: SelectionRound, only: Iterable[Juror] | None = None
) -> list[tuple[Juror, Nomination, tuple[ConflictKind, ...]]]:
    """What the register says now and nobody has proposed, declared or decided on. only: as for `propose_conflicts`."""
    jurors = [juror for juror in (_jurors(round_) if only is None else only) if juror.removed_at is None]
    entries = [n for n in load_entries(round_) if n.state in HELD_AGAINST]
    known = _known_pairs(jurors)
    present, past = _read_links_of({juror.user_id for juror in jurors})
    people = _people(jurors, present, past)
    facts = _entrants(entries, present, past)
    return [
        (juror, nomination, kinds)
        for juror, nomination in product(jurors, entries)
        if nomination.group == juror.panel.group and (juror.id, nomination.id) not in known
        if (kinds := find_conflicts(people[juror.id], facts[nomination.facility_id], fold))
    ]


def list_linked_people(round_: SelectionRound) -> frozenset[tuple[int, str]]:
    """(user id, group) of everyone who belongs or belonged to a facility that entered the group."""
    entries = [n for n in round_.nominations if n.state in HELD_AGAINST]
    facilities = {entry.facility_id for entry in entries}
    linked = (
        _read_links(Membership.facility_id.in_(facilities)),
        _read_past_links(AuditEntry.detail["facility"].as_integer().in_(facilities)),
    )
    people = [_turned(links) for links in linked]
    return frozenset(
        (user, entry.group)
        for entry in entries
        for members in people
        for user in members.get(entry.facility_id, ())
    )


def _known_pairs(jurors: list[Juror]) -> set[tuple[int, int]]:
    """(juror, entry) that were proposed or declared before, whatever the decision."""
    query = select(Recusal.juror_id, Recusal.nomination_id)
    rows = db.session.execute(query.where(Recusal.juror_id.in_([juror.id for juror in jurors])))
    return {(juror, nomination) for juror, nomination in rows}


def _people(jurors: list[Juror], present: Links, past: Links) -> dict[int, JurorFacts]:
    """What the rules compare of each juror, by the juror's id."""
    tax_codes = _tax_codes(present, past, {juror.user_id for juror in jurors})
    return {
        juror.id: JurorFacts(
            user_id=juror.user_id,
            name=juror.name,
            commune=juror.commune,
            commune_key=juror.commune_key,
            facility_ids=present.get(juror.user_id, frozenset()),
            past_facility_ids=past.get(juror.user_id, frozenset()),
            tax_codes=tax_codes.get(juror.user_id, frozenset()),
        )
        for juror in jurors
    }


def _jurors(round_: SelectionRound) -> list[Juror]:
    return [juror for panel in round_.panels for juror in panel.jurors]


def _entrants(entries: Iterable[Nomination], present: Links, past: Links) -> dict[int, EntrantFacts]:
    """What the rules compare of each facility that entered, by its id. present, past: of the jurors alone."""
    facilities = {entry.facility_id: entry.facility for entry in entries}
    members, former = _turned(present), _turned(past)
    return {
        key: EntrantFacts(
            facility_id=key,
            tax_code=facility.registration_number or "",
            owner_name=facility.contact_name,
            commune=facility.commune,
            commune_key=facility.commune_key,
            member_ids=members.get(key, frozenset()),
            past_member_ids=former.get(key, frozenset()),
        )
        for key, facility in facilities.items()
    }


def _read_links_of(users: set[int]) -> tuple[Links, Links]:
    """What these people belong to today, and what they belonged to before and no longer do."""
    present = _read_links(Membership.user_id.in_(users))
    former = _read_past_links(AuditEntry.subject_id.in_([str(user) for user in users]))
    return present, {user: ids - present.get(user, frozenset()) for user, ids in former.items()}


def _read_links(whose: ColumnElement[bool]) -> Links:
    """Memberships of today. whose: the people or the facilities that are asked about; never all of the site's."""
    query = select(Membership.user_id, Membership.facility_id).where(Membership.role == Role.FACILITY, whose)
    return _grouped((user, facility) for user, facility in db.session.execute(query) if facility is not None)


def _read_past_links(whose: ColumnElement[bool]) -> Links:
    """Former memberships, read from the register of acts, which keeps everything. whose: as above."""
    query = select(AuditEntry.subject_id, AuditEntry.detail).where(
        AuditEntry.subject_kind == "user",
        AuditEntry.act.in_(["accounts.membership.add", "accounts.membership.remove"]),
        whose,
    )
    rows = db.session.execute(query)
    return _grouped((int(user), int(detail["facility"])) for user, detail in rows if detail.get("facility"))


def _tax_codes(present: Links, past: Links, users: Iterable[int]) -> dict[int, frozenset[str]]:
    links = {user: present.get(user, frozenset()) | past.get(user, frozenset()) for user in users}
    wanted = {facility for facilities in links.values() for facility in facilities}
    query = select(Facility.id, Facility.registration_number).where(Facility.id.in_(wanted))
    numbers = {facility: number for facility, number in db.session.execute(query) if number}
    return {
        user: frozenset(numbers[facility] for facility in facilities if facility in numbers)
        for user, facilities in links.items()
    }


def _turned(links: Links) -> Links:
    """The same links from the other end."""
    return _grouped((other, one) for one, others in links.items() for other in others)


def _grouped(pairs: Iterable[tuple[int, int]]) -> Links:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return {one: frozenset(others) for one, others in found.items()}
