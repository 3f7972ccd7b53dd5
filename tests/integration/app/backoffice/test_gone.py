"""Jobs and mails that are gone or have ended, in the hands of who pressed a button too late."""

import pytest

from app.backoffice import services
from app.core.clock import utc_now
from app.core.database.transaction import transaction
from app.core.work.jobs import Job, JobState
from tests.helpers import only
from tests.helpers.voting.acts import refused

NOWHERE = 999_999


@pytest.fixture
def boss(factory):
    return factory.user("admin")


@pytest.mark.parametrize("page", ["/cong-viec/999999", "/quan-tri/thu/999999"])
def test_page_of_what_is_gone_is_not_found(login_as, boss, page):
    assert login_as(boss).get(page).status_code == 404


@pytest.mark.parametrize("verb", [services.cancel_job, services.retry_job, services.send_again])
def test_act_on_what_is_gone_is_refused(boss, verb):
    assert refused(boss, verb, NOWHERE) == ("not_found", None)


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
def test_job_that_has_ended_is_not_stopped(boss, state):
    with transaction() as session:
        session.add(Job(kind="x", payload={}, state=state, created_at=utc_now(), run_after=utc_now()))
    assert refused(boss, services.cancel_job, only(Job).id) == ("job_ended", None)
    assert only(Job).state == state
