"""A facility is told twice before its certificate ends, each time once."""

from datetime import date, timedelta

import pytest

from app.accounts.models import User
from app.core.audit import AuditEntry
from app.core.database.base import db
from app.core.database.transaction import transaction
from catalog.awards.expiry.tasks import ACTS, send_expiry_notices
from catalog.models import Award
from tests.helpers import mails_to

END = date(2029, 12, 31)


def day(ahead):
    return END - timedelta(days=ahead)


@pytest.fixture
def award(factory):
    facility = factory.facility()
    made = factory.award(
        factory.product(facility, name_vi="Nước mắm thử"),
        number="CNNT-75-2026-0001",
        issued_on=date(2026, 11, 2),
        valid_until=END,
    )
    factory.user("facility", facility_id=facility.id, email="mot@example.vn")
    english = factory.user("facility", facility_id=facility.id, email="hai@example.vn").id
    with transaction():
        db.session.get_one(User, english).locale = "en"
    return made.id


def change(award_id, **values):
    with transaction():
        row = db.session.get_one(Award, award_id)
        for name, value in values.items():
            setattr(row, name, value)


def test_each_notice_goes_out_once_to_every_member_in_their_language(award):
    told = [send_expiry_notices(day(ahead)) for ahead in (91, 90, 90, 60, 30, 29, 0, -1)]
    assert told == [0, 1, 0, 0, 1, 0, 0, 0]
    assert [mail.subject for mail in mails_to("mot@example.vn")] == [
        "Nước mắm thử: giấy chứng nhận hết hiệu lực ngày 31/12/2029"
    ] * 2
    letter = mails_to("hai@example.vn")[1]
    assert (
        letter.subject,
        "in 30 days" in letter.body,
        "/en/certificates/CNNT-75-2026-0001" in letter.body,
    ) == (
        "Nước mắm thử: the certificate ends on 31 Dec 2029",
        True,
        True,
    )


def test_notices_are_on_record(award):
    send_expiry_notices(day(90))
    send_expiry_notices(day(10))
    entries = (
        db.session.query(AuditEntry).filter_by(act=ACTS[Award], subject_id=str(award)).order_by(AuditEntry.id)
    )
    assert [(entry.detail["days"], entry.detail["members"], entry.actor_label) for entry in entries] == [
        (90, 2, "system"),
        (30, 2, "system"),
    ]


def test_late_start_sends_the_nearer_notice_alone(award):
    assert (send_expiry_notices(day(12)), send_expiry_notices(day(11))) == (1, 0)


@pytest.mark.parametrize(
    "state",
    [{"revoked_on": date(2029, 1, 1)}, {"suspended_on": date(2029, 1, 1)}],
    ids=["revoked", "suspended"],
)
def test_certificate_that_does_not_hold_is_not_told_of(award, state):
    change(award, **state)
    assert (send_expiry_notices(day(90)), mails_to("mot@example.vn")) == (0, [])


def test_facility_without_members_waits_for_its_first(factory):
    facility = factory.facility()
    factory.award(factory.product(facility), issued_on=date(2026, 11, 2), valid_until=END)
    assert send_expiry_notices(day(80)) == 0
    factory.user("facility", facility_id=facility.id, email="ba@example.vn")
    assert (send_expiry_notices(day(79)), len(mails_to("ba@example.vn"))) == (1, 1)
