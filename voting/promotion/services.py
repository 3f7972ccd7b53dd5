"""Send recognised entries up: two people sign a list that cites the frozen result; dossiers are copied, not typed."""

from collections.abc import Collection

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.logs.tlog.canonical import record_hash
from app.core.policy import authorize
from catalog.enums import Level
from voting.dossiers.entry_rules import find_entry_obstacles
from voting.enums import Ineligible, NominationAct, NominationState
from voting.log import records as sealed
from voting.log import writer as log
from voting.models import DossierDocument, MergedSet, Nomination, Promotion, SelectionRound
from voting.policies import can_decide, can_sign
from voting.product_sets.queries import set_items_of, set_name_of, sets_by_lead
from voting.promotion import mails
from voting.promotion.queries import PROMOTE, list_promotions, list_sent_up, list_upper_rounds
from voting.rounds.services import get_round_for_change
from voting.rounds.signatures import sign
from voting.rounds.transitions import move_nomination
from voting.rule_sets.services import rules_of


def promotion_act(to_round: SelectionRound) -> str:
    """The name under which the two signatures of a list to this round stand."""
    return f"{PROMOTE}{to_round.id}"


def prepare_promotion(
    actor: Actor, round_id: int, to_round_id: int, nomination_ids: Collection[int]
) -> list[Promotion]:
    """Enter which recognised entries are sent up to an open round; replaces a list that is not signed yet.

    Raises RuleBroken(`over_quota`, or an obstacle of `Ineligible`), Conflict(`already_promoted`), NotFound.
    """
    round_, to_round = _rounds(actor, round_id, to_round_id)
    authorize(actor, can_decide, round_)
    wanted = sorted(set(nomination_ids))
    listed = list_promotions(round_.id)
    check_upward(round_, wanted)
    for nomination_id in wanted:
        _check(round_, to_round, nomination_id)
    before = {
        row.nomination_id: row for row in listed if row.promoted_at is None and row.to_round_id == to_round.id
    }
    for nomination_id in before.keys() - set(wanted):
        before[nomination_id].removed_at = utc_now()
    kept = [row for nomination_id, row in before.items() if nomination_id in wanted]
    fresh = [
        Promotion(
            round_id=round_.id,
            to_round_id=to_round.id,
            nomination_id=nomination_id,
            proposed_by=actor.user_id,
            proposed_at=utc_now(),
        )
        for nomination_id in wanted
        if nomination_id not in before
    ]
    db.session.add_all(fresh)
    audit.record(actor, "voting.promotion.prepare", round_, to=to_round.slug, count=len(wanted))
    return [*kept, *fresh]


def sign_promotion(actor: Actor, round_id: int, to_round_id: int) -> bool:
    """One of the two signatures under the list; True when the dossiers are in the round above.

    The result it cites is the frozen one, by hash. Everything is checked again at the moment of signing.
    """
    round_, to_round = _rounds(actor, round_id, to_round_id)
    authorize(actor, can_sign, round_)
    listed = [row for row in list_promotions(round_.id, to_round.id) if row.promoted_at is None]
    if not listed:
        raise RuleBroken("nothing_to_promote")
    check_upward(round_, [row.nomination_id for row in listed])
    for row in listed:
        _check(round_, to_round, row.nomination_id)
    decision = sealed.find_decision(round_.id)
    assert decision is not None
    result = record_hash(decision.frozen)
    codes = sorted(row.nomination.codes[-1].code for row in listed)
    statement = {"act": "promote", "to": to_round.slug, "entries": codes, "result": result}
    if not sign(actor, round_, promotion_act(to_round), statement):
        return False
    sets = sets_by_lead(round_.id)
    for row in listed:
        row.promoted_id = _copy(actor, row.nomination, to_round, sets.get(row.nomination_id)).id
        row.promoted_at, row.result = utc_now(), result
    mails.promoted(listed, sets)
    log.append(round_, "promote", to=to_round.slug, entries=codes, result=result)
    log.checkpoint(round_, "promote")
    record = f"{len(listed)} → {to_round.slug}"
    audit.record(actor, "voting.promotion.sign", round_, label=record, to=to_round.slug, entries=codes)
    mails.promotions_arrived(to_round, len(listed))
    return True


def get_upward_limit(round_: SelectionRound) -> int | None:
    """How many entries this round may send up in all: its quota; a share refers to the recognised entries."""
    quota = rules_of(round_).upward_quota
    recognised = sum(n.state == NominationState.RECOGNISED for n in round_.nominations)
    return None if quota is None else quota.limit(recognised)


def check_upward(round_: SelectionRound, wanted: Collection[int]) -> None:
    """None is sent up twice, whichever the way, and no more than the quota in all.

    Raises Conflict(`already_promoted`) or RuleBroken(`over_quota`) at field `entries`.
    """
    done = list_sent_up(round_.id)
    if not done.isdisjoint(wanted):
        raise Conflict("already_promoted", "entries")
    limit = get_upward_limit(round_)
    if limit is not None and len(done) + len(wanted) > limit:
        raise RuleBroken("over_quota", "entries", limit=limit, count=len(done) + len(wanted))


def find_obstacles_upward(nomination: Nomination, to_round: SelectionRound) -> tuple[Ineligible, ...]:
    """What keeps a recognised entry out of the round above, empty when it may go."""
    return find_entry_obstacles(
        to_round, nomination.product, promoted_from=frozenset({Level(nomination.round.level)})
    )


def _rounds(actor: Actor, round_id: int, to_round_id: int) -> tuple[SelectionRound, SelectionRound]:
    """The round that sends and the one that takes. Raises NotFound, Conflict(`not_published`)."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_decide, round_)
    if round_.published_at is None or round_.annulled_at is not None:
        raise Conflict("not_published")
    to_round = next((row for row in list_upper_rounds(round_) if row.id == to_round_id), None)
    if to_round is None:
        raise NotFound("not_found")
    return round_, to_round


def _check(round_: SelectionRound, to_round: SelectionRound, nomination_id: int) -> None:
    nomination = next((n for n in round_.nominations if n.id == nomination_id), None)
    if nomination is None:
        raise NotFound("not_found")
    if nomination.state != NominationState.RECOGNISED:
        raise RuleBroken("not_recognised", "entries")
    for obstacle in find_obstacles_upward(nomination, to_round):
        raise RuleBroken(obstacle.value, "entries")


def _copy(actor: Actor, below: Nomination, to_round: SelectionRound, merged: MergedSet | None) -> Nomination:
    """The dossier copied to the round above; files are shared because they never change."""
    nomination = Nomination(
        round_id=to_round.id,
        product_id=below.product_id,
        facility_id=below.facility_id,
        group=below.group,
        statement=_statement(below, merged),
        is_set=below.is_set or merged is not None,
        set_case=merged.set_case if merged else below.set_case,
        set_name=set_name_of(below, merged),
        set_items=list(set_items_of(below, merged)),
        promoted_from_id=below.id,
        created_by=actor.user_id,
        created_at=utc_now(),
        state=NominationState.DRAFT,
        round=to_round,
    )
    db.session.add(nomination)
    db.session.flush()  # its papers need the id
    sources = (
        [below, *(m.nomination for m in merged.members if m.nomination_id != below.id)] if merged else [below]
    )
    for source in sources:
        for document in source.documents:
            if document.removed_at is None:
                db.session.add(_copied(document, nomination.id))
    move_nomination(nomination, NominationAct.SUBMIT)
    nomination.submitted_at = utc_now()
    audit.record(actor, "voting.nomination.promote", nomination, source=below.id)
    return nomination


def _statement(below: Nomination, merged: MergedSet | None) -> str:
    """Of a set that the council made: what every member's dossier says, each under the name of its product."""
    if merged is None:
        return below.statement
    parts = [(m.nomination.product.name_vi, m.nomination.statement.strip()) for m in merged.members]
    return "\n\n".join(f"{name}: {text}" for name, text in parts if text)


def _copied(document: DossierDocument, nomination_id: int) -> DossierDocument:
    names = ("kind", "title", "file", "media_type", "size", "files", "uploaded_by", "uploaded_at")
    return DossierDocument(nomination_id=nomination_id, **{name: getattr(document, name) for name in names})
