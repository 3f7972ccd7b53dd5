"""Receive, store and give back the samples of entries."""

from app.core import audit
from app.core.actor import Actor
from app.core.clock import utc_now
from app.core.database.base import db
from app.core.errors import Conflict, NotFound, RuleBroken
from app.core.policy import authorize
from voting.models import Nomination, Sample
from voting.rounds.services import get_round_for_change
from voting.samples.queries import list_labels
from voting.samples.rules import SampleState, may_go, next_label
from voting.support_team.policies import can_support

MOST = 9_999
HERE = frozenset({"submitted", "returned", "accepted", "merged"})
"""States of an entry whose samples are taken."""


def receive_sample(
    actor: Actor,
    round_id: int,
    nomination_id: int,
    *,
    description: str,
    count: int,
    handed_in_by: str,
    instead: str = "",
) -> Sample:
    """Take a sample in under a label of its own. instead: what came for a product too large to bring."""
    round_ = get_round_for_change(round_id)
    authorize(actor, can_support, round_)
    nomination = db.session.get(Nomination, nomination_id)
    if nomination is None or nomination.round_id != round_id:
        raise NotFound("not_found")
    if nomination.state not in HERE:
        raise Conflict("entry_takes_no_samples")
    for field, value in (("description", description), ("handed_in_by", handed_in_by)):
        if not value.strip():
            raise RuleBroken("fill_in", field)
    if not 1 <= count <= MOST:
        raise RuleBroken("count_missing", "count")
    sample = Sample(
        round_id=round_id, nomination_id=nomination_id, label=next_label(list_labels(round_id)),
        description=description.strip(), count=count, instead=instead.strip(), state=SampleState.RECEIVED,
        handed_in_by=" ".join(handed_in_by.split()), received_by=actor.user_id, received_at=utc_now(),
    )  # fmt: skip
    db.session.add(sample)
    db.session.flush()
    audit.record(actor, "voting.sample.receive", sample)
    return sample


def move_sample(actor: Actor, sample_id: int, target: SampleState, note: str) -> Sample:
    """Store it, give it back, or note that judging used it up. note: the place, who took it, or how it was used."""
    sample = db.session.get(Sample, sample_id, with_for_update=True)
    if sample is None:
        raise NotFound("not_found")
    authorize(actor, can_support, sample.nomination.round)
    if not may_go(SampleState(sample.state), target):
        raise Conflict("sample_gone")
    if not note.strip():
        raise RuleBroken("fill_in", "note")
    sample.state = target
    if target is SampleState.STORED:
        sample.place = note.strip()
    else:
        sample.left_to, sample.left_at = note.strip(), utc_now()
    audit.record(actor, f"voting.sample.{VERBS[target]}", sample, note=note.strip())
    return sample


VERBS = {SampleState.STORED: "store", SampleState.RETURNED: "give_back", SampleState.USED_UP: "use_up"}
