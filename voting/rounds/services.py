"""Plan a round: area, rules, calendar, council, juries."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from sqlalchemy import delete, select

from app.accounts.models import Membership, User
from app.core import audit
from app.core.actor import Actor, Role
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from app.core.text import slugify
from catalog.enums import Level, ProductGroup
from catalog.models import AdministrativeUnit
from catalog.units.communes import commune_title, find_commune_by_key
from catalog.units.queries import get_unit
from voting.enums import RoundAct, RoundState
from voting.models import CouncilMember, Expert, Juror, JuryPanel, Recusal, RuleSet, SelectionRound
from voting.policies import can_manage_round, can_plan_round
from voting.rounds.status import is_before_scoring
from voting.rounds.transitions import move_round


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What an officer fills in. unit_id for a province, region for a region, neither for the nation.

    commune: the key of a commune, whose province is found by it.
    """

    title_vi: str
    level: str
    year: int
    rule_set_id: int
    unit_id: int | None = None
    region: str = ""
    commune: str = ""
    title_en: str = ""
    organiser: str = ""
    notice_vi: str = ""
    notice_en: str = ""
    entries_from: datetime | None = None
    entries_until: datetime | None = None
    scoring_from: datetime | None = None
    scoring_until: datetime | None = None
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A council seat or a juror: the account by e-mail, and the name and title shown."""

    email: str
    name: str
    title: str = ""
    role: str = field(default="")


def plan_round(actor: Actor, plan: RoundPlan) -> SelectionRound:
    """Make a round in state `plan`. Raises RuleBroken naming the field."""
    plan = _placed(plan)
    authorize(actor, can_plan_round, plan.level, plan.unit_id, plan.region, plan.commune)
    _check_plan(plan)
    round_ = SelectionRound(
        slug=_free_slug(plan),
        unit_name=_area_name(plan),
        created_by=actor.user_id,
        created_at=utc_now(),
        **_columns(plan),
    )
    db.session.add(round_)
    audit.record(actor, "voting.round.plan", round_)
    return round_


def change_plan(actor: Actor, round_id: int, plan: RoundPlan, *, version: int) -> SelectionRound:
    """Change a round before scoring opens. Raises Conflict(`stale`) when it has moved on."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_manage_round, round_)
    if round_.version != version:
        raise Conflict("stale")
    if not is_before_scoring(round_):
        raise RuleBroken("round_frozen")
    plan = _placed(plan)
    _check_plan(plan)
    area = (plan.level, plan.unit_id, plan.region, plan.commune)
    if area != (round_.level, round_.unit_id, round_.region, round_.commune):
        authorize(actor, can_plan_round, *area)
    for name, value in _columns(plan).items():
        setattr(round_, name, value)
    round_.unit_name = _area_name(plan)
    record_change("round", round_.id)
    audit.record(actor, "voting.round.change", round_)
    return round_


def extend_entries(actor: Actor, round_id: int, until: datetime, reason: str) -> SelectionRound:
    """Accept entries longer, or again after they were closed, until a later moment; the reason becomes
    public.

    Raises Conflict(`act_not_open`), RuleBroken(`deadline_not_later`, `reason_needed`).
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_manage_round, round_)
    if not reason.strip():
        raise RuleBroken("reason_needed", "reason")
    if until <= utc_now() or (round_.entries_until is not None and until <= round_.entries_until):
        raise RuleBroken("deadline_not_later", "until")
    if round_.scoring_from is not None and until >= round_.scoring_from:
        raise RuleBroken("dates_out_of_order", "until")
    if round_.state != RoundState.RECEIVING:
        move_round(round_, RoundAct.REOPEN_ENTRIES, reason=reason)
    round_.entries_until = until
    round_.extended_at, round_.extended_reason = utc_now(), reason.strip()
    record_change("round", round_.id)
    audit.record(actor, "voting.round.extend", round_, reason=reason.strip(), until=until.isoformat())
    return round_


def seat_council(actor: Actor, round_id: int, seats: list[Seat]) -> SelectionRound:
    """Replace the council. Exactly one chair and one secretary, different people, none of them a juror."""
    round_ = _planned(actor, round_id)
    people = _get_council(round_, seats)
    for member in list(round_.members):
        db.session.delete(member)
    db.session.flush()  # the unique key of the new rows must not meet the old ones
    for seat, user in zip(seats, people, strict=True):
        db.session.add(
            CouncilMember(
                round_id=round_.id,
                user_id=user.id if user else None,
                role=seat.role,
                name=seat.name or (user.name if user else ""),
                title=seat.title,
            )
        )
    audit.record(
        actor, "voting.council.seat", round_, members=[f"{s.role}: {s.name or s.email}" for s in seats]
    )
    return round_


def _get_council(round_: SelectionRound, seats: list[Seat]) -> list[User | None]:
    """The account of each seat, None where a seat has none. Raises RuleBroken naming the field."""
    roles = [seat.role for seat in seats]
    for role in ("chair", "secretary"):
        if roles.count(role) != 1:
            raise RuleBroken(f"one_{role}", role)
    people = [
        get_seated_person(seat, Role(seat.role) if seat.role in {"chair", "secretary"} else None)
        for seat in seats
    ]
    known = [user.id for user in people if user]
    if len(set(known)) < len(known):
        raise RuleBroken("person_twice", "secretary")
    jurors = {juror.user_id for panel in round_.panels for juror in panel.jurors}
    if jurors & set(known):
        raise RuleBroken("council_and_jury", "chair")
    return people


def seat_jury(
    actor: Actor, round_id: int, group: str, seats: list[Seat], *, per_entry: int | None = 0
) -> JuryPanel:
    """Replace the jury of a group before scoring opens; jurors who stay keep seat and declaration. Who comes without a
    title has the one of the pool of experts.

    Aliases G1, G2 … are unique in the round. per_entry: how many of the jury score each entry, 0 for all,
    None for as many as until now.
    """
    round_ = _planned(actor, round_id)
    if group not in set(ProductGroup):
        raise RuleBroken("unknown_group", "group")
    people = _get_jury(actor, round_, seats)
    panel = _get_panel(round_, group)
    _divide(panel, per_entry, len(people))
    staying = _dismiss(panel, {user.id for user in people})
    aliases, titles = iter_free_aliases(round_), pool_titles(user.id for user in people)
    for seat, user in zip(seats, people, strict=True):
        if user.id in staying:  # keeps alias, declaration and what the chair decided
            staying[user.id].title = seat.title or staying[user.id].title
            continue
        db.session.add(
            Juror(
                panel_id=panel.id,
                user_id=user.id,
                alias=next(aliases),
                name=seat.name or user.name,
                title=seat.title or titles.get(user.id, ""),
                order_seed=secrets.token_hex(8),
            )
        )
    audit.record(
        actor, "voting.jury.seat", round_, group=group, jurors=[seat.name or seat.email for seat in seats]
    )
    return panel


def pool_titles(user_ids: Iterable[int]) -> dict[int, str]:
    """The title and office that the pool of experts keeps of people, by user id."""
    query = select(Expert.user_id, Expert.title).where(Expert.user_id.in_(list(user_ids)), Expert.title != "")
    return {user_id: title for user_id, title in db.session.execute(query)}  # noqa: C416  # rows are not pairs to mypy


def _get_jury(actor: Actor, round_: SelectionRound, seats: list[Seat]) -> list[User]:
    """The account of each juror. Raises RuleBroken at `jurors`."""
    people = [user for seat in seats if (user := get_seated_person(seat, Role.JUROR))]
    ids = {user.id for user in people}
    if len(ids) < len(people):
        raise RuleBroken("person_twice", "jurors")
    if {member.user_id for member in round_.members} & ids:
        raise RuleBroken("council_and_jury", "jurors")
    helpers = {member.user_id for member in round_.supporters}
    if found := [user.email for user in people if user.id in helpers]:
        raise RuleBroken("support_is_juror", "jurors", email=found[0])
    if actor.user_id in ids:
        raise RuleBroken("officer_is_juror", "jurors")
    return people


def _divide(panel: JuryPanel, per_entry: int | None, size: int) -> None:
    """Raises RuleBroken at `per_entry` where the jury has fewer members than that."""
    if per_entry is not None:
        panel.per_entry = per_entry
    if not 0 <= (panel.per_entry or 0) <= size:
        raise RuleBroken("share_over_jury", "per_entry", count=size)


def _get_panel(round_: SelectionRound, group: str) -> JuryPanel:
    """The jury of a group, made where there is none."""
    panel = next((panel for panel in round_.panels if panel.group == group), None)
    if panel is None:
        panel = JuryPanel(round_id=round_.id, group=group)
        db.session.add(panel)
        db.session.flush()  # its jurors need the id
    return panel


def _dismiss(panel: JuryPanel, ids: set[int]) -> dict[int, Juror]:
    """Remove all jurors except these users; returns the remaining ones by user id."""
    staying = {juror.user_id: juror for juror in panel.jurors if juror.user_id in ids}
    for juror in panel.jurors:
        if juror.user_id not in staying:
            db.session.execute(delete(Recusal).where(Recusal.juror_id == juror.id))
            db.session.delete(juror)
    db.session.flush()  # as for the council
    db.session.refresh(panel)
    return staying


def iter_free_aliases(round_: SelectionRound) -> Iterator[str]:
    """G1, G2 … that no juror of the round has."""
    taken = {juror.alias for panel in round_.panels for juror in panel.jurors}
    return (alias for n in count(1) if (alias := f"G{n}") not in taken)


def get_round_for_change(round_id: int) -> SelectionRound:
    """The round, locked for the length of the transaction where the database knows row locks."""
    round_ = db.session.get(SelectionRound, round_id, with_for_update=True)
    if round_ is None:
        raise NotFound("not_found")
    return round_


def _planned(actor: Actor, round_id: int) -> SelectionRound:
    round_ = get_round_for_change(round_id)
    authorize(actor, can_manage_round, round_)
    if not is_before_scoring(round_):
        raise RuleBroken("round_frozen")
    return round_


def get_seated_person(seat: Seat, role: Role | None) -> User | None:
    """The account of a seat. A chair, secretary or juror needs one with that role."""
    if role is None and not seat.email:
        return None
    user = db.session.scalar(select(User).where(User.email == seat.email.strip().lower()))
    if user is None or user.disabled_at is not None:
        raise RuleBroken("no_such_account", "jurors" if role == Role.JUROR else seat.role, email=seat.email)
    if role is not None and not db.session.scalar(
        select(Membership.id).where(Membership.user_id == user.id, Membership.role == role)
    ):
        raise RuleBroken(
            "account_lacks_role", "jurors" if role == Role.JUROR else seat.role, email=seat.email
        )
    return user


def _check_plan(plan: RoundPlan) -> None:
    if not plan.title_vi.strip():
        raise RuleBroken("required", "title_vi")
    if db.session.get(RuleSet, plan.rule_set_id) is None:
        raise RuleBroken("unknown_rule_set", "rule_set_id")
    dates = [
        ("entries_until", plan.entries_from, plan.entries_until),
        ("scoring_from", plan.entries_until, plan.scoring_from),
        ("scoring_until", plan.scoring_from, plan.scoring_until),
    ]
    for name, before, after in dates:
        if before is not None and after is not None and after <= before:
            raise RuleBroken("dates_out_of_order", name)


def _columns(plan: RoundPlan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in RoundPlan.__slots__}


def _placed(plan: RoundPlan) -> RoundPlan:
    """The plan of a commune's round with the commune's province. Raises RuleBroken(`commune_unknown`)."""
    if plan.level != Level.COMMUNE:
        return replace(plan, commune="")
    found = find_commune_by_key(plan.commune)
    if found is None:
        raise RuleBroken("commune_unknown", "area")
    return replace(plan, unit_id=get_unit(found.list_version, found.province).id, region="")


def _area_name(plan: RoundPlan) -> str:
    """The commune's or province's name on the day of planning; regions and the nation are named by their level."""
    unit = db.session.get(AdministrativeUnit, plan.unit_id) if plan.unit_id else None
    if plan.level == Level.COMMUNE and unit is not None:
        return f"{commune_title(plan.commune)}, {unit.name_vi}"
    return unit.name_vi if unit else ""


def _free_slug(plan: RoundPlan) -> str:
    base = slugify(plan.title_vi, limit=60) or f"ky-{plan.year}"
    slug, n = base, 1
    while db.session.scalar(select(SelectionRound.id).where(SelectionRound.slug == slug)):
        n += 1
        slug = f"{base}-{n}"
    return slug
