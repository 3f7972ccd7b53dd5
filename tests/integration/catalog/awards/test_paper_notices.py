"""Papers and marks of a facility: told of 90 and 30 days before their end, each once."""

from datetime import date

import pytest

from catalog.awards.expiry.tasks import send_expiry_notices
from catalog.enums import TrademarkState
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
