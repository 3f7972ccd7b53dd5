"""Who may look at a job: every branch."""

import pytest

from app.backoffice.policies import can_cancel_job, can_see_job
from app.core.actor import PUBLIC, Actor, Role
from app.core.policy import ALLOWED, HIDDEN
from app.core.work.jobs import Job


@pytest.mark.parametrize("policy", [can_see_job, can_cancel_job])
def test_job_is_seen_and_cancelled_by_its_owner_and_administrators(policy):
    people = [
        PUBLIC,
        Actor(user_id=1),
        Actor(user_id=2),
        Actor(user_id=3, roles=frozenset({Role.ADMIN}), second_factor=True),
    ]
    assert [policy(actor, Job(user_id=1)) for actor in people] == [HIDDEN, ALLOWED, HIDDEN, ALLOWED]
    assert policy(PUBLIC, Job(user_id=None)) == HIDDEN
