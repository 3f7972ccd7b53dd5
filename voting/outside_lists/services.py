"""Send a list to a body that does not use this site, and take one in from such a body."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core import audit
from app.core.actor import Actor
from app.core.clock import today, utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.logs.log_keys import get_signer
from app.core.logs.tlog.canonical import record_hash
from app.core.policy import authorize
from catalog.awards.listed import Listed, record_listed
from catalog.enums import Level
from catalog.models import Award
from catalog.register import writer as register
from catalog.validity import HOLDING
from voting.dossiers.check_list import PHOTO
from voting.dossiers.entry_rules import find_entry_obstacles
from voting.dossiers.services import StoredFile
from voting.enums import NominationAct, NominationState
from voting.log import records as sealed
from voting.log import writer as log
from voting.models import DossierDocument, Nomination, OutsideList, SelectionRound
from voting.outside_lists.document import ListError, read_list, seal_list
from voting.outside_lists.queries import IN, OUT, entry_of, find_award_of, get_list, list_lists
from voting.policies import can_decide, can_handle_dossiers, can_sign
from voting.product_sets.queries import sets_by_lead
from voting.promotion.queries import list_certified
from voting.promotion.services import check_upward
from voting.rounds.services import get_round_for_change
from voting.rounds.signatures import sign
from voting.rounds.transitions import move_nomination
from voting.rules.eligibility import LOWER
from voting.verification.cli import check_signature

PURPOSE = "list-upward"


@dataclass(frozen=True, slots=True)
class ListData:
    """body: the authority above that gets the list; number and dated: of the covering letter."""

    body: str
    number: str
    dated: date
    nomination_ids: Collection[int]


def prepare_list(actor: Actor, round_id: int, data: ListData) -> OutsideList:
    """Put a list down; one that is not signed yet is replaced. Raises RuleBroken naming the field."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_decide, round_)
    if round_.published_at is None or round_.annulled_at is not None:
        raise Conflict("not_published")
    for name in ("body", "number"):
        if not getattr(data, name).strip():
            raise RuleBroken("required", name)
    if data.dated > today():
        raise RuleBroken("date_in_future", "dated")
    wanted = sorted(set(data.nomination_ids))
    if not wanted:
        raise RuleBroken("nothing_to_promote", "entries")
    check_upward(round_, wanted)
    for row in list_lists(round_.id, OUT):
        if row.signed_at is None:
            db.session.delete(row)
    row = OutsideList(
        direction=OUT,
        round_id=round_.id,
        level=round_.level,
        body=data.body.strip(),
        number=data.number.strip(),
        dated=data.dated,
        content=_content(round_, data, wanted),
        created_by=actor.user_id,
        created_at=utc_now(),
    )
    db.session.add(row)
    audit.record(actor, "voting.outside_list.prepare", row, count=len(wanted), to=row.body)
    return row


def sign_list(actor: Actor, round_id: int, list_id: int) -> bool:
    """One of the two signatures; the second seals the file. Certificates are looked at anew."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_sign, round_)
    row = get_list(round_, list_id)
    if row.signed_at is not None:
        raise Conflict("signed_already")
    for entry in row.content["entries"]:
        _check_in_force(entry["certificate"])
    check_upward(round_, list_certified([entry["certificate"] for entry in row.content["entries"]]))
    statement = {"act": "list_upward", "list": record_hash(row.content)}
    if not sign(actor, round_, f"list/{row.id}", statement):
        return False
    signer = get_signer(PURPOSE)
    row.file, row.key, row.signed_at = (
        seal_list(row.content, signer.key, signer.sign),
        str(signer.key),
        utc_now(),
    )
    certificates = sorted(entry["certificate"] for entry in row.content["entries"])
    log.append(round_, "list_upward", to=row.body, certificates=certificates, list=record_hash(row.content))
    log.checkpoint(round_, "list_upward")
    audit.record(actor, "voting.outside_list.sign", row, to=row.body, count=len(certificates))
    return True


def take_in_list(actor: Actor, round_id: int, data: bytes) -> OutsideList:
    """Take in the signed list of a body below: each entry stands in the round as handed in.

    Raises RuleBroken at field `file`; nothing is taken in where one entry may not enter.
    """
    round_ = get_round_for_change(round_id)
    authorize(actor, can_handle_dossiers, round_)
    try:
        content, key = read_list(data, check_signature)
    except ListError as error:
        raise RuleBroken(error.code, "file") from error
    if content["level"] != LOWER.get(Level(round_.level)):
        raise RuleBroken("list_of_another_level", "file")
    if any(record_hash(row.content) == record_hash(content) for row in list_lists(round_.id, IN)):
        raise Conflict("list_taken_in", "file")
    row = OutsideList(
        direction=IN,
        round_id=round_.id,
        level=content["level"],
        body=content["body"],
        number=content["number"],
        dated=date.fromisoformat(content["date"]),
        content=content,
        file=data.decode("utf-8-sig"),
        key=key,
        created_by=actor.user_id,
        created_at=utc_now(),
        signed_at=utc_now(),
    )
    db.session.add(row)
    db.session.flush()  # its entries name it
    for number, entry in enumerate(content["entries"], start=1):
        _enter(actor, round_, row, number, entry)
    db.session.flush()  # the checkpoint covers the records of all entries
    register.checkpoint("issue")
    audit.record(actor, "voting.outside_list.take_in", row, count=len(content["entries"]))
    return row


def _content(round_: SelectionRound, data: ListData, wanted: Collection[int]) -> dict[str, Any]:
    decision = sealed.find_decision(round_.id)
    assert decision is not None
    entries, sets = [], sets_by_lead(round_.id)
    for nomination_id in wanted:
        nomination = next((n for n in round_.nominations if n.id == nomination_id), None)
        if nomination is None:
            raise NotFound("not_found")
        award = find_award_of(nomination)
        if nomination.state != NominationState.RECOGNISED or award is None or award.number is None:
            raise RuleBroken("not_recognised", "entries")
        _check_in_force(award.number)
        entries.append(entry_of(nomination, award, sets.get(nomination.id)))
    return {
        "level": str(round_.level),
        "body": decision.authority,
        "to": data.body.strip(),
        "number": data.number.strip(),
        "date": data.dated.isoformat(),
        "decision": {
            "number": decision.number,
            "signed_on": decision.signed_on.isoformat(),
            "authority": decision.authority,
        },
        "entries": entries,
    }


def _check_in_force(number: str) -> None:
    award = db.session.query(Award).filter_by(number=number).one()
    if award.validity_on(today()) not in HOLDING:
        raise RuleBroken("lower_certificate_expired", "entries")


def _enter(
    actor: Actor, round_: SelectionRound, row: OutsideList, number: int, entry: dict[str, Any]
) -> None:
    ruling, level = row.content["decision"], Level(row.level)
    award = record_listed(
        actor,
        Listed(
            **{
                name: entry[name]
                for name in (
                    "product", "group", "facility", "kind", "registration_number", "province", "commune",
                    "address", "certificate",
                )
            },
            is_set=bool(entry["set_case"]),
            level=level,
            issuer=ruling["authority"],
            decision_number=ruling["number"],
            decision_date=date.fromisoformat(ruling["signed_on"]),
            issued_on=date.fromisoformat(entry["issued_on"]),
            valid_until=date.fromisoformat(entry["valid_until"]),
            source=f"{row.body}, {row.number}, {row.dated:%d/%m/%Y}",
        ),
    )  # fmt: skip
    db.session.flush()  # its eligibility is read
    obstacles = find_entry_obstacles(round_, award.product, promoted_from=frozenset({level}))
    if obstacles:
        error = RuleBroken("list_entry_refused", "file", number=number, product=entry["product"])
        error.also = (RuleBroken(obstacles[0].value, "file"),)
        raise error
    nomination = Nomination(
        round_id=round_.id,
        product_id=award.product_id,
        facility_id=award.product.facility_id,
        group=award.product.group,
        statement=entry["statement"],
        is_set=bool(entry["set_case"]),
        set_case=entry["set_case"],
        set_name=entry["product"] if entry["set_case"] else "",
        set_items=entry["set_items"],
        outside_list_id=row.id,
        created_by=actor.user_id,
        created_at=utc_now(),
        state=NominationState.DRAFT,
        round=round_,
    )
    db.session.add(nomination)
    db.session.flush()  # its pictures need the id
    for picture in award.product.pictures:
        name = picture.files.get("640") or next(
            iter(picture.files.values())
        )  # a narrow one has its own width alone
        file = StoredFile(name, "image/webp", 0, dict(picture.files))
        db.session.add(_photo(nomination.id, actor, file))
    move_nomination(nomination, NominationAct.SUBMIT)
    nomination.submitted_at = utc_now()
    audit.record(actor, "voting.nomination.promote", nomination, source=row.id)


def _photo(nomination_id: int, actor: Actor, file: StoredFile) -> DossierDocument:
    return DossierDocument(
        nomination_id=nomination_id,
        kind=PHOTO,
        title="",
        file=file.name,
        media_type=file.media_type,
        size=file.size,
        files=file.files,
        uploaded_by=actor.user_id,
        uploaded_at=utc_now(),
    )
