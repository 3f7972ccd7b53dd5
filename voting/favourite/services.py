"""The public's favourite: set by the officer, confirmed by mail, voided by an act, published at the end.

It reads only what the selection has published, and nothing in the selection reads it.
"""

import base64
import hmac
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from app.accounts.addresses import checked_email
from app.accounts.limits import Limit, keyed_hash
from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.database.changes import record_change
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.mail import OutboxMail
from app.core.policy import authorize
from voting.favourite.queries import (
    STANDING,
    Phase,
    find_favourite,
    get_finalist,
    get_public_favourite,
    list_anomalies,
    list_out_slugs,
    list_standing,
    list_void,
    list_votes,
    phase_of,
)
from voting.favourite.rules import count_votes, one_mailbox, places, telling_domain
from voting.models import (
    FavouriteBallot,
    FavouriteFinalist,
    FavouriteLetter,
    FavouriteVoid,
    FavouriteVote,
    SelectionRound,
)
from voting.policies import can_manage_round
from voting.publication.queries import get_public_round
from voting.rounds.services import get_round_for_change

BY_ADDRESS = Limit("favourite-address", 30, 3600, by_day=True)
BY_MAILBOX = Limit("favourite-mailbox", 3, 86_400)
BY_ALL = Limit("favourite-all", 3000, 3600)
LONGEST_REASON = 300
LINK_LIFE = timedelta(days=2)


def set_favourite(actor: Actor, round_id: int, opens_at: datetime | None, closes_at: datetime | None) -> None:
    """Announce the vote or move it before it opens. The finalists are the recognised products of the decision.

    Raises NotAllowed, RuleBroken naming the field, Conflict(`favourite_running`).
    """
    round_ = _managed(actor, round_id)
    if opens_at is None or closes_at is None:
        raise RuleBroken("required", "closes_at" if opens_at else "opens_at")
    if closes_at <= max(opens_at, utc_now()):
        raise RuleBroken("favourite_dates", "closes_at")
    result = get_public_round(round_.slug).result
    if result is None or round_.state not in STANDING:
        raise RuleBroken("favourite_not_yet")
    vote = find_favourite(round_.id)
    if vote is None:
        out = list_out_slugs(round_.id)
        rows = [row for row in result["recognised"] if row["product_slug"] not in out]
        vote = _new_vote(actor, round_.id, rows, opens_at, closes_at)
    elif phase_of(vote, utc_now()) is not Phase.WAITING:
        raise Conflict("favourite_running")
    vote.opens_at, vote.closes_at = opens_at, closes_at
    record_change("round", round_.id)
    audit.record(
        actor, "voting.favourite.set", round_, opens=opens_at.isoformat(), closes=closes_at.isoformat()
    )


def make_confirmation(slug: str, number: int, email: str) -> tuple[str, str]:
    """(address to write to, key of the link) for a vote that is open. The key holds hashes, no address, and is
    good for LINK_LIFE. Raises NotFound, RuleBroken(`email_invalid`, `favourite_closed`).
    """
    address = checked_email(email)
    _round, vote = get_public_favourite(slug)
    finalist = get_finalist(vote, number)
    _check_open(vote)
    domain = telling_domain(address)
    expires = int((utc_now() + LINK_LIFE).timestamp())
    parts = [finalist.id, _voter(vote, address), _hash(vote, "domain", domain) if domain else "", expires]
    body = base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")
    return address, f"{body}.{_mac(vote, body)}"


def keep_letter(mail: OutboxMail) -> None:
    """Remove the mail from the outbox when its link has expired: it is the only place with an address."""
    db.session.add(FavouriteLetter(mail_id=mail.id, delete_after=utc_now() + LINK_LIFE))


def read_confirmation(slug: str, key: str) -> FavouriteFinalist:
    """What a link votes for. Raises NotFound(`link_dead`), RuleBroken(`favourite_closed`)."""
    _round, vote = get_public_favourite(slug)
    return _read(vote, key)[0]


def cast_favourite(slug: str, key: str, remote_address: str | None) -> None:
    """Count the vote of a link. remote_address: kept as a hash whose key changes with the day.

    Raises NotFound(`link_dead`), RuleBroken(`favourite_closed`), Conflict(`favourite_voted`).
    """
    _round, vote = get_public_favourite(slug)
    db.session.refresh(
        vote, with_for_update={"read": True}
    )  # publishing waits for this vote, or this one for it
    finalist, voter, domain = _read(vote, key)
    known = select(FavouriteBallot.id).where(
        FavouriteBallot.vote_id == vote.id, FavouriteBallot.voter == voter
    )
    if db.session.scalar(known) is not None:
        raise Conflict("favourite_voted")
    origin = _hash(vote, "origin", today().isoformat(), remote_address or "")
    db.session.add(
        FavouriteBallot(
            vote_id=vote.id,
            finalist_id=finalist.id,
            voter=voter,
            origin=origin,
            domain=domain,
            at=utc_now(),
        )
    )


def void_votes(actor: Actor, round_id: int, cluster_key: str, reason: str) -> int:
    """Void the votes of a cluster of the report, those that count until now; returns how many.

    Raises RuleBroken naming the field, NotFound for a cluster that is not there, Conflict(`favourite_published`).
    """
    round_ = _managed(actor, round_id)
    vote = _get(round_.id)
    if not reason.strip():
        raise RuleBroken("required", "reason")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken("too_long", "reason", limit=LONGEST_REASON)
    if vote.published_at is not None:
        raise Conflict("favourite_published")
    cluster = next((c for c in list_anomalies(vote) if f"{c.kind}:{c.key}" == cluster_key), None)
    if cluster is None:
        raise NotFound("not_found")
    fresh = [ballot for ballot in cluster.votes if ballot not in list_void(vote)]
    now = utc_now()
    db.session.add_all(
        FavouriteVoid(ballot_id=ballot, reason=reason.strip(), voided_by=actor.user_id, voided_at=now)
        for ballot in fresh
    )
    audit.record(
        actor, "voting.favourite.void", round_, cluster=cluster_key, votes=len(fresh), reason=reason.strip()
    )
    return len(fresh)


def publish_favourite(actor: Actor, round_id: int) -> None:
    """Freeze and publish the counts after closing; from then on nobody can find out who voted.

    Raises Conflict(`favourite_still_open`, `favourite_published`).
    """
    round_ = _managed(actor, round_id)
    vote = _get(round_.id)
    db.session.refresh(vote, with_for_update=True)  # votes on their way are counted first
    phase = phase_of(vote, utc_now())
    if phase is Phase.PUBLISHED:
        raise Conflict("favourite_published")
    if phase is not Phase.CLOSED:
        raise Conflict("favourite_still_open")
    vote.frozen = _frozen(vote)
    vote.published_at = utc_now()
    vote.salt = ""  # no hash can be compared with an address any more
    record_change("round", round_.id)
    audit.record(
        actor, "voting.favourite.publish", round_, votes=vote.frozen["votes"], void=vote.frozen["void"]
    )


def delete_old_letters() -> int:
    """Remove confirmation mails whose links are dead; inside a transaction. Returns how many."""
    old = list(
        db.session.scalars(select(FavouriteLetter.mail_id).where(FavouriteLetter.delete_after < utc_now()))
    )
    db.session.execute(delete(FavouriteLetter).where(FavouriteLetter.mail_id.in_(old)))
    db.session.execute(delete(OutboxMail).where(OutboxMail.id.in_(old)))
    return len(old)


def _new_vote(
    actor: Actor, round_id: int, recognised: list[dict[str, Any]], opens_at: datetime, closes_at: datetime
) -> FavouriteVote:
    vote = FavouriteVote(
        round_id=round_id,
        salt=secrets.token_hex(16),
        opens_at=opens_at,
        closes_at=closes_at,
        created_by=actor.user_id,
        created_at=utc_now(),
    )
    vote.finalists = [
        FavouriteFinalist(
            number=number, **{key: row[key] for key in ("group", "product", "product_slug", "facility")}
        )
        for number, row in enumerate(recognised, start=1)
    ]
    db.session.add(vote)
    return vote


def _frozen(vote: FavouriteVote) -> dict[str, Any]:
    finalists, void = list_standing(vote), list_void(vote)
    standing = {finalist.id for finalist in finalists}
    votes = [each for each in list_votes(vote) if each.finalist in standing]
    counts = count_votes([finalist.id for finalist in finalists], votes, void)
    at = places(counts)
    rows: list[dict[str, Any]] = [
        {
            "number": finalist.number,
            "group": finalist.group,
            "product": finalist.product,
            "product_slug": finalist.product_slug,
            "facility": finalist.facility,
            "votes": counts[finalist.id],
            "place": at.get(finalist.id),
        }
        for finalist in finalists
    ]
    rows.sort(key=lambda row: (-row["votes"], row["number"]))
    return {"votes": sum(counts.values()), "void": len(void), "rows": rows}


def _managed(actor: Actor, round_id: int) -> SelectionRound:
    round_ = get_round_for_change(round_id)
    authorize(actor, can_manage_round, round_)
    return round_


def _get(round_id: int) -> FavouriteVote:
    vote = find_favourite(round_id)
    if vote is None:
        raise NotFound("not_found")
    return vote


def _check_open(vote: FavouriteVote) -> None:
    if phase_of(vote, utc_now()) is not Phase.OPEN:
        raise RuleBroken("favourite_closed")


def _read(vote: FavouriteVote, key: str) -> tuple[FavouriteFinalist, str, str]:
    """(finalist, voter, domain) of a link of this vote that still works."""
    body, _, mac = key.partition(".")
    if not hmac.compare_digest(mac.encode(), _mac(vote, body).encode()):
        raise NotFound("link_dead")
    finalist_id, voter, domain, expires = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    if utc_now().timestamp() > expires:
        raise NotFound("link_dead")
    _check_open(vote)
    finalist = next((finalist for finalist in list_standing(vote) if finalist.id == finalist_id), None)
    if finalist is None:
        raise RuleBroken("favourite_out")
    return finalist, voter, domain


def _voter(vote: FavouriteVote, address: str) -> str:
    return _hash(vote, "voter", one_mailbox(address))


def _mac(vote: FavouriteVote, body: str) -> str:
    return _hash(vote, "link", body)


def _hash(vote: FavouriteVote, *parts: object) -> str:
    return keyed_hash("favourite", vote.id, vote.salt, *parts)
