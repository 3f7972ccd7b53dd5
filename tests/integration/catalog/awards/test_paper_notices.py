"""Papers and marks of a facility: told of 90 and 30 days before their end, each once."""

from datetime import date

import pytest

from app.core.clock import utc_now
from app.core.database.transaction import transaction
from catalog.awards.expiry.tasks import send_expiry_notices
from catalog.enums import TrademarkKind, TrademarkState
from catalog.models import TrademarkStep
from tests.helpers import mails_to

END = date(2026, 12, 31)


@pytest.fixture
def member(factory):
    place = factory.facility(name="HTX Gốm Việt")
    factory.certificate(
        place, kind="haccp", title="", number="HC-12", issued_on=date(2024, 1, 1), valid_until=END
    )
    factory.trademark(place, name="GỐM VIỆT", valid_until=END)
    factory.trademark(place, name="ĐƠN MỚI", state=TrademarkState.FILED, valid_until=END)
    factory.certificate(place, number="HC-00", issued_on=date(2024, 1, 1), valid_until=None)
    return factory.user("facility", facility_id=place.id).email


def test_each_is_told_of_at_ninety_and_at_thirty_days(member):
    assert send_expiry_notices(date(2026, 10, 1)) == 0  # 91 days
    assert send_expiry_notices(date(2026, 10, 2)) == 2
    assert send_expiry_notices(date(2026, 10, 3)) == 0
    assert send_expiry_notices(date(2026, 12, 1)) == 2
    assert send_expiry_notices(date(2027, 1, 1)) == 0
    subjects = [mail.subject for mail in mails_to(member)]
    assert subjects == ["HACCP HC-12 hết hạn ngày 31/12/2026", "GỐM VIỆT hết hạn ngày 31/12/2026"] * 2
    bodies = [mail.body for mail in mails_to(member)]
    assert ["mười năm" in body for body in bodies] == [False, True] * 2
    assert "HACCP HC-12 của HTX Gốm Việt hết hạn ngày 31/12/2026, còn 90 ngày." in bodies[0]


def test_a_mark_without_a_stated_end_is_told_of_ten_years_after_its_application(factory):
    place = factory.facility()
    filed = {
        "application_date": date(2016, 12, 31),
        "registration_date": date(2018, 2, 1),
        "valid_until": None,
    }
    factory.trademark(place, name="GỐM VIỆT", **filed)
    factory.trademark(place, name="CHỈ DẪN", kind=TrademarkKind.GEOGRAPHICAL_INDICATION, **filed)
    factory.trademark(place, name="LỤA XƯA", **filed | {"application_date": date(2006, 12, 31)})
    renewed = factory.trademark(place, name="ĐÃ GIA HẠN", **filed).id
    stated = factory.trademark(place, name="GHI HẠN CŨ", **filed | {"valid_until": END}).id
    with transaction() as session:
        for key in (renewed, stated):
            day = {"happened_on": date(2026, 8, 1), "recorded_at": utc_now()}
            session.add(TrademarkStep(trademark_id=key, kind="renewed", **day))
    email = factory.user("facility", facility_id=place.id).email
    told = [send_expiry_notices(day) for day in (date(2026, 10, 1), date(2026, 10, 2), date(2026, 12, 1))]
    assert told == [0, 1, 1]
    assert {mail.subject for mail in mails_to(email)} == {"GỐM VIỆT hết hạn ngày 31/12/2026"}
