"""The records of a round as they are sealed and published: one place, so that what is published is what was
signed.
"""

from collections import defaultdict
from operator import itemgetter
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.core.clock import VIETNAM
from app.core.database.base import db
from app.core.logs.tlog.canonical import record_hash
from app.core.text import nfc
from voting.log import writer as log
from voting.log.ballots import ballot_records, entry_commitment, juror_commitment
from voting.log.bundle import build_bundle, get_seals
from voting.models import (
    Complaint,
    CouncilVerdict,
    EntryCode,
    Juror,
    JuryPanel,
    MergedSet,
    Nomination,
    RecognitionDecision,
    ScoreSheet,
    SelectionRound,
    TallyRecord,
)
from voting.rounds.status import CODE_OF_SHEET, RANKED


def round_record(round_: SelectionRound) -> dict[str, Any]:
    """The identity of the round; nothing of it changes once scoring has opened."""
    return {
        "origin": log.origin(round_),
        "slug": round_.slug,
        "level": round_.level,
        "year": round_.year,
        "area": round_.unit_name or round_.region,
        "title": round_.title_vi,
        "rules": f"{round_.rule_set.code} v{round_.rule_set.version}",
    }


def roster(round_: SelectionRound) -> list[dict[str, Any]]:
    """The jury under aliases: names are published with the decision's annex, never beside a ballot.

    In a divided jury each has `shares`, the (pass, entry) pairs to be scored: each must have a ballot in the end.
    """
    shares = _shares(round_)
    return [
        {
            "alias": juror.alias,
            "group": panel.group,
            "removed": juror.removed_at is not None,
            "person": juror_commitment(juror),
            **({"shares": shares[juror.id]} if panel.per_entry else {}),
        }
        for panel in round_.panels
        for juror in panel.jurors
    ]


def _shares(round_: SelectionRound) -> defaultdict[int, list[list[Any]]]:
    """By juror of a divided jury, in the order of passes and codes; a removed one has none."""
    query = (
        select(ScoreSheet.juror_id, ScoreSheet.scoring_pass, EntryCode.code)
        .join(Juror, Juror.id == ScoreSheet.juror_id)
        .join(JuryPanel, JuryPanel.id == Juror.panel_id)
        .join(EntryCode, CODE_OF_SHEET)
        .where(
            JuryPanel.round_id == round_.id,
            JuryPanel.per_entry > 0,
            Juror.removed_at.is_(None),
            ScoreSheet.status != "void",
        )
        .order_by(ScoreSheet.scoring_pass, EntryCode.code)
    )
    found: defaultdict[int, list[list[Any]]] = defaultdict(list)
    for juror_id, scoring_pass, code in db.session.execute(query):
        found[juror_id].append([scoring_pass, code])
    return found


def entries(round_: SelectionRound, *, counted: bool = True) -> list[dict[str, Any]]:
    """Every coded entry with its group and the passes it is ranked in (none once withdrawn).

    counted: an entry that left after a count stays ranked in it, as the count itself stays. left: withdrawn or
    disqualified.
    """
    kept = _counted(round_) if counted else frozenset()
    query = (
        select(EntryCode, Nomination)
        .join(Nomination, Nomination.id == EntryCode.nomination_id)
        .where(EntryCode.round_id == round_.id)
        .order_by(EntryCode.code)
    )
    return [
        {
            "code": row.code,
            "group": nomination.group,
            "passes": [row.scoring_pass]
            if nomination.state in RANKED or (row.scoring_pass, row.code) in kept
            else [],
            "left": nomination.state not in RANKED,
            "content": entry_commitment(nomination, row.salt),
        }
        for row, nomination in db.session.execute(query)
    ]


def _counted(round_: SelectionRound) -> frozenset[tuple[int, str]]:
    """(pass, entry) of the counts that hold; a pass that is open again has none."""
    return frozenset(
        (row["pass"], row["entry"])
        for row in results(round_)
        if row["pass"] < round_.scoring_pass or round_.scoring_closed_at is not None
    )


def tally_record(round_: SelectionRound) -> dict[str, Any]:
    """Digests of the frozen counts and the program that made them."""
    records = list_tallies(round_.id)
    return {
        "program": records[0].program_version if records else "",
        "digests": {f"{r.scoring_pass}/{r.group}": r.digest for r in records},
    }


def results(round_: SelectionRound) -> list[dict[str, Any]]:
    """The rows of the frozen counts, with their pass."""
    return [{**row, "pass": r.scoring_pass} for r in list_tallies(round_.id) for row in r.result["results"]]


def seats_of_council(round_: SelectionRound) -> dict[int, str]:
    """What a member of the council is called in the log, by id: H1 is the first in the list of the minutes."""
    return {member.id: f"H{number}" for number, member in enumerate(round_.members, start=1)}


def decisions(round_: SelectionRound) -> list[dict[str, Any]]:
    """What the council decided, by entry code; entries that left since are not among them."""
    codes, seats = latest_codes(round_), seats_of_council(round_)
    query = (
        select(CouncilVerdict)
        .join(Nomination, Nomination.id == CouncilVerdict.nomination_id)
        .where(CouncilVerdict.nomination_id.in_(codes), Nomination.state.in_(RANKED))
    )
    return sorted(
        (
            {
                "entry": codes[verdict.nomination_id],
                "recognised": verdict.recognised,
                "reason": verdict.reason,
                **_votes_of(verdict, seats),
            }
            for verdict in db.session.scalars(query)
        ),
        key=itemgetter("entry"),
    )


def _votes_of(verdict: CouncilVerdict, seats: dict[int, str]) -> dict[str, Any]:
    """The votes on an entry, where the council voted; after an open vote each member's, by seat."""
    if verdict.votes_for is None:
        return {}
    numbers = {"votes_for": verdict.votes_for, "votes_against": verdict.votes_against or 0}
    if not verdict.votes:
        return numbers
    named = {
        seat: verdict.votes[str(member)] for member, seat in seats.items() if str(member) in verdict.votes
    }
    return {**numbers, "votes": named}


def verdicts_record(round_: SelectionRound) -> dict[str, Any]:
    """What both people confirm when they publish: every verdict and every set."""
    return {"decisions": decisions(round_), "sets": set_records(round_)}


def decision_record(decision: RecognitionDecision | None) -> dict[str, Any]:
    """The decision itself; empty before there is one."""
    if decision is None:
        return {}
    return {
        "number": decision.number,
        "signed_on": decision.signed_on.isoformat(),
        "signer": decision.signer,
        "authority": decision.authority,
    }


def bundle(round_: SelectionRound) -> dict[str, Any]:
    """The whole published bundle of a round. Only for a published round: the salts are in it."""
    return build_bundle(
        {
            "round": round_record(round_),
            "rules": round_.rule_set.body,
            "tally": tally_record(round_),
            "decision": decision_record(find_decision(round_.id)),
            "keys": [row.key for row in log.keys_of(round_)],
            "log": [
                {"event": log.shown_event(leaf), "salt": leaf.salt, "hash": leaf.leaf_hash}
                for leaf in log.list_leaves(round_.id)
            ],
            "ballots": ballot_records(round_),
            "checkpoints": [log.shown_note(row) for row in log.list_checkpoints(round_.id)],
            "roster": roster(round_),
            "entries": entries(round_),
            "results": results(round_),
            "decisions": decisions(round_),
            "sets": set_records(round_),
            "complaints": complaint_records(round_),
        }
    )


def seals(round_: SelectionRound, *sections: str) -> dict[str, str]:
    """Hashes of the round's records of these sections, for an event of the log."""
    makers: dict[str, Any] = {
        "round": lambda: round_record(round_),
        "rules": lambda: round_.rule_set.body,
        "roster": lambda: roster(round_),
        "entries": lambda: entries(round_),
        "decisions": lambda: decisions(round_),
        "decision": lambda: decision_record(find_decision(round_.id)),
        "sets": lambda: set_records(round_),
        "complaints": lambda: complaint_records(round_),
    }
    return seals_of({name: makers[name]() for name in sections}, *sections)


def seals_of(records: dict[str, Any], *sections: str) -> dict[str, str]:
    """Hashes of given records."""
    return get_seals(records, *sections)


def list_tallies(round_id: int) -> list[TallyRecord]:
    """The counts that hold: of each pass the latest; those from before a reopening are kept and left out."""
    other = aliased(TallyRecord)
    latest = select(func.max(other.count)).where(
        other.round_id == TallyRecord.round_id, other.scoring_pass == TallyRecord.scoring_pass
    )
    query = select(TallyRecord).where(
        TallyRecord.round_id == round_id, TallyRecord.count == latest.scalar_subquery()
    )
    return list(
        db.session.scalars(query.order_by(TallyRecord.scoring_pass, TallyRecord.group, TallyRecord.id))
    )


def get_latest_count(round_id: int, scoring_pass: int) -> int:
    """How often this pass has been counted."""
    query = select(func.max(TallyRecord.count)).where(
        TallyRecord.round_id == round_id, TallyRecord.scoring_pass == scoring_pass
    )
    return db.session.scalar(query) or 0


def find_decision(round_id: int) -> RecognitionDecision | None:
    return db.session.scalar(select(RecognitionDecision).where(RecognitionDecision.round_id == round_id))


def set_records(round_: SelectionRound) -> list[dict[str, Any]]:
    """The sets that stand, by code: `{"code", "case", "lead", "members"}`, entries by their codes."""
    codes = latest_codes(round_)
    query = select(MergedSet).where(MergedSet.round_id == round_.id, MergedSet.dissolved_at.is_(None))
    return [
        {
            "code": row.code,
            "case": row.set_case,
            "lead": codes[row.lead_id],
            "members": sorted(codes[member.nomination_id] for member in row.members),
        }
        for row in db.session.scalars(query.order_by(MergedSet.id))
    ]


def complaint_records(round_: SelectionRound) -> list[dict[str, Any]]:
    """All complaints by code. Texts are sealed as hashes: their content is between entrant and council."""
    query = select(Complaint).where(Complaint.round_id == round_.id).order_by(Complaint.id)
    codes = latest_codes(round_)
    return [_complaint(row, codes[row.nomination_id]) for row in db.session.scalars(query)]


def _complaint(row: Complaint, code: str) -> dict[str, Any]:
    answer = row.answer
    return {
        "code": row.code,
        "entry": code,
        "filed_on": row.filed_at.astimezone(VIETNAM).date().isoformat(),
        "due_on": row.due_on.isoformat(),
        "text": record_hash({"salt": row.salt, "text": nfc(row.text)}),
        "outcome": answer.outcome if answer else "",
        "answered_on": answer.answered_at.astimezone(VIETNAM).date().isoformat() if answer else "",
        "answer": record_hash({"salt": row.salt, "text": nfc(answer.text)}) if answer else "",
    }


def latest_codes(round_: SelectionRound) -> dict[int, str]:
    """Entry codes of the latest pass by nomination id."""
    query = (
        select(EntryCode.nomination_id, EntryCode.code)
        .where(EntryCode.round_id == round_.id)
        .order_by(EntryCode.scoring_pass)
    )
    return {row.nomination_id: row.code for row in db.session.execute(query)}
